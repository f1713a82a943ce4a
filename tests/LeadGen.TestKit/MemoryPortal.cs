using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.TestKit;

/// <summary>Represents a portal folder in memory.</summary>
public sealed record MemoryPortal(string Fields)
{
    public const string Folder = "portals/acme/";

    public string? Statuses { get; init; }

    public string? UserFields { get; init; }

    public string? Names { get; init; }

    /// <summary>Creates a portal from a reply to <c>crm.lead.fields</c> with the specified members, one per line.</summary>
    public static MemoryPortal Create(params IEnumerable<string> fields) => new($"{{\"result\":{{\n{string.Join(",\n", fields)}\n}}}}");

    /// <summary>Gets a member of the reply, with the flags that a portal always returns. <paramref name="more"/> is raw JSON.</summary>
    public static string Field(string code, string type = "string", string? label = null, string more = "") =>
        $"{Quote(code)}:{{\"type\":{Quote(type)},\"isRequired\":false,\"isReadOnly\":false,\"isImmutable\":false,\"isMultiple\":false,"
        + $"\"isDynamic\":{(code.StartsWith("UF_", StringComparison.Ordinal) ? "true" : "false")},\"title\":{Quote(code)}"
        + (label is null ? "" : $",\"formLabel\":{Quote(label)}") + (more.Length == 0 ? "" : "," + more) + "}";

    /// <summary>Gets an enumeration field with items whose IDs start at 1.</summary>
    public static string Enumeration(string code, string label, params IEnumerable<string> values) =>
        Field(code, "enumeration", label, "\"items\":[" + string.Join(',', values.Select((v, i) => $"{{\"ID\":\"{i + 1}\",\"VALUE\":{Quote(v)}}}")) + "]");

    /// <summary>Gets a reply to <c>crm.status.list</c> with one dictionary.</summary>
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

    /// <summary>Gets the schema. Fails if a diagnostic is an error.</summary>
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
