namespace LeadGen.Package.Tests;

/// <summary>A small portal, and a program that writes to it.</summary>
internal static class Portal
{
    public const string Schema = """
        {"result": {
          "ID": {"type": "integer", "isReadOnly": true, "title": "ID"},
          "TITLE": {"type": "string", "title": "Название"},
          "STATUS_ID": {"type": "crm_status", "statusType": "STATUS", "title": "Стадия"},
          "PHONE": {"type": "crm_multifield", "isMultiple": true, "title": "Телефон"},
          "UF_CRM_1712000000": {"type": "date", "isDynamic": true, "title": "UF_CRM_1712000000", "formLabel": "День доставки"}
        }}
        """;

    public const string Program = """
        using System;
        using LeadGen;
        using Acme.Crm;

        var update = new LeadUpdate(1608)
            .SetTitle("ИП Титов")
            .SetStatusId(LeadStatus.InProcess)
            .SetDenDostavki(new DateOnly(2026, 3, 20))
            .AddPhone("+7 999 123-45-67", PhoneType.Work);
        Console.WriteLine(update);
        """;

    /// <summary>The output of <see cref="Program"/>.</summary>
    public const string Printed = "lead 1608: TITLE, STATUS_ID, UF_CRM_1712000000, PHONE\n";

    /// <summary>A program that uses all libraries: dependency injection, a limiter whose Redis is unavailable, and the emulator.</summary>
    public const string ProgramWithAllPackages = """
        using Acme.Crm;
        using LeadGen;
        using LeadGen.Testing;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        // No server listens on this port.
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectTimeout=200");
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portals", "acme"));
        long id = portal.AddLead([new("TITLE", "Заявка с сайта")]);

        var services = new ServiceCollection();
        services.AddBitrix24Client(options =>
        {
            options.Webhook = portal.Webhook.ToString();
            options.RateLimiter = new RedisRateLimiter(redis, "acme.bitrix24.ru", PortalLimits.Standard);
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<Bitrix24Client>().UpdateAsync(new LeadUpdate(id).SetTitle("ИП Титов").SetDenDostavki(new DateOnly(2026, 3, 20)));
        Console.WriteLine($"{portal.GetStoredValue(id, LeadFields.Codes.Title)}, {portal.GetStoredValue(id, LeadFields.Codes.DenDostavki)}");
        """;

    /// <summary>The output of <see cref="ProgramWithAllPackages"/>.</summary>
    public const string PrintedByAll = "ИП Титов, 2026-03-20\n";

    private const string Statuses = """{"result": [{"ENTITY_ID": "STATUS", "STATUS_ID": "IN_PROCESS", "NAME": "В работе"}], "total": 1}""";

    /// <summary>Writes the schema snapshot of the portal to a folder.</summary>
    public static void Write(string folder, string schema = Schema)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "crm.lead.fields.json"), schema);
        File.WriteAllText(Path.Combine(folder, "crm.status.list.json"), Statuses);
    }
}
