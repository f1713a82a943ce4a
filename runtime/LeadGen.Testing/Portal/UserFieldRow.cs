using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>A row of <c>crm.lead.userfield.list</c>: what it says of a field that <c>crm.lead.fields</c> describes.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/leads/userfield/crm-lead-userfield-list.html.</remarks>
internal static class UserFieldRow
{
    private static readonly (string Attribute, string Column)[] s_columns =
    [
        ("type", "USER_TYPE_ID"), ("isMultiple", "MULTIPLE"), ("isRequired", "MANDATORY"), ("settings", "SETTINGS"),
        ("formLabel", "EDIT_FORM_LABEL"), ("listLabel", "LIST_COLUMN_LABEL"), ("filterLabel", "LIST_FILTER_LABEL"),
    ];

    /// <summary>The columns that a portal gives only when it is told the language: <c>filter[LANG]</c>.</summary>
    public static IReadOnlyList<string> TextsByLanguage { get; } =
        ["EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL", "ERROR_MESSAGE", "HELP_MESSAGE"];

    /// <summary>The row of a field that has none yet.</summary>
    public static JsonObject Of(string code, JsonObject description, string id)
    {
        var row = new JsonObject
        {
            ["ID"] = id,
            ["ENTITY_ID"] = "CRM_LEAD",
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
        Follow(row, [], description);
        return row;
    }

    /// <summary>Takes over what a change of the description touched, and leaves the rest of the row as it is.</summary>
    public static void Follow(JsonObject row, JsonObject before, JsonObject after)
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
            string code = PhpJson.TextOf(row["FIELD_NAME"]);
            JsonObject[] known = [.. Elements(row["LIST"])];
            row["LIST"] = new JsonArray([.. Elements(items).Select((item, place) => Item(code, item, place, known))]);
        }
    }

    private static JsonObject Item(string code, JsonObject item, int place, JsonObject[] known)
    {
        string id = PhpJson.TextOf(item["ID"]);
        JsonObject row = known.FirstOrDefault(k => PhpJson.TextOf(k["ID"]) == id)?.DeepClone().AsObject() ?? new JsonObject
        {
            ["ID"] = id,
            ["SORT"] = ((place + 1) * 10).ToString(CultureInfo.InvariantCulture),
            ["VALUE"] = "",
            ["DEF"] = "N",
            ["XML_ID"] = MadeUp(code, id),
        };
        row["VALUE"] = item["VALUE"]?.DeepClone();
        return row;
    }

    // A portal makes up 32 hexadecimal digits for an item whose XML_ID nobody gave.
    private static string MadeUp(string code, string id) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{code}:{id}")).AsSpan(0, 16)).ToLowerInvariant();

    private static IEnumerable<JsonObject> Elements(JsonNode? list) => list switch
    {
        JsonArray items => items.OfType<JsonObject>(),
        JsonObject map => map.Select(static p => p.Value).OfType<JsonObject>(),
        _ => [],
    };
}
