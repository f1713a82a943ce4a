using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.TestKit;

/// <summary>A portal folder in memory.</summary>
public sealed record MemoryPortal(string Fields)
{
    public const string Folder = "portals/acme/";

    public string? Statuses { get; init; }

    public string? UserFields { get; init; }

    public string? Names { get; init; }

    /// <summary>The answer of <c>crm.lead.fields</c> with the given members, one a line.</summary>
    public static MemoryPortal Of(params IEnumerable<string> fields) => new($"{{\"result\":{{\n{string.Join(",\n", fields)}\n}}}}");

    /// <summary>One member of the answer, with the flags that a portal always writes. <paramref name="more"/> is raw JSON.</summary>
    public static string Field(string code, string type = "string", string? label = null, string more = "") =>
        $"{Quote(code)}:{{\"type\":{Quote(type)},\"isRequired\":false,\"isReadOnly\":false,\"isImmutable\":false,\"isMultiple\":false,"
        + $"\"isDynamic\":{(code.StartsWith("UF_", StringComparison.Ordinal) ? "true" : "false")},\"title\":{Quote(code)}"
        + (label is null ? "" : $",\"formLabel\":{Quote(label)}") + (more.Length == 0 ? "" : "," + more) + "}";

    /// <summary>An enumeration field with items whose ids count from 1.</summary>
    public static string Enumeration(string code, string label, params IEnumerable<string> values) =>
        Field(code, "enumeration", label, "\"items\":[" + string.Join(',', values.Select((v, i) => $"{{\"ID\":\"{i + 1}\",\"VALUE\":{Quote(v)}}}")) + "]");

    /// <summary>The answer of <c>crm.status.list</c> for one dictionary.</summary>
    public static string StatusList(string dictionary, params IEnumerable<(string Code, string Name, int Sort)> rows) =>
        "{\"result\":[" + string.Join(',', rows.Select(r =>
            $"{{\"ENTITY_ID\":{Quote(dictionary)},\"STATUS_ID\":{Quote(r.Code)},\"NAME\":{Quote(r.Name)},\"SORT\":\"{r.Sort}\"}}")) + "]}";

    public static string Quote(string text) => JsonValue.Create(text).ToJsonString(s_options);

    public PortalFiles Files => new(
        new SchemaFile(Folder + PortalFiles.FieldsName, Fields),
        Statuses is null ? null : new SchemaFile(Folder + PortalFiles.StatusesName, Statuses),
        UserFields is null ? null : new SchemaFile(Folder + PortalFiles.UserFieldsName, UserFields),
        Names is null ? null : new SchemaFile(Folder + PortalFiles.NamesName, Names));

    public PortalReading Read() => PortalReader.Read(Files);

    /// <summary>The schema of a portal that nothing is wrong with but, perhaps, missing dictionaries.</summary>
    public PortalSchema Schema()
    {
        PortalReading reading = Read();
        return reading.Schema is { } schema && !reading.Diagnostics.Any(static d => d.Rule.Severity == SchemaSeverity.Error)
            ? schema
            : throw new InvalidOperationException($"The portal has errors: {string.Join(", ", reading.Diagnostics)}");
    }

    public PortalNames Name(IdentifierStyle style = IdentifierStyle.Transliterated, string className = "Lead")
    {
        Schema();
        return PortalNamer.Name(Read(), new NamingOptions(className, style));
    }

    private static readonly JsonSerializerOptions s_options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
