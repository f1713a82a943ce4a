using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeadGen.Extensions.Tests.Settings;

/// <summary>Starts hosts, because options are validated at startup.</summary>
internal static class HostStart
{
    public const string Secret = "s3cr3tw0rdofthehook";
    public const string Webhook = $"https://acme.example/rest/7/{Secret}/";

    /// <summary>Starts a host, and gets the options of a client.</summary>
    public static async Task<Bitrix24ClientOptions> OptionsAsync(Action<IServiceCollection> add, string name = "")
    {
        using IHost host = Build(add);
        await host.StartAsync();
        Bitrix24ClientOptions options = host.Services.GetRequiredService<IOptionsMonitor<Bitrix24ClientOptions>>().Get(name);
        await host.StopAsync();
        return options;
    }

    /// <summary>Gets the validation errors of a host that does not start.</summary>
    public static async Task<string[]> FailuresAsync(Action<IServiceCollection> add)
    {
        using IHost host = Build(add);
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.OrdinalIgnoreCase);
        return [.. failure.Failures];
    }

    /// <summary>Gets the LeadGen section of a JSON file.</summary>
    public static IConfigurationSection Section(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("LeadGen");
    }

    private static IHost Build(Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        return builder.Build();
    }
}
