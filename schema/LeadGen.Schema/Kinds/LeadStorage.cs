namespace LeadGen.Schema.Kinds;

/// <summary>What a portal does with the value of a whole field, single or multiple: what the emulator carries out and the analyzers foretell.</summary>
public static class LeadStorage
{
    /// <summary>Why a portal ignores every write to a field of an existing lead; <see langword="null"/> where it does not.</summary>
    public static string? WhyIgnored(FieldSchema field) =>
        field.Code == LeadEntity.IdCode || field.IsReadOnly ? "read-only"
        : field.IsImmutable ? "immutable: it is set when a lead is created"
        : null;

    /// <summary>What the portal keeps of a value. The entries of a multi-field are kept as they were sent: merging them is up to the lead.</summary>
    public static Stored Store(FieldSchema field, PhpValue sent, PortalClock clock)
    {
        if (field.Type == "crm_multifield")
        {
            return !sent.IsArray ? Stored.Drop("a multi-field wants a list of entries, and ignores anything else")
                : sent.Entries.Count == 0 ? Stored.Drop("an empty list changes no entry")
                : Stored.Keep(sent);
        }

        return field.IsMultiple ? StoreList(field, sent, clock) : FieldKinds.Of(field).Store(field, sent, clock);
    }

    private static Stored StoreList(FieldSchema field, PhpValue sent, PortalClock clock)
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
        foreach (KeyValuePair<string, PhpValue> item in sent.Entries)
        {
            Stored stored = kind.Store(field, item.Value, clock);
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
}
