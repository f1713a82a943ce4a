using System.Globalization;
using System.Text;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;
using LeadGen.Tool.Dictionary;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests.Dictionary;

/// <summary>Renders pages of the sample portals, and of portals in memory.</summary>
internal static class Pages
{
    public static async Task<string> RenderSampleAsync(string portal, PageLanguage language) =>
        Create(portal, await PortalFolder.ReadAsync(SamplePortals.GetFolder(portal)), language);

    public static async Task<PortalSchema> ReadSampleSchemaAsync(string portal) =>
        PortalReader.Read(await PortalFolder.ReadAsync(SamplePortals.GetFolder(portal))).Schema!;

    /// <summary>Renders a page with the specified fields, and with the specified values of the dictionary SOURCE.</summary>
    public static string Create(PageLanguage language, string portal, string[] fields, params (string Code, string Name)[] sources) => Create(
        portal,
        new PortalFiles(
            new SchemaFile(PortalFiles.FieldsName, $"{{{string.Join(",", fields)}}}"),
            new SchemaFile(PortalFiles.StatusesName, $"[{string.Join(",", sources.Select(s => $"{{\"ENTITY_ID\":\"SOURCE\",\"STATUS_ID\":{Quote(s.Code)},\"NAME\":{Quote(s.Name)}}}"))}]")),
        language);

    /// <summary>Gets a field of a reply to <c>crm.lead.fields</c>. <paramref name="more"/> is raw JSON.</summary>
    public static string Field(string code, string type, string label, string more = "\"isReadOnly\":false") =>
        $"{Quote(code)}:{{\"type\":{Quote(type)},\"isDynamic\":{(code.StartsWith("UF_", StringComparison.Ordinal) ? "true" : "false")},\"title\":{Quote(label)},{more}}}";

    /// <summary>Gets a JSON string in ASCII. Unpaired surrogates are kept, while a serializer would replace them.</summary>
    public static string Quote(string text)
    {
        var json = new StringBuilder("\"");
        foreach (char c in text)
        {
            json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return json.Append('"').ToString();
    }

    private static string Create(string portal, PortalFiles files, PageLanguage language)
    {
        PortalReading reading = PortalReader.Read(files);
        Assert.DoesNotContain(reading.Diagnostics, d => d.Rule.Severity == SchemaSeverity.Error);
        return DictionaryPage.Render(portal, reading.Schema!, PortalNamer.Name(reading, new NamingOptions()), language);
    }
}
