using System.Text;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeadGen.Docs.Tests.Snippets;

/// <summary>Tests that the JSON files on the pages are valid, because a wrong key would be ignored.</summary>
public sealed class JsonSnippetTests
{
    [Fact]
    public async Task The_settings_create_clients()
    {
        IConfigurationRoot settings = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Text("// appsettings.json. "))))
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["LeadGen:Webhook"] = "https://acme.bitrix24.ru/rest/1/key/",
                ["Harbor:OAuth:ClientSecret"] = "key",
            })
            .Build();
        var services = new ServiceCollection();
        services.AddBitrix24Client(settings.GetSection("LeadGen"));
        services.AddBitrix24Client("harbor", settings.GetSection("Harbor"));
        services.AddKeyedSingleton<IOAuthTokenStore>(
            "harbor", new MemoryOAuthTokenStore(new OAuthToken("access", "refresh", DateTimeOffset.MaxValue, new Uri("https://harbor.bitrix24.ru/rest/"))));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Contains("acme.bitrix24.ru", provider.GetRequiredService<Bitrix24Client>().ToString(), StringComparison.Ordinal);
        Assert.NotNull(provider.GetRequiredKeyedService<Bitrix24Client>("harbor"));
    }

    [Fact]
    public void The_pinned_names_match_the_portal()
    {
        string text = Text("// portals/acme/leadgen.names.json");
        SchemaFile ReadFile(string name) => new(name, File.ReadAllText(Path.Combine(SamplePortals.Acme, name)));
        PortalReading reading = PortalReader.Read(
            new PortalFiles(
                ReadFile("crm.lead.fields.json"), ReadFile(PortalFiles.StatusesName), ReadFile(PortalFiles.UserFieldsName), new SchemaFile(PortalFiles.NamesName, text[text.IndexOf('{', StringComparison.Ordinal)..])),
            CancellationToken.None);
        PortalNames names = PortalNamer.Name(reading, new NamingOptions("Lead", IdentifierStyle.Transliterated));

        Assert.DoesNotContain(reading.Diagnostics.Concat(names.Diagnostics), static d => d.Rule.Severity != SchemaSeverity.Info);
        Assert.Equal(
            ("DeliveryMethod", "Courier", "Avito"),
            (names.GetFieldName("UF_CRM_1665555555"), names.GetItemName("UF_CRM_1665555555", 177), names.GetStatusName("SOURCE", "UC_AVITO1")));
    }

    private static string Text(string firstLine) => Readme.Pages.SelectMany(static page => page.Fences).Single(f => f.Language == "jsonc" && f.Text.StartsWith(firstLine, StringComparison.Ordinal)).Text;
}
