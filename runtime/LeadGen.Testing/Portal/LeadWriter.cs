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
                : code == LeadEntity.IdCode || field.IsReadOnly ? Stored.Drop("the field is read-only")
                : field.IsImmutable ? Stored.Drop("the field is immutable: it is set when a lead is created")
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
        if (field.Type == "crm_multifield")
        {
            return WriteMultiField(field, sent);
        }

        Stored stored = field.IsMultiple ? StoreList(field, sent) : FieldKinds.Of(field).Store(field, sent, clock);
        if (stored.Value is { } value)
        {
            lead[field.Code] = value;
            LinkContacts(field.Code, value);
        }

        return stored;
    }

    private Stored WriteMultiField(FieldSchema field, PhpValue sent)
    {
        if (!sent.IsArray)
        {
            return Stored.Drop("a multi-field wants a list of entries, and ignores anything else");
        }

        if (sent.Entries.Count == 0)
        {
            return Stored.Drop("an empty list changes no entry");
        }

        var merge = new MultiFieldMerge(field.Code, nextId);
        lead[field.Code] = merge.Merge(lead[field.Code], sent);
        return new Stored(lead[field.Code], merge.Remark);
    }

    private Stored StoreList(FieldSchema field, PhpValue sent)
    {
        FieldKind kind = FieldKinds.Of(field);
        if (!sent.IsArray)
        {
            return sent.Text == "" ? Stored.Keep(PhpValue.EmptyArray) : Stored.Drop("a multiple field wants a list, and ignores a single value");
        }

        if (sent.Entries.Count == 0)
        {
            return field.Code == "CONTACT_IDS" ? Stored.Drop("an empty list removes no contact; crm.lead.contact.items.delete does")
                : kind.ClearMultiple == ClearForm.ListOfEmptyText ? Stored.Drop("an empty list leaves dates as they were; [\"\"] empties them")
                : Stored.Keep(PhpValue.EmptyArray);
        }

        var kept = new List<PhpValue>();
        var remarks = new List<string>();
        foreach ((_, PhpValue item) in sent.Entries)
        {
            Stored stored = kind.Store(field, item, clock);
            if (stored.Remark is not null)
            {
                remarks.Add(stored.Remark);
            }

            if (stored.Value is { IsNull: false } value && value.Text != "")
            {
                kept.Add(value);
            }
        }

        return kept.Count == 0 && remarks.Count > 0
            ? Stored.Drop(string.Join("; ", remarks))
            : new Stored(PhpValue.List(kept), remarks.Count == 0 ? null : string.Join("; ", remarks));
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
