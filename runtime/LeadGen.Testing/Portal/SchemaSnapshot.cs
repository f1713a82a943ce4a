using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema;

namespace LeadGen.Testing.Portal;

/// <summary>Represents the schema of a portal and the responses that it was read from. Instances are immutable: a schema change creates a new one.</summary>
internal sealed class SchemaSnapshot(PortalSchema schema, PortalFiles files)
{
    private readonly Dictionary<string, FieldSchema> _byCode = ByCode(schema);
    private readonly Lazy<ItemFields> _itemFields = new(() => new ItemFields(schema, usesOriginalNames: false));
    private readonly Lazy<ItemFields> _originalItemFields = new(() => new ItemFields(schema, usesOriginalNames: true));

    public PortalSchema Schema { get; } = schema;

    /// <summary>Returns the field with a code; <see langword="null"/> if there is none. The lookup is hashed because it runs for each written value.</summary>
    public FieldSchema? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>Gets the fields by their names in <c>crm.item.*</c>.</summary>
    /// <param name="usesOriginalNames">Whether the call has <c>useOriginalUfNames</c>.</param>
    public ItemFields GetItemFields(bool usesOriginalNames) => (usesOriginalNames ? _originalItemFields : _itemFields).Value;

    /// <summary>Gets the descriptions of the fields, by code.</summary>
    public JsonObject Fields { get; } = ResultOf(files.Fields)!.AsObject();

    /// <summary>Gets the rows of <c>crm.status.list</c>; empty if the folder does not contain the file.</summary>
    public JsonArray Statuses { get; } = GetRows(files.Statuses);

    /// <summary>Gets the rows of <c>crm.lead.userfield.list</c>; empty if the folder does not contain the file.</summary>
    public JsonArray UserFields { get; } = GetRows(files.UserFields);

    private static Dictionary<string, FieldSchema> ByCode(PortalSchema schema)
    {
        var fields = new Dictionary<string, FieldSchema>(StringComparer.Ordinal);
        foreach (FieldSchema field in schema.Fields)
        {
            fields.TryAdd(field.Code, field);
        }

        return fields;
    }

    private static JsonArray GetRows(SchemaFile? file) => ResultOf(file) switch
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
