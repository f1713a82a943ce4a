using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;

namespace LeadGen.Testing.Portal;

/// <summary>What a portal answers about the fields of its leads, and the schema that it comes to. Nobody changes the JSON: an administrator's change makes new answers.</summary>
internal sealed class PortalAnswers(PortalSchema schema, PortalFiles files)
{
    private readonly Dictionary<string, FieldSchema> _byCode = ByCode(schema);

    public PortalSchema Schema { get; } = schema;

    /// <summary>The field of that code. Every value that is written asks for its own, and portals may have a thousand.</summary>
    public FieldSchema? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The fields' descriptions, by code.</summary>
    public JsonObject Fields { get; } = ResultOf(files.Fields)!.AsObject();

    /// <summary>The rows of <c>crm.status.list</c>; none where the folder has no such file.</summary>
    public JsonArray Statuses { get; } = RowsOf(files.Statuses);

    /// <summary>The rows of <c>crm.lead.userfield.list</c>; none where the folder has no such file.</summary>
    public JsonArray UserFields { get; } = RowsOf(files.UserFields);

    private static Dictionary<string, FieldSchema> ByCode(PortalSchema schema)
    {
        var fields = new Dictionary<string, FieldSchema>(StringComparer.Ordinal);
        foreach (FieldSchema field in schema.Fields)
        {
            fields.TryAdd(field.Code, field);
        }

        return fields;
    }

    private static JsonArray RowsOf(SchemaFile? file) => ResultOf(file) switch
    {
        JsonArray rows => rows,
        JsonObject map => new JsonArray([.. map.Select(static p => p.Value?.DeepClone())]),
        _ => [],
    };

    private static JsonNode? ResultOf(SchemaFile? file)
    {
        JsonNode? root = file is null ? null : JsonNode.Parse(file.Text.TrimStart('\uFEFF'), documentOptions: new JsonDocumentOptions { MaxDepth = 128 });
        return root is JsonObject envelope && envelope.TryGetPropertyValue("result", out JsonNode? result) ? result : root;
    }
}
