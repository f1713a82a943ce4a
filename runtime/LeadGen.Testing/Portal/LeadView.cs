using System.Globalization;
using System.Text.Json.Nodes;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Php;

namespace LeadGen.Testing.Portal;

/// <summary>Gives a lead as a portal answers it: numbers as text, and nothing in each of its many forms.</summary>
internal sealed class LeadView(PortalSchema schema, PortalClock clock)
{
    /// <summary>The lead's fields; only the selected ones where a selection is given.</summary>
    public JsonObject Of(EmulatedLead lead, IEnumerable<FieldSchema>? selected = null)
    {
        var answer = new JsonObject();
        foreach (FieldSchema field in selected ?? schema.Fields)
        {
            if (TryGive(lead, field, out JsonNode? value))
            {
                answer[field.Code] = value;
            }
        }

        return answer;
    }

    /// <summary>The texts by which filters compare a field, one at least: an empty one where there is no value.</summary>
    public IReadOnlyList<string> TextsOf(EmulatedLead lead, FieldSchema field)
    {
        PhpValue kept = Computed(lead, field.Code) ?? lead[field.Code];
        return kept is { IsList: true, Entries.Count: > 0 }
            ? [.. kept.Entries.Select(static e => (e.Value.IsArray ? e.Value.Find("VALUE") : e.Value)?.Text ?? "")]
            : [kept.Text ?? ""];
    }

    /// <summary>Whether the portal makes the field out of others, so that nothing can be kept in it.</summary>
    public static bool IsComputed(string code) =>
        code is "HAS_PHONE" or "HAS_EMAIL" or "HAS_IMOL" or "IS_RETURN_CUSTOMER" or "STATUS_SEMANTIC_ID";

    /// <summary>Whether that is as good as no value.</summary>
    public static bool IsEmpty(PhpValue kept) => kept.IsNull || kept.Text == "" || kept is { IsArray: true, Entries.Count: 0 };

    private bool TryGive(EmulatedLead lead, FieldSchema field, out JsonNode? value)
    {
        FieldKind kind = FieldKinds.Of(field);
        PhpValue kept = Computed(lead, field.Code) ?? lead[field.Code];
        bool isEmpty = IsEmpty(kept);
        value = null;
        if (LeadEntity.IsWriteOnly(field.Code) || (isEmpty && (field.Type == "crm_multifield" || (field.Type == "file" && !field.IsMultiple))))
        {
            return false;
        }

        if (isEmpty)
        {
            value = field.IsMultiple ? EmptyList(kind) : PhpJson.Encode(kept.Text == "" && kind.ClrType == "string" ? kept : kind.Empty);
        }
        else
        {
            value = PhpJson.Encode(field.IsMultiple && field.Type != "crm_multifield"
                ? PhpValue.List(kept.Entries.Select(e => kind.Read(e.Value, clock)))
                : kind.Read(kept, clock));
        }

        return true;
    }

    private static JsonNode EmptyList(FieldKind kind) => kind.IsEmptyListFalse ? JsonValue.Create(false) : new JsonArray();

    private PhpValue? Computed(EmulatedLead lead, string code) => code switch
    {
        "ID" => PhpValue.Scalar(lead.Id.ToString(CultureInfo.InvariantCulture)),
        "HAS_PHONE" => YesNo(lead["PHONE"].Entries.Count > 0),
        "HAS_EMAIL" => YesNo(lead["EMAIL"].Entries.Count > 0),
        "HAS_IMOL" => YesNo(lead["IM"].Entries.Any(static e => e.Value.Find("VALUE_TYPE")?.Text is "OPENLINE" or "IMOL")),
        "IS_RETURN_CUSTOMER" => YesNo(IsSet(lead["CONTACT_ID"]) || IsSet(lead["COMPANY_ID"])),
        "STATUS_SEMANTIC_ID" => PhpValue.Scalar(
            schema.FindDictionary("STATUS")?.Values.FirstOrDefault(v => v.Code == lead["STATUS_ID"].Text)?.Semantics is { Length: > 0 } semantics ? semantics : "P"),
        _ => null,
    };

    private static bool IsSet(PhpValue id) => id.Text is not (null or "" or "0");

    private static PhpValue YesNo(bool isYes) => PhpValue.Scalar(isYes ? "Y" : "N");
}
