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
    /// Whether the update adds entries to a multi-field. A portal adds them again each time it gets them, so such an
    /// update must not be repeated when nobody knows whether it arrived.
    /// </summary>
    public bool Appends => Changes.Exists(static c => c.Appends);

    /// <summary>The lead and the codes of the fields that change; no values, so that it can be logged.</summary>
    public override string ToString() => $"lead {LeadId}: {base.ToString()}";

    /// <summary>Records that a field is emptied.</summary>
    protected void RecordClear(LeadField field) => AddClear(field);

    /// <summary>Records a new value of an entry that was read.</summary>
    /// <exception cref="LeadValueException">The entry was not read from a portal, or the value is blank.</exception>
    protected void RecordChange<TType>(LeadMultiField<TType> field, MultiFieldEntry<TType> read, string value, TType type)
        where TType : struct, ICode<TType> => AddEntry(field, Known(field, read) with { Value = value, Type = type }, isRemoved: false);

    /// <summary>Records that an entry that was read is removed.</summary>
    /// <exception cref="LeadValueException">The entry was not read from a portal.</exception>
    protected void RecordRemove<TType>(LeadMultiField<TType> field, MultiFieldEntry<TType> read)
        where TType : struct, ICode<TType> => AddEntry(field, Known(field, read), isRemoved: true);

    /// <summary>Records what turns the entries of a lead as it was read into others.</summary>
    /// <exception cref="ArgumentException">The lead that was read is another one.</exception>
    /// <exception cref="LeadValueException">A value is blank, or an entry has an id that was not read from this lead.</exception>
    protected void RecordReplace<TType>(LeadMultiField<TType> field, LeadRecord read, IEnumerable<MultiFieldEntry<TType>> entries)
        where TType : struct, ICode<TType>
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(entries);
        if (read.KnownId is { } id && id != LeadId)
        {
            throw new ArgumentException($"The entries were read from lead {id}, and the update is of lead {LeadId}.", nameof(read));
        }

        read.TryGet(field, out IReadOnlyList<MultiFieldEntry<TType>>? old);
        AddReplace(field, old ?? [], [.. entries]);
    }

    /// <summary>Records the whole address where it differs, and where it is known on both sides.</summary>
    protected void RecordAddressDifference(LeadRecord before, LeadRecord after, LeadField<long>? location, LeadField<string>?[] parts)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(parts);
        if (Array.TrueForAll(parts, p => p is null || after.IsAsRead(p, before)))
        {
            return;
        }

        bool isKnown = Array.Exists(parts, p => p is not null && after.IsPut(p)) || (before.IsComplete && after.IsComplete);
        LeadAddress address = after.AddressOf(parts);
        if (isKnown && address != before.AddressOf(parts))
        {
            RecordAddress(address, location, parts);
        }
    }

    /// <summary>The id of a lead of which there are two states.</summary>
    /// <exception cref="ArgumentException">The two are different leads, or the first was not read with its id.</exception>
    protected static long IdOf(LeadRecord before, LeadRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        long id = before.KnownId ?? throw new ArgumentException("The lead was not read with its ID, so nobody knows which one to update.", nameof(before));
        return after.KnownId is { } other && other != id
            ? throw new ArgumentException($"Lead {other} is another lead than {id}.", nameof(after))
            : id;
    }

    /// <summary>Records the smallest set of changes that turns one lead into the other.</summary>
    /// <exception cref="LeadValueException">A field was emptied that a portal can't empty.</exception>
    protected void RecordDifference(LeadRecord before, LeadRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        foreach (LeadField field in after.FieldSet)
        {
            if (field.IsUpdatable && !after.IsAsRead(field, before))
            {
                field.RecordDifference(before, after, this);
            }
        }
    }

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
            else if (!known.Remove(entry.Id.Value, out MultiFieldEntry<TType> old))
            {
                throw new LeadValueException(field, $"the entry {entry.Id} is not on this lead, and a portal would add it as a new one");
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

    private static MultiFieldEntry<TType> Known<TType>(LeadField field, MultiFieldEntry<TType> read)
        where TType : struct, ICode<TType> => read.Id is not null
            ? read
            : throw new LeadValueException(field, "the entry has no id; only entries that were read from the lead can be changed or removed");
}
