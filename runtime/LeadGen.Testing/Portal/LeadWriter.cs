using LeadGen.Schema;
using LeadGen.Schema.Kinds;

namespace LeadGen.Testing.Portal;

/// <summary>Writes fields to a lead as a portal does: keeps, changes and drops, and remembers what became of each.</summary>
internal sealed class LeadWriter(EmulatedLead lead, PortalSchema schema, PortalClock clock, Func<long> nextId)
{
    /// <summary>Writes what an update sends.</summary>
    public List<FieldFate> Update(PhpValue fields)
    {
        PhpValue status = lead["STATUS_ID"];
        var fates = new List<FieldFate>();
        foreach ((string code, PhpValue value) in fields.Entries)
        {
            FieldSchema? field = schema.Find(code);
            Stored stored = field is null ? Stored.Drop(WhyUnknown(code))
                : LeadStorage.WhyIgnored(field) is { } reason ? Stored.Drop($"the field is {reason}")
                : Write(field, value);
            FieldOutcome outcome = stored.Value is null ? FieldOutcome.Dropped : stored.Remark is null ? FieldOutcome.Kept : FieldOutcome.Changed;
            fates.Add(new FieldFate(code, outcome, value.ToString(), stored.Remark));
        }

        FillAddress(fields);
        Touch(moved: !status.Equals(lead["STATUS_ID"]));
        return fates;
    }

    /// <summary>Writes what a test gives a new lead, read-only fields too.</summary>
    public void Fill(IEnumerable<KeyValuePair<string, string>> fields)
    {
        foreach ((string code, string value) in fields)
        {
            FieldSchema field = schema.Find(code) ?? throw new ArgumentException($"The portal has no field '{code}'.", nameof(fields));
            PhpValue text = PhpValue.Scalar(value);
            PhpValue sent = field.Type == "crm_multifield" ? PhpValue.List([PhpValue.Map([new("VALUE", text), new("VALUE_TYPE", PhpValue.Scalar("WORK"))])])
                : field.IsMultiple ? PhpValue.List([text])
                : text;
            Write(field, sent);
        }
    }

    private Stored Write(FieldSchema field, PhpValue sent)
    {
        Stored stored = LeadStorage.Store(field, sent, clock);
        if (field.Type == "crm_multifield" && stored.Value is not null)
        {
            var merge = new MultiFieldMerge(field.Code, nextId);
            stored = new Stored(merge.Merge(lead[field.Code], sent), merge.Remark);
        }

        if (stored.Value is { } value)
        {
            lead[field.Code] = value;
            LinkContacts(field.Code, value);
        }

        return stored;
    }

    // The deprecated CONTACT_ID is the first of the lead's contacts.
    private void LinkContacts(string code, PhpValue value)
    {
        if (code == "CONTACT_IDS")
        {
            lead["CONTACT_ID"] = value.Entries[0].Value;
        }
        else if (code == "CONTACT_ID")
        {
            lead["CONTACT_IDS"] = value.Text is "0" or "" ? PhpValue.EmptyArray : PhpValue.List([value]);
        }
    }

    // Alone, the address of the Location module fills the parts; with a part beside it, only the part is stored.
    private void FillAddress(PhpValue fields)
    {
        if (fields.Find(LeadEntity.AddressLocationCode)?.Text is { Length: > 0 } location && location != "0"
            && !fields.Entries.Any(static e => LeadEntity.AddressParts.Contains(e.Key)))
        {
            foreach (string part in LeadEntity.AddressParts.Where(p => schema.Find(p) is not null))
            {
                lead[part] = PhpValue.Scalar($"{part} of location {location}");
            }
        }
    }

    private void Touch(bool moved)
    {
        string now = clock.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        lead["DATE_MODIFY"] = PhpValue.Scalar(now);
        if (moved)
        {
            lead["MOVED_TIME"] = PhpValue.Scalar(now);
            lead["MOVED_BY_ID"] = PhpValue.Scalar("1");
        }
    }

    private string WhyUnknown(string code)
    {
        string plain = Plain(code);
        return schema.Fields.FirstOrDefault(f => Plain(f.Code) == plain) is { } near
            ? $"the portal has no field of that spelling; it has {near.Code}"
            : "the portal has no such field";

        static string Plain(string text) => text.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
