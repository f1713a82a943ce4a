using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>Formats leads as a portal returns them: numbers as text, and empty values in the format of each field type.</summary>
internal sealed class LeadView(PortalSchema schema, PortalClock clock, FileAddresses? files = null)
{
    /// <summary>Returns the selected fields of a lead.</summary>
    public JsonObject ToJson(EmulatedLead lead, IEnumerable<FieldSchema> selected)
    {
        var result = new JsonObject();
        foreach (FieldSchema field in selected)
        {
            if (TryFormat(lead, field, out JsonNode? value))
            {
                result[field.Code] = value;
            }
        }

        return result;
    }

    /// <summary>Returns the texts that filters compare for a field. If there is no value, returns one empty text.</summary>
    public IReadOnlyList<string> GetTexts(EmulatedLead lead, FieldSchema field)
    {
        PhpValue kept = GetValue(lead, field.Code);
        return kept is { IsList: true, Entries.Count: > 0 }
            ? [.. kept.Entries.Select(static e => (e.Value.IsArray ? e.Value.Find("VALUE") : e.Value)?.Text ?? "")]
            : [kept.Text ?? ""];
    }

    /// <summary>Returns the value of a field as it is stored or computed.</summary>
    public PhpValue GetValue(EmulatedLead lead, string code) => GetComputed(lead, code) ?? lead[code];

    /// <summary>Returns whether the portal computes the field from other fields and does not store it.</summary>
    public static bool IsComputed(string code) =>
        code is "HAS_PHONE" or "HAS_EMAIL" or "HAS_IMOL" or "IS_RETURN_CUSTOMER" or "STATUS_SEMANTIC_ID";

    /// <summary>Returns whether the lead is linked to a contact or a company.</summary>
    public static bool HasClient(EmulatedLead lead) => IsSet(lead["CONTACT_ID"]) || IsSet(lead["COMPANY_ID"]);

    /// <summary>Returns whether a stored value counts as empty.</summary>
    public static bool IsEmpty(PhpValue kept) => kept.IsNull || kept.Text == "" || kept is { IsArray: true, Entries.Count: 0 };

    private bool TryFormat(EmulatedLead lead, FieldSchema field, out JsonNode? value)
    {
        StorageRules rules = StorageRules.Get(field);
        PhpValue kept = GetValue(lead, field.Code);
        bool isEmpty = IsEmpty(kept);
        value = null;
        if (EntitySchema.Lead.IsWriteOnly(field.Code) || (isEmpty && (field.Type.IsMultiField || (field.Type == FieldType.File && !field.IsMultiple))))
        {
            return false;
        }

        if (isEmpty)
        {
            value = field.IsMultiple ? EmptyList(rules) : PhpJson.Encode(kept.Text == "" && FieldKinds.Get(field).IsText ? kept : rules.Empty);
        }
        else
        {
            value = PhpJson.Encode(field.IsMultiple && !field.Type.IsMultiField
                ? PhpValue.List(kept.Entries.Select(e => Read(lead, field, rules, e.Value)))
                : Read(lead, field, rules, kept));
        }

        return true;
    }

    private PhpValue Read(EmulatedLead lead, FieldSchema field, StorageRules rules, PhpValue kept)
    {
        if (field.Type != FieldType.File || files?.OfLead(lead.Id, field.Code, kept) is not var (show, download))
        {
            return rules.Read(kept, clock);
        }

        return PhpValue.Map([new("id", kept.Find("id")!), new("showUrl", PhpValue.Scalar(show)), new("downloadUrl", PhpValue.Scalar(download))]);
    }

    private static JsonNode EmptyList(StorageRules rules) => rules.IsEmptyListFalse ? JsonValue.Create(false) : new JsonArray();

    private PhpValue? GetComputed(EmulatedLead lead, string code) => code switch
    {
        "ID" => PhpValue.Scalar(lead.Id.ToString(CultureInfo.InvariantCulture)),
        "HAS_PHONE" => YesNo(lead["PHONE"].Entries.Count > 0),
        "HAS_EMAIL" => YesNo(lead["EMAIL"].Entries.Count > 0),
        "HAS_IMOL" => YesNo(lead["IM"].Entries.Any(static e => e.Value.Find("VALUE_TYPE")?.Text is "OPENLINE" or "IMOL")),
        "IS_RETURN_CUSTOMER" => YesNo(lead.IsReturnCustomer ?? HasClient(lead)),
        "STATUS_SEMANTIC_ID" => PhpValue.Scalar(
            schema.FindDictionary("STATUS")?.Values.FirstOrDefault(v => v.Code == lead["STATUS_ID"].Text)?.Semantics is { Length: > 0 } semantics ? semantics : "P"),
        _ => null,
    };

    private static bool IsSet(PhpValue id) => id.Text is not (null or "" or "0");

    private static PhpValue YesNo(bool isYes) => PhpValue.Scalar(isYes ? "Y" : "N");
}
