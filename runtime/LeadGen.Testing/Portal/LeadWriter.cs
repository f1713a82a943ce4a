using System.Globalization;
using LeadGen.Schema;
using LeadGen.Schema.Kinds;
using LeadGen.Storage;

namespace LeadGen.Testing.Portal;

/// <summary>Writes fields to a lead as a portal does: keeps, changes or drops each value, and records the result.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-update.html and crm-lead-add.html.</remarks>
internal sealed class LeadWriter(EmulatedLead lead, SchemaSnapshot portal, PortalClock clock, Predicate<string> isHidden, Func<long> nextId)
{
    // Whether the call changes the values of any multi-value field.
    private bool _savesEntries;

    /// <summary>Formats a time as the portal stores it.</summary>
    public static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Writes the fields of an update.</summary>
    /// <param name="fields">The values by field code.</param>
    /// <param name="results">Receives the result of each field; <see langword="null"/> if the results are not needed.</param>
    /// <param name="unsaved">The values of the lead if the call does not save a lead without changes; <see langword="null"/> if it always does.</param>
    public void Update(PhpValue fields, List<FieldResult>? results, EmulatedLead? unsaved = null)
    {
        PhpValue status = lead["STATUS_ID"];
        lead.IsReturnCustomer = null;
        Write(fields, results, isNew: false);
        ReplaceAmount(results);
        if (unsaved?.HasSameValues(lead) != true)
        {
            Touch(moved: !status.Equals(lead["STATUS_ID"]));
        }
    }

    /// <summary>Writes the fields of a new lead, including immutable ones.</summary>
    /// <param name="fields">The values by field code.</param>
    /// <param name="results">Receives the result of each field; <see langword="null"/> if the results are not needed.</param>
    public void Create(PhpValue fields, List<FieldResult>? results) =>
        Write(fields, results, isNew: true);

    /// <summary>Writes the values that a test specifies for a new lead, including read-only fields. Throws if a portal would drop one.</summary>
    public void Fill(IEnumerable<KeyValuePair<string, string>> fields)
    {
        foreach (IGrouping<string, string> given in fields.GroupBy(static f => f.Key, static f => f.Value, StringComparer.Ordinal))
        {
            FieldSchema field = portal.Find(given.Key) ?? throw new ArgumentException($"The portal has no field '{given.Key}'.", nameof(fields));
            if (LeadView.IsComputed(field.Code))
            {
                throw new ArgumentException($"The portal computes {field.Code} from other fields. Leave it out.", nameof(fields));
            }

            PhpValue[] values = [.. given.Select(value => CreateValue(field, value))];
            PhpValue sent = field.IsMultiple || field.Type.IsMultiField ? PhpValue.List(values) : values[^1];
            // Bookings are written by another method, so their kind drops all values.
            if (FieldKinds.Get(field) is { IsWritable: false } && field.Type != FieldType.File)
            {
                lead[field.Code] = sent;
            }
            else if (Write(field, sent) is { Value: null, Remark: var remark })
            {
                throw new ArgumentException($"The portal would drop {field.Code}: {remark}.", nameof(fields));
            }
        }
    }

    private static PhpValue CreateValue(FieldSchema field, string value) =>
        field.Type.IsMultiField ? PhpValue.Map([new("VALUE", PhpValue.Scalar(value))])
        : field.Type == FieldType.File ? PhpValue.Map([new("fileData", PhpValue.List([PhpValue.Scalar(value), PhpValue.Scalar("LQ==")]))])
        : PhpValue.Scalar(value);

    private void Write(PhpValue fields, List<FieldResult>? results, bool isNew)
    {
        _savesEntries = fields.Entries.Any(f => !isHidden(f.Key) && portal.Find(f.Key)?.Type.IsMultiField == true && ChangesEntries(f.Key, f.Value));
        string? addressRemark = WriteAddressWithoutParts(fields, out bool isAddressIgnored);
        foreach ((string code, PhpValue value) in fields.Entries)
        {
            FieldSchema? field = isHidden(code) ? null : portal.Find(code);
            if (field is null && results is null)
            {
                continue;
            }

            Stored stored = field is null ? Stored.Drop(GetUnknownReason(code))
                : LeadStorage.GetIgnoredReason(isNew ? field with { IsImmutable = false } : field) is { } reason ? Stored.Drop($"the field is {reason}")
                : isAddressIgnored && EntitySchema.Lead.IsAddress(code) ? Stored.Drop(addressRemark!)
                : !isNew && IsLinkedContact(code, value) ? Stored.Drop($"the contact is already linked to the lead; {EntitySchema.Lead.ContactsCode} replaces all contacts")
                : Write(field, value);
            if (code == EntitySchema.Lead.AddressLocationCode && stored is { Value: { } location, Remark: null })
            {
                stored = new Stored(location, addressRemark);
            }

            FieldOutcome outcome = stored.Value is null ? FieldOutcome.Dropped : stored.Remark is null ? FieldOutcome.Kept : FieldOutcome.Changed;
            results?.Add(new FieldResult(code, outcome, value.ToString(), stored.Remark));
        }
    }

