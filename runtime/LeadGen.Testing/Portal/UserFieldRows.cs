using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>Creates and updates rows of <c>crm.lead.userfield.list</c> from descriptions of <c>crm.lead.fields</c>.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/leads/userfield/crm-lead-userfield-list.html.</remarks>
internal static class UserFieldRows
{
    private static readonly (string Attribute, string Column)[] s_columns =
    [
        ("type", "USER_TYPE_ID"), ("isMultiple", "MULTIPLE"), ("isRequired", "MANDATORY"), ("settings", "SETTINGS"),
        ("formLabel", "EDIT_FORM_LABEL"), ("listLabel", "LIST_COLUMN_LABEL"), ("filterLabel", "LIST_FILTER_LABEL"),
    ];

    /// <summary>Gets the columns that a portal returns only if the call specifies a language in <c>filter[LANG]</c>.</summary>
    public static IReadOnlyList<string> LocalizedColumns { get; } =
        ["EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL", "ERROR_MESSAGE", "HELP_MESSAGE"];

    /// <summary>Creates the row of a field.</summary>
    public static JsonObject Create(string code, JsonObject description, string id)
    {
        var row = new JsonObject
        {
            ["ID"] = id,
            ["ENTITY_ID"] = EntitySchema.Lead.UserFieldEntityId,
            ["FIELD_NAME"] = code,
            ["USER_TYPE_ID"] = null,
            ["XML_ID"] = null,
            ["SORT"] = "100",
            ["MULTIPLE"] = "N",
            ["MANDATORY"] = "N",
            ["SHOW_FILTER"] = "E",
            ["SHOW_IN_LIST"] = "Y",
            ["EDIT_IN_LIST"] = "Y",
            ["IS_SEARCHABLE"] = "N",
            ["SETTINGS"] = new JsonArray(),
            ["EDIT_FORM_LABEL"] = null,
            ["LIST_COLUMN_LABEL"] = null,
            ["LIST_FILTER_LABEL"] = null,
            ["ERROR_MESSAGE"] = null,
            ["HELP_MESSAGE"] = null,
        };
        ApplyChanges(row, [], description);
        return row;
    }

    /// <summary>Updates the columns whose properties differ between two descriptions. Other columns stay unchanged.</summary>
    public static void ApplyChanges(JsonObject row, JsonObject before, JsonObject after)
    {
        foreach ((string attribute, string column) in s_columns.Where(c => !JsonNode.DeepEquals(before[c.Attribute], after[c.Attribute])))
        {
            row[column] = after[attribute]?.GetValueKind() switch
            {
                JsonValueKind.True => "Y",
                JsonValueKind.False => "N",
                _ => after[attribute]?.DeepClone(),
            };
        }

        if (after["items"] is not { } items)
        {
            row.Remove("LIST");
        }
        else if (!JsonNode.DeepEquals(before["items"], items))
        {
            string code = PhpJson.GetText(row["FIELD_NAME"]);
            JsonObject[] known = [.. Elements(row["LIST"])];
            row["LIST"] = new JsonArray([.. Elements(items).Select((item, index) => CreateItem(code, item, index, known))]);
        }
    }

    private static JsonObject CreateItem(string code, JsonObject item, int index, JsonObject[] known)
    {
        string id = PhpJson.GetText(item["ID"]);
        JsonObject row = known.FirstOrDefault(k => PhpJson.GetText(k["ID"]) == id)?.DeepClone().AsObject() ?? new JsonObject
        {
            ["ID"] = id,
            ["SORT"] = ((index + 1) * 10).ToString(CultureInfo.InvariantCulture),
            ["VALUE"] = "",
            ["DEF"] = "N",
            ["XML_ID"] = CreateXmlId(code, id),
        };
        row["VALUE"] = item["VALUE"]?.DeepClone();
        return row;
    }

    // A portal generates 32 hexadecimal digits if an item has no XML_ID.
    private static string CreateXmlId(string code, string id) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{code}:{id}")).AsSpan(0, 16)).ToLowerInvariant();

    private static IEnumerable<JsonObject> Elements(JsonNode? list) => list switch
    {
        JsonArray items => items.OfType<JsonObject>(),
        JsonObject map => map.Select(static p => p.Value).OfType<JsonObject>(),
        _ => [],
    };
}
