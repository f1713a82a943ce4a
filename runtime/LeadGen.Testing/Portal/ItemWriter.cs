using System.Globalization;
using System.Text.RegularExpressions;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;
using LeadGen.Testing.Rest;

namespace LeadGen.Testing.Portal;

/// <summary>
/// Converts the fields of <c>crm.item.add</c> and <c>crm.item.update</c> to those of <c>crm.lead.*</c>, and drops the values that only
/// <c>crm.item.*</c> drops. Files, and fields that only items have, are written here.
/// </summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-update.html.</remarks>
internal sealed partial class ItemWriter(EmulatedPortal portal, ItemFields fields, EmulatedLead? lead)
{
    private readonly List<KeyValuePair<string, PhpValue>> _converted = [];
    private readonly Dictionary<string, PhpValue> _others = new(StringComparer.Ordinal);
    private readonly List<(string Name, PhpValue Sent, string[] Codes, string? Reason)> _sent = [];

    /// <summary>Gets the fields of the equivalent call of <c>crm.lead.*</c>.</summary>
    public PhpValue Fields => PhpValue.Map(_converted);

    /// <summary>Converts the fields of a call.</summary>
    /// <exception cref="RestException">The portal rejects a value. Nothing is stored.</exception>
    public void Convert(PhpValue sent)
    {
        foreach ((string name, PhpValue value) in sent.Entries)
        {
            if (name == ItemFields.MultiFieldsName)
            {
                ConvertEntries(value);
            }
            else if (fields.Find(name) is not { } field || portal.IsHidden(field.Code))
            {
                _sent.Add((name, value, [], GetUnknownReason(name)));
            }
            else
            {
                ConvertValue(name, field, value);
            }
        }
    }

    /// <summary>Stores the files and the fields that only items have. Portals store them with the other fields.</summary>
    public void StoreOthers(EmulatedLead target)
    {
        foreach ((string code, PhpValue value) in _others)
        {
            target[code] = value;
        }
    }

    /// <summary>Converts the results of the equivalent call to results of the sent fields.</summary>
    public IEnumerable<FieldResult> GetResults(IReadOnlyList<FieldResult> results) => _sent.Select(sent =>
    {
        FieldResult[] parts = [.. results.Where(r => sent.Codes.Contains(r.Code))];
        string[] reasons = [.. parts.Select(static p => p.Reason).Append(sent.Reason).OfType<string>()];
        FieldOutcome outcome = reasons.Length == 0 ? FieldOutcome.Kept
            : Array.TrueForAll(parts, static p => p.Outcome == FieldOutcome.Dropped) && !sent.Codes.Any(_others.ContainsKey) ? FieldOutcome.Dropped
            : FieldOutcome.Changed;
        return new FieldResult(sent.Name, outcome, sent.Sent.ToString(), reasons.Length == 0 ? null : string.Join("; ", reasons));
    });

    private void ConvertValue(string name, FieldSchema field, PhpValue value)
    {
        if (field.IsMultiple && !value.IsArray && !value.IsNull)
        {
            throw new RestException(400, "100", $"Expected iterable value for multiple field, but got string: {name}");
        }

        bool isEmptyList = field.IsMultiple && value.Entries.All(static e => LeadView.IsEmpty(e.Value));
        if (LeadStorage.GetIgnoredReason(lead is null ? field with { IsImmutable = false } : field) is { } ignored)
        {
            _sent.Add((name, value, [], $"the field is {ignored}"));
        }
        else if (field.IsItemOnly && !isEmptyList)
        {
            // crm.lead.* does not have the field, so it is stored here.
            _others[field.Code] = value;
            _sent.Add((name, value, [field.Code], null));
        }
        else if (field.Type == FieldType.File)
        {
            ConvertFiles(name, field, value);
        }
        else if (isEmptyList)
        {
            _sent.Add((name, value, [], $"crm.item.* does not empty a multiple field; use {EntitySchema.Lead.Method("update")}"));
        }
        else if (field.Code == "ASSIGNED_BY_ID" && LeadView.IsEmpty(value))
        {
            _sent.Add((name, value, [], "the assignee can't be removed"));
        }
        else
        {
            Validate(name, field, value);
            PhpValue stored = field is { Type: var type, IsMultiple: false } && type == FieldType.Boolean && value.Text == "N" ? PhpValue.Scalar("0")
                : EntitySchema.Lead.IsHtml(field) && value.Text is { } text && Tag().IsMatch(text) ? PhpValue.Scalar(Tag().Replace(text, ""))
                : value;
            _sent.Add((name, value, [field.Code], EntitySchema.Lead.IsHtml(field) && stored != value ? "crm.item.* removes HTML tags" : null));
            _converted.Add(new(field.Code, stored));
        }
    }