    private bool ChangesEntries(string code, PhpValue sent)
    {
        // IDs that no entry of a portal has.
        long id = long.MaxValue / 2;
        return new MultiFieldMerge(code, () => ++id).ChangesValues(lead[code], sent);
    }

    private Stored Write(FieldSchema field, PhpValue sent)
    {
        PhpValue old = lead[field.Code];
        Stored stored = LeadStorage.Store(field, sent, clock with { HasValue = old.Entries.Count > 0 || old.Text is { Length: > 0 } });
        if (stored.Value is not null && field.Type.IsMultiField)
        {
            var merge = new MultiFieldMerge(field.Code, nextId);
            PhpValue merged = merge.Merge(old, sent, _savesEntries);
            stored = merge.HasEffect ? new Stored(merged, merge.Remark) : Stored.Drop(merge.Remark ?? "no entry was changed");
        }

        if (stored.Value is { } value)
        {
            value = field.Type == FieldType.File ? StoredFiles.Complete(field, value, sent, clock, nextId) : value;
            lead[field.Code] = value;
            LinkContacts(field.Code, value);
        }

        return stored;
    }

    // The deprecated CONTACT_ID is the first of the lead's contacts.
    private void LinkContacts(string code, PhpValue value)
    {
        if (code == EntitySchema.Lead.ContactsCode)
        {
            lead[EntitySchema.Lead.ContactCode] = value.Entries[0].Value;
        }
        else if (code == EntitySchema.Lead.ContactCode)
        {
            lead[EntitySchema.Lead.ContactsCode] = value.Text is "0" or "" ? PhpValue.EmptyArray : PhpValue.List([value]);
        }
    }

    private bool IsLinkedContact(string code, PhpValue contact) =>
        code == EntitySchema.Lead.ContactCode && lead[EntitySchema.Lead.ContactsCode].Entries.Any(e => e.Value.Text == contact.Text);

    // A portal registers an address that has a part or the ID of a location. The ID alone empties the parts, and creates no address.
    private string? WriteAddressWithoutParts(PhpValue fields, out bool isIgnored)
    {
        isIgnored = false;
        if (fields.Entries.Any(e => EntitySchema.Lead.IsAddressText(e.Key) && e.Value.Text is { Length: > 0 } && IsWritten(e.Key)))
        {
            return null;
        }

        isIgnored = !IsWritten(EntitySchema.Lead.AddressLocationCode) || fields.Find(EntitySchema.Lead.AddressLocationCode)?.Text is null or "" or "0"
            || !EntitySchema.Lead.AddressParts.Any(p => EntitySchema.Lead.IsAddressText(p) && lead[p].Text is { Length: > 0 });
        if (isIgnored)
        {
            return "an address without any part is ignored";
        }

        foreach (string part in EntitySchema.Lead.AddressParts.Where(p => portal.Find(p) is not null))
        {
            lead[part] = PhpValue.EmptyText;
        }

        return "the ID of a location without the parts of the address empties the parts";

        bool IsWritten(string code) => portal.Find(code) is { IsWritable: true };
    }

    /// <summary>Replaces the amount with the sum of the product rows, unless the amount was entered manually.</summary>
    public void ReplaceAmount(List<FieldResult>? results)
    {
        string code = EntitySchema.Lead.AmountCode;
        if (lead.ProductSum is not { } sum || portal.Find(code) is null || lead[EntitySchema.Lead.IsManualAmountCode].Text == "Y")
        {
            return;
        }

        Replace(
            lead, code, PhpValue.Scalar(sum.ToString("0.00", CultureInfo.InvariantCulture)), results,
            $"the lead has product rows and {EntitySchema.Lead.IsManualAmountCode} is N, so the sum of the rows is stored");
    }

    /// <summary>Replaces a stored value, and reports it if the call sent another one.</summary>
    public static void Replace(EmulatedLead lead, string code, PhpValue value, List<FieldResult>? results, string reason)
    {
        int place = results?.FindIndex(r => r.Code == code) ?? -1;
        if (place >= 0 && !lead[code].Equals(value))
        {
            results![place] = results[place] with { Outcome = FieldOutcome.Changed, Reason = reason };
        }

        lead[code] = value;
    }

    private void Touch(bool moved)
    {
        PhpValue now = PhpValue.Scalar(Format(clock.Now));
        PhpValue user = PhpValue.Scalar(EmulatedPortal.UserId.ToString(CultureInfo.InvariantCulture));
        lead["DATE_MODIFY"] = now;
        lead["MODIFY_BY_ID"] = user;
        if (moved)
        {
            lead["MOVED_TIME"] = now;
            lead["MOVED_BY_ID"] = user;
        }
    }

    private string GetUnknownReason(string code)
    {
        if (isHidden(code))
        {
            return "the user of the webhook may not see the field";
        }

        string plain = Normalize(code);
        return portal.Schema.Fields.FirstOrDefault(f => Normalize(f.Code) == plain) is { } near
            ? $"the field does not exist in this spelling; the portal has {near.Code}"
            : "the field does not exist";

        static string Normalize(string text) => text.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
