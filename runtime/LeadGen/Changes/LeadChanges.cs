namespace LeadGen;

/// <summary>What an update of one lead changes. The base of the generated update builder.</summary>
/// <remarks>
/// Set, emptied and untouched are three things: a field that is not named here is not sent and keeps its value.
/// Costs as much as it has changes, however many fields the portal has. Not safe for use by several threads.
/// </remarks>
public abstract class LeadChanges : LeadValues
{
    /// <summary>An update that changes nothing yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not positive: a portal would answer that it is not defined.</exception>
    protected LeadChanges(long leadId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leadId);
        LeadId = leadId;
    }

    /// <summary>The lead's id on the portal.</summary>
    public long LeadId { get; }

    /// <summary>
    /// Gets whether the update can add entries to a multi-value field: it adds new entries, or it changes entries, and a portal adds a
    /// changed entry as a new one if the entry was deleted meanwhile. Each sending adds them again, so the client does not retry such an
    /// update when its outcome is unknown, and you should read the lead before you send it again. Removing entries can be repeated.
    /// </summary>
    public bool CanAddEntries => Changes.Exists(static c => c.CanAddEntries);

    /// <summary>The lead and the codes of the fields that change; no values, so that it can be logged.</summary>
    public override string ToString() => $"lead {LeadId}: {base.ToString()}";

    /// <summary>Records that a field is emptied.</summary>
    protected void RecordClear(LeadField field) => AddClear(field);

    /// <summary>Records a new value of an entry that was read.</summary>
    /// <exception cref="LeadValueException">The entry was not read from this lead, or the value is blank.</exception>
    protected void RecordChange<TType>(LeadMultiField<TType> field, MultiFieldEntry<TType> read, string value, TType type)
        where TType : struct, ICode<TType> => AddEntry(field, Known(field, read) with { Value = value, Type = type }, isRemoved: false);

    /// <summary>Records that an entry that was read is removed.</summary>
    /// <exception cref="LeadValueException">The entry was not read from this lead.</exception>
    protected void RecordRemove<TType>(LeadMultiField<TType> field, MultiFieldEntry<TType> read)
        where TType : struct, ICode<TType> => AddEntry(field, Known(field, read), isRemoved: true);

    /// <summary>Records what turns the entries of a lead as it was read into others.</summary>
    /// <exception cref="ArgumentException">The lead that was read is another one, or its ID is unknown.</exception>
    /// <exception cref="LeadValueException">The entries of the lead were not read, a value is blank, or an entry has an ID that was not read from this lead.</exception>
    protected void RecordReplace<TType>(LeadMultiField<TType> field, LeadRecord read, IEnumerable<MultiFieldEntry<TType>> entries)
        where TType : struct, ICode<TType>
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(entries);
        if (!read.IsReadFrom(field))
        {
            throw EntriesNotRead(field);
        }

        if (read.KnownId != LeadId)
        {
            throw new ArgumentException($"The entries were read from {Lead(read.KnownId)}, and the update is of lead {LeadId}.", nameof(read));
        }

        // Without later assignments, because the entries on the portal are replaced.
        read.TryGetRead(field, out IReadOnlyList<MultiFieldEntry<TType>>? old);
        AddReplace(field, old ?? [], [.. entries]);
    }

    /// <summary>Records the whole address if a part differs.</summary>
    /// <exception cref="LeadValueException">The address differs or may differ, and a part of it was not read.</exception>
    protected void RecordAddressDifference(LeadRecord before, LeadRecord after, LeadField<long>? location, LeadField<string>?[] parts)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(parts);
        if (!Array.Exists(parts, part => part is not null && IsToCompare(part, before, after) && IsChanged(part)))
        {
            return;
        }

        if (Array.Find(parts, part => part is not null && !after.IsKnown(part)) is { } unknown)
        {
            throw new LeadValueException(
                unknown, "the address is written as a whole, and this part was neither read nor assigned, so it would be erased; read all parts or use SetAddress");
        }

        RecordAddress(after.AddressOf(parts), location, parts);

        bool IsChanged(LeadField<string> part)
        {
            bool had = before.TryGet(part, out string? old);
            bool has = after.TryGet(part, out string? now);
            return !before.IsKnown(part) || (had ? old : "") != (has ? now : "");
        }
    }

    /// <summary>The id of a lead of which there are two states.</summary>
    /// <exception cref="ArgumentException">The two are different leads, or one of them was read without a valid ID.</exception>
    protected static long IdOf(LeadRecord before, LeadRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        long id = before.KnownId is { } known and > 0
            ? known
            : throw new ArgumentException("The lead has no valid ID, so the lead to update is unknown. Use a lead that was read from a portal.", nameof(before));
        return after.IsRead && after.KnownId != id
            ? throw new ArgumentException($"The second lead is {Lead(after.KnownId)}, and the first one is lead {id}.", nameof(after))
            : id;
    }

    /// <summary>Records the smallest set of changes that turns one lead into the other.</summary>
    /// <exception cref="LeadValueException">A field was cleared that a portal can't clear, or the difference of a field is unknown because one of the leads was read without it.</exception>
    protected void RecordDifference(LeadRecord before, LeadRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        foreach (LeadField field in after.FieldSet)
        {
            if (field.IsUpdatable && !field.IsWriteOnly && IsToCompare(field, before, after))
            {
                field.RecordDifference(before, after, this);
            }
        }
    }

    internal static LeadValueException EntriesNotRead(LeadField field) => new(
        field, "the entries that are on the portal were not read, so the ones to remove are unknown; add the field to Select of the query");

    internal void AddReplace<TType>(
        LeadMultiField<TType> field, IReadOnlyList<MultiFieldEntry<TType>> read, IReadOnlyList<MultiFieldEntry<TType>> entries)
        where TType : struct, ICode<TType>
    {
        Dictionary<long, MultiFieldEntry<TType>> known = read.Where(static e => e.Id is not null).DistinctBy(static e => e.Id).ToDictionary(static e => e.Id!.Value);
        foreach (MultiFieldEntry<TType> entry in entries)
        {
            if (entry.Id is null)
            {
                AddEntry(field, entry, isRemoved: false);
            }
            else if (!known.Remove(OfThisLead(field, entry).Id!.Value, out MultiFieldEntry<TType> old))
            {
                throw new LeadValueException(
                    field, $"entry {entry.Id} is not among the entries that were read from the lead, or is given twice, and a portal would add it as a new one");
            }
            else if (old != entry)
            {
                AddEntry(field, entry, isRemoved: false);
            }
        }

        foreach (MultiFieldEntry<TType> gone in known.Values)
        {
            AddEntry(field, gone, isRemoved: true);
        }
    }

    private MultiFieldEntry<TType> Known<TType>(LeadField field, MultiFieldEntry<TType> read)
        where TType : struct, ICode<TType> => read.Id is not null
            ? OfThisLead(field, read)
            : throw new LeadValueException(field, "the entry has no ID; only entries that were read from the lead can be changed or removed");

    // A portal would add the entry of another lead as a new one, or ignore its removal.
    private MultiFieldEntry<TType> OfThisLead<TType>(LeadField field, MultiFieldEntry<TType> entry)
        where TType : struct, ICode<TType> => entry.LeadId == LeadId
            ? entry
            : throw new LeadValueException(field, $"entry {entry.Id} was read from {Lead(entry.LeadId)}, and the update is of lead {LeadId}");

    /// <summary>Determines whether a field may differ: it is known in both leads and not the same JSON, or it was assigned in the second.</summary>
    /// <exception cref="LeadValueException">The second lead was read with the field and the first was not, so the difference is unknown.</exception>
    private static bool IsToCompare(LeadField field, LeadRecord before, LeadRecord after)
    {
        if (after.IsAsRead(field, before) || !after.IsKnown(field))
        {
            return false;
        }

        return after.IsPut(field) || before.IsKnown(field)
            ? true
            : throw new LeadValueException(
                field, "the second lead was read with the field and the first was not, so the difference is unknown; read both with the same Select");
    }

    private static string Lead(long? id) => id is { } known ? $"lead {known}" : "a lead without a valid ID";
}