    [GeneratedRegex("<[^<>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    private void Validate(string name, FieldSchema field, PhpValue value)
    {
        if (field is { Type.IsStatusList: true, IsDynamic: false }
            && value.Text is { Length: > 0 } code
            && portal.Schema.FindDictionary(field.StatusType) is { } dictionary
            && !dictionary.Values.Any(v => v.Code == code))
        {
            throw new RestException(400, "CRM_FIELD_ERROR_VALUE_NOT_VALID", $"Invalid value of the field \"{name}\"");
        }
    }

    // A pair of name and content is a new file, {"id": …} keeps a file, and files that are not listed are deleted.
    private void ConvertFiles(string name, FieldSchema field, PhpValue value)
    {
        PhpValue kept = lead?[field.Code] ?? PhpValue.Null;
        PhpValue[] sent = field.IsMultiple ? [.. value.Entries.Select(static e => e.Value)] : LeadView.IsEmpty(value) ? [] : [value];
        PhpValue[] stored = field.IsMultiple ? [.. kept.Entries.Select(static e => e.Value)] : [kept];
        PhpValue?[] files = [.. sent.Select(file => CreateFile(field, file) ?? Array.Find(stored, s => s.Find("id")?.Text is { } id && id == file.Find("id")?.Text))];
        if (value.IsNull || (sent.Length > 0 && Array.TrueForAll(files, static f => f is null) && !Array.Exists(sent, static f => f.Find("id") is not null)))
        {
            _sent.Add((name, value, [], "a file must be [name, base64]; anything else is ignored"));
            return;
        }

        PhpValue[] remaining = [.. files.OfType<PhpValue>()];
        _others[field.Code] = field.IsMultiple ? PhpValue.List(remaining) : remaining.Length == 0 ? PhpValue.EmptyText : remaining[0];
        string? reason = remaining.Length < files.Length ? "a file without [name, base64] or with the ID of another file is not stored"
            : Array.Exists(stored, s => s.IsArray && !remaining.Contains(s)) && sent.Length > 0 && field.IsMultiple ? "files that are not listed are deleted"
            : null;
        _sent.Add((name, value, [field.Code], reason));
    }

    private PhpValue? CreateFile(FieldSchema field, PhpValue sent) => sent.Entries.Count == 2 ? portal.CreateFile(field, sent) : null;

    // In an update, a key is the ID of an entry, or n0, n1, … for a new one. The indexes of a list are not IDs, so its entries are new.
    private void ConvertEntries(PhpValue sent)
    {
        var byCode = new Dictionary<string, List<PhpValue>>(StringComparer.Ordinal);
        List<string> ignored = [];
        foreach ((string key, PhpValue entry) in sent.Entries)
        {
            string code = entry.Find("typeId")?.Text ?? "";
            if (portal.Schema.Find(code) is not { Type.IsMultiField: true } || portal.IsHidden(code))
            {
                ignored.Add(code.Length == 0 ? "an entry without typeId is ignored" : $"no field has the typeId '{code}'");
                continue;
            }

            if (!byCode.TryGetValue(code, out List<PhpValue>? entries))
            {
                byCode.Add(code, entries = []);
            }

            entries.Add(ConvertEntry(lead is not null && !sent.IsList && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? key : null, entry));
        }

        _converted.AddRange(byCode.Select(static c => new KeyValuePair<string, PhpValue>(c.Key, PhpValue.List(c.Value))));
        string? reason = !sent.IsArray ? "fm expects entries and ignores anything else"
            : ignored.Count > 0 ? string.Join("; ", ignored)
            : sent.Entries.Count == 0 ? "without entries, fm changes nothing"
            : null;
        _sent.Add((ItemFields.MultiFieldsName, sent, [.. byCode.Keys], reason));
    }

    private static PhpValue ConvertEntry(string? id, PhpValue entry)
    {
        (string Key, PhpValue? Value)[] parts =
        [
            ("ID", id is null ? null : PhpValue.Scalar(id)),
            ("VALUE", entry.Find("value")),
            ("VALUE_TYPE", entry.Find("valueType")),
            ("DELETE", id is not null && LeadView.IsEmpty(entry.Find("value") ?? PhpValue.Null) ? PhpValue.Scalar("Y") : null),
        ];
        return PhpValue.Map(parts.Where(static p => p.Value is not null).Select(static p => KeyValuePair.Create(p.Key, p.Value!)));
    }

    private string GetUnknownReason(string name) =>
        portal.Schema.Find(name) is { } field && ItemFields.IsCustom(field) ? "without useOriginalUfNames, the names of custom fields are in camel case"
        : name.StartsWith("ufCrm", StringComparison.Ordinal) ? "with useOriginalUfNames, custom fields have their codes; otherwise the field does not exist"
        : EntitySchema.Lead.AddressParts.Any(p => ItemFieldNames.ToCamelCase(p) == name) ? "crm.item.* has no address; use crm.address.*"
        : "the field does not exist";
}
