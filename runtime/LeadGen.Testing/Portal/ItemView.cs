using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>Formats leads as <c>crm.item.*</c> returns them: JSON numbers, <c>Y</c> or <c>N</c>, and all multi-value fields in one list.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-get.html.</remarks>
internal sealed class ItemView(EmulatedPortal portal, ItemFields fields)
{
    private static readonly FieldType[] s_relations = [FieldType.Company, FieldType.Contact];

    // Members that are always null, even if the lead has an address.
    private static readonly string[] s_disabled = ["dateCreateShort", "dateModifyShort", "isConvert", "productId", "shortName", "address", "login"];

    private readonly LeadView _leads = new(portal.Schema, portal.Clock);

    /// <summary>Returns all fields of a lead that the user of the webhook can see.</summary>
    public JsonObject ToJson(EmulatedLead lead)
    {
        JsonObject item = ToJson(lead, static _ => true);
        item[ItemFields.MultiFieldsName] = new JsonArray([.. MultiFields.SelectMany(code => Entries(lead, code)).OrderBy(static e => (long)e["id"]!)]);
        foreach (string name in s_disabled)
        {
            item[name] = null;
        }

        item["entityTypeId"] = EntitySchema.Lead.EntityTypeId;
        return item;
    }

    /// <summary>Returns the selected fields of a lead, without the multi-value fields.</summary>
    public JsonObject ToJson(EmulatedLead lead, Predicate<string> isSelected)
    {
        var item = new JsonObject();
        foreach ((string name, FieldSchema field) in fields.ByName)
        {
            if (isSelected(name) && !portal.IsHidden(field.Code))
            {
                item[name] = Format(lead, field, _leads.GetValue(lead, field.Code));
            }
        }

        return item;
    }

    private IEnumerable<string> MultiFields => portal.VisibleFields.Where(static f => f.Type.IsMultiField).Select(static f => f.Code);

    private static IEnumerable<JsonObject> Entries(EmulatedLead lead, string code) => lead[code].Entries.Select(entry => new JsonObject
    {
        ["id"] = Number(entry.Value.Find("ID")?.Text),
        ["valueType"] = entry.Value.Find("VALUE_TYPE")?.Text,
        ["value"] = entry.Value.Find("VALUE")?.Text,
        ["typeId"] = code,
    });

    private JsonNode? Format(EmulatedLead lead, FieldSchema field, PhpValue kept)
    {
        if (field.IsMultiple)
        {
            return new JsonArray([.. kept.Entries.Select(e => FormatValue(lead, field, e.Value))]);
        }

        return !LeadView.IsEmpty(kept) ? FormatValue(lead, field, kept)
            : s_relations.Contains(field.Type) ? 0
            : field.Type == FieldType.Boolean || field.Type == FieldType.Char ? "N"
            : kept.IsNull || !FieldKinds.Get(field).IsText ? null
            : "";
    }

    private JsonNode? FormatValue(EmulatedLead lead, FieldSchema field, PhpValue kept) =>
        field.Type == FieldType.Boolean ? kept.Text == "1" ? "Y" : "N"
        : field.Type == FieldType.File ? FormatFile(lead, field, kept)
        : field.Type.IsEnumeration || FieldKinds.Get(field).ClrType is "long" or "decimal" ? Number(kept.Text)
        : PhpJson.Encode(StorageRules.Get(field).Read(kept, portal.Clock));

    private JsonObject FormatFile(EmulatedLead lead, FieldSchema field, PhpValue kept)
    {
        (string show, string machine) = portal.Files!.OfItem(lead.Id, field.Code, kept);
        return new JsonObject { ["id"] = Number(kept.Find("id")?.Text), ["url"] = show, ["urlMachine"] = machine };
    }

    private static JsonValue? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
