using System.Text.Json.Serialization;

namespace LeadGen;

/// <summary>Represents the changes of one record. This is the base class of the generated update builder.</summary>
/// <remarks>
/// A field that is neither set nor cleared is not sent and keeps its value.
/// The cost depends on the number of changes, not on the number of fields of the portal. An update is not thread-safe.
/// </remarks>
[JsonConverter(typeof(NotSerializableConverter))]
public abstract class CrmUpdate : CrmValues
{
    private string ReadAgain => $"so the value on the portal is unknown; read the {Entity.Name} again, and change a Copy() of it";

    private readonly SendState _state;

    // The records that the update was created from.
    private List<RecordOrigin>? _records;

    // The fields that were compared with the values of these records, including unchanged ones.
    private List<(RecordOrigin Record, CrmField Field)>? _compared;

    // The first record of a difference.
    private RecordOrigin? _before;
    private int _sends;

    /// <summary>Initializes an update without changes.</summary>
    /// <param name="entity">The entity of the CRM.</param>
    /// <param name="recordId">The ID of the record.</param>
    /// <param name="fields">The fields that methods find by their indexes. Only generated code calls these methods.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ID is not positive.</exception>
    protected CrmUpdate(CrmEntity entity, long recordId, CrmFieldSet? fields = null)
        : base(entity, fields)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recordId);
        RecordId = recordId;
        _state = new SendState(recordId);
    }

    /// <summary>Gets the ID of the record.</summary>
    public long RecordId { get; }

    /// <summary>
    /// Gets whether the update can add entries to a multi-value field: it adds new entries, or it changes entries, and a portal adds a
    /// changed entry as a new one if the entry has been deleted in the meantime. The entries are added each time the update is sent, so
    /// the client does not retry the update if its outcome is unknown. Read the record before you send it again. Removals can be repeated.
    /// </summary>
    public bool CanAddEntries => Changes.Exists(static c => c.CanAddEntries);

    /// <summary>Gets the portal of the data that the update was created from; <see langword="null"/> if it needs no data that was read.</summary>
    internal string? Portal { get; private set; }

    /// <summary>Returns the record and the codes of the changed fields. The text contains no values and can be logged.</summary>
    public override string ToString() => $"{Entity.Name} {RecordId}: {base.ToString()}";

    /// <summary>Records that a field is cleared.</summary>
    protected void RecordClear(CrmField field) => AddClear(field);

    /// <summary>Records that the field with an index in the set of fields is cleared. Its row must determine its type.</summary>
    protected void RecordClear(int field) => AddClear(Fields.GetRow(field));

    /// <summary>Records a new value of an entry that was read.</summary>
    /// <exception cref="CrmValueException">The entry was not read from this record, the value is blank, or the record has an equal entry with a lower ID, which a portal would change instead.</exception>
    protected void RecordChange<TType>(CrmMultiField<TType> field, MultiFieldEntry<TType> read, string value, TType type)
        where TType : MultiFieldType<TType>, new() => AddKnown(field, read, read with { Value = value, Type = type }, isRemoved: false);

    /// <summary>Records that an entry that was read is removed.</summary>
    /// <exception cref="CrmValueException">The entry was not read from this record, or the record has an equal entry with a lower ID, so that a portal would ignore the removal.</exception>
    protected void RecordRemove<TType>(CrmMultiField<TType> field, MultiFieldEntry<TType> read)
        where TType : MultiFieldType<TType>, new() => AddKnown(field, read, read, isRemoved: true);

    /// <summary>Records the difference between the entries that were read and the specified ones. It replaces earlier changes to the field.</summary>
    /// <exception cref="ArgumentException">The record is a different one or was read from another portal, or its ID is unknown.</exception>
    /// <exception cref="CrmValueException">The field was sent after the record was read, the entries of the record were not read or were assigned later, an entry was read without an ID, a value is blank, or an entry has an ID that was not read from this record.</exception>
    protected void RecordReplace<TType>(CrmMultiField<TType> field, CrmRecord read, IEnumerable<MultiFieldEntry<TType>> entries)
        where TType : MultiFieldType<TType>, new()
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(entries);
        if (!read.IsPortalValueKnown(field))
        {
            throw EntriesNotRead(field);
        }

        if (read.KnownId != RecordId)
        {
            throw new ArgumentException($"The entries were read from {Describe(read.ReadOrigin)}, and the update is of record {RecordId}. Use the {Entity.Name} that is updated.", nameof(read));
        }

        if (read.IsAssigned(field))
        {
            throw new CrmValueException(
                field, $"the field was assigned after the {Entity.Name} was read, so the entries on the portal are unknown; use the {Entity.Name} as it was read");
        }

        if (AreDifferent(read.ReadPortal, Portal))
        {
            throw new ArgumentException($"The entries were read from {read.ReadOrigin}, and the update is of {new RecordOrigin(Portal, RecordId)}. Use data of one portal only.", nameof(read));
        }

        if (IsOutOfDate(read, field))
        {
            throw Stale(field);
        }

        read.TryGetRead(field, out IReadOnlyList<MultiFieldEntry<TType>>? old);
        Portal ??= read.ReadPortal;
        AddReplace(field, old ?? [], [.. entries]);
        AddCompared(read.ReadOrigin, field);
    }

    /// <summary>Records the whole address if a part differs.</summary>
    /// <exception cref="CrmValueException">The address differs or may differ, and a part of it was not read; or the new address is blank.</exception>
    protected void RecordAddressDifference(CrmRecord before, CrmRecord after, CrmField<string>?[] parts)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(parts);
        if (!Array.Exists(parts, part => part is not null && ShouldCompare(part, before, after) && IsChanged(part)))
        {
            return;
        }

        if (Array.Find(parts, part => part is not null && !after.IsKnown(part)) is { } unknown)
        {
            throw new CrmValueException(
                unknown, "the address is written as a whole, and this part was neither read nor assigned, so it would be erased; read all parts or use SetAddress");
        }

        RecordAddress(after.ReadAddressParts(parts), parts);

        bool IsChanged(CrmField<string> part)
        {
            try
            {
                bool had = before.TryGet(part, out string? old);
                bool has = after.TryGet(part, out string? now);
                return !before.IsKnown(part) || (had ? old : "") != (has ? now : "");
            }
            catch (CrmFieldFormatException) when (after.IsAssigned(part))
            {
                // The assigned value replaces the value that can't be read.
                return true;
            }
        }
    }

    /// <summary>Gets the ID of a record from two states of it.</summary>
    /// <exception cref="ArgumentException">The two are the same object, different records or from different portals, or one of them was read without a valid ID.</exception>
    protected static long GetId(CrmRecord before, CrmRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (ReferenceEquals(before, after))
        {
            throw new ArgumentException("Both arguments are the same object. Keep the record as it was read, and change a Copy().", nameof(after));
        }

        long id = before.KnownId is { } known and > 0
            ? known
            : throw new ArgumentException("The record has no valid ID, so the record to update is unknown. Use a record that was read from a portal.", nameof(before));
        return (after.IsRead && (after.KnownId != id || AreDifferent(before.ReadPortal, after.ReadPortal))) || (after.AssignedId is { } assigned && assigned != id)
            ? throw new ArgumentException(
                $"The second record is {Describe(after.AssignedId is { } other ? new RecordOrigin(null, other) : after.ReadOrigin)}, and the first one is {before.ReadOrigin}. Compare two states of one record: keep the record as it was read, and change a Copy().", nameof(after))
            : id;
    }

    /// <summary>Records the smallest set of changes that turns one record into the other.</summary>
    /// <exception cref="CrmValueException">A field was sent after it was read, a field of the first record was assigned, a field was cleared that a portal can't clear, new entries have already been sent, or the difference of a field is unknown because one of the records was read without it.</exception>
    protected void RecordDifference(CrmRecord before, CrmRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.FirstAssigned is { } assigned)
        {
            throw new CrmValueException(
                assigned, $"the field of the first {Entity.Name} was assigned, so the value on the portal is unknown; keep the {Entity.Name} as it was read, and change a Copy()");
        }

        Portal = before.ReadPortal ?? after.ReadPortal;
        _before = before.ReadOrigin;
        AddRecord(_before);
        AddRecord(after.ReadOrigin);
        var difference = new FieldDifference(before, after, this);
        foreach (CrmField field in after.FieldSet)
        {
            if (field.IsUpdatable && !field.IsWriteOnly && ShouldCompare(field, before, after))
            {
                field.Accept(difference);
            }
        }

        ThrowIfIgnored();

        // An assigned amount sets the manual flag, unless the flag is assigned too. For an amount that was read, the flag that was read counts.
        if (Changes.Find(c => c.Field.Code == Entity.AmountCode) is { } amount
            && after.FieldSet.Find(Entity.IsManualAmount.Code) is CrmField<bool> manual && (after.IsAssigned(manual) || !after.IsAssigned(amount.Field))
            && after.TryGet(manual, out bool isManual) && !isManual)
        {
            throw CreateAutomaticAmountException(amount.Field);
        }
    }

    /// <inheritdoc/>
    private protected override void Set(FieldChange change)
    {
        bool isAmount = change.Field.Code == Entity.AmountCode;
        if (isAmount || change.Field.Code == Entity.IsManualAmount.Code)
        {
            FieldChange? other = Changes.Find(c => c.Field.Code == (isAmount ? Entity.IsManualAmount.Code : Entity.AmountCode));
            if (other is not null && IsAutomatic(isAmount ? other : change))
            {
                throw CreateAutomaticAmountException(change.Field);
            }

            base.Set(change);
            if (isAmount && other is null)
            {
                base.Set(new SetChange<bool>(Entity.IsManualAmount, true));
            }
        }
        else
        {
            base.Set(change);
        }

        static bool IsAutomatic(FieldChange change) => change is SetChange<bool> { Value: false };
    }

    private CrmValueException CreateAutomaticAmountException(CrmField field) => new(
        field,
        $"{Entity.AmountCode} is changed and {Entity.IsManualAmount} is set to no, so a portal would replace the amount with the sum of the {Entity.Name}'s product rows; set {Entity.IsManualAmount} to yes, or change one of the two fields only");

    internal static CrmValueException EntriesNotRead(CrmField field) => new(
        field, "the entries on the portal were not read, so the ones to remove are unknown; add the field to Select of the query");

    /// <summary>Gets whether the update is based on data that another update has made out of date.</summary>
    internal bool IsStale => FindStale() is not null;

    /// <summary>Checks that an empty difference is not out of date.</summary>
    /// <exception cref="CrmValueException">The update is empty, and another update has sent, or is sending, a field that was read, so the record may no longer have the values that it was compared with.</exception>
    internal void ThrowIfStaleDifference()
    {
        if (IsEmpty && FindStale() is { } stale)
        {
            throw stale;
        }
    }

    /// <summary>
    /// Checks that the data that the update was created from is not out of date, and marks the fields that it sends on all records that
    /// they were read from. Precedes <see cref="OnSent"/> or <see cref="OnNotSent"/>.
    /// </summary>
    /// <param name="client">The records that the client has read.</param>
    /// <exception cref="CrmValueException">Another update has sent, or is sending, a field that this one compared with a value that was read, or any field if this one is an empty difference.</exception>
    internal void BeginSend(RecordTracker client)
    {
        lock (SentMarks.Gate)
        {
            _sends++;
            client.BeginSend(_state);
            if (FindStale() is { } stale)
            {
                throw stale;
            }

            ThrowIfIgnored();
            _state.Fields = [.. Changes.Select(c => Entity.GetDataCode(c.Field.Code))];
            Changes.ForEach(change => change.NewEntries?.Add(RecordKey, _state));
            _records?.ForEach(_state.Mark);
            client.Mark(_state);
        }
    }

    /// <summary>Records that the portal processed the update, or may have processed it.</summary>
    internal void OnSent(RecordTracker client)
    {
        lock (SentMarks.Gate)
        {
            _state.OnSent();
            client.EndSend(_state, wasSent: true);
        }
    }

    /// <summary>Records that the update was not processed, so that the records are unchanged.</summary>
    internal void OnNotSent(RecordTracker client)
    {
        lock (SentMarks.Gate)
        {
            client.EndSend(_state, wasSent: false);
            if (--_sends > 0 || _state.WasSent)
            {
                return;
            }

            Changes.ForEach(change => change.NewEntries?.Remove(_state));
            _state.RemoveMarks();
        }
    }

    /// <summary>Records the complete new entries of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="read">The entries on the portal.</param>
    /// <param name="entries">The new entries.</param>
    /// <param name="assignment">The assigned value that contains them; <see langword="null"/> if they were not assigned to a record.</param>
    internal void AddReplace<TType>(
        CrmMultiField<TType> field, IReadOnlyList<MultiFieldEntry<TType>> read, IReadOnlyList<MultiFieldEntry<TType>> entries, Assignment? assignment = null)
        where TType : MultiFieldType<TType>, new()
    {
        // An entry without an ID can be neither kept nor removed: a portal would add it again.
        if (read.Any(static e => e.Id is null))
        {
            throw new CrmValueException(field, "the portal returned an entry without an ID, so its entries can't be told apart; use Add to add entries");
        }

        if (assignment?.Has(RecordKey) == true)
        {
            throw new CrmValueException(field, $"the new entries have already been sent, and sending them again could add them twice; read the {Entity.Name} again, and change a Copy() of it");
        }

        Dictionary<long, MultiFieldEntry<TType>> known = read.DistinctBy(static e => e.Id).ToDictionary(static e => e.Id!.Value);
        var change = new MultiFieldChange<TType>(field) { Assignment = assignment };
        string? portal = Portal;
        foreach (MultiFieldEntry<TType> entry in entries.Where(static e => e.Id is not null))
        {
            portal = CheckOrigin(field, entry, portal);
            if (!known.Remove(entry.Id!.Value, out MultiFieldEntry<TType> old))
            {
                throw new CrmValueException(
                    field, $"entry {entry.Id} is not among the entries that were read from the {Entity.Name}, or is specified twice, and a portal would add it as a new one; use each entry of the {Entity.Name} as it was read at most once");
            }

            if (old != entry)
            {
                change.Set(entry, isRemoved: false);
            }
        }

        // An entry without an ID that is equal to one of the record keeps that entry: the last one, because a portal removes the first of equal entries only.
        foreach (MultiFieldEntry<TType> entry in entries.Where(static e => e.Id is null))
        {
            if (known.Values.Where(k => k with { Id = null } == entry).Max(static k => k.Id) is { } same)
            {
                known.Remove(same);
            }
            else
            {
                change.Set(entry, isRemoved: false);
            }
        }

        foreach (MultiFieldEntry<TType> removed in known.Values)
        {
            change.Set(removed, isRemoved: true);
        }

        // The entries are complete, so they replace earlier changes.
        Portal = portal;
        Forget(field);
        if (!change.IsEmpty)
        {
            Set(change);
        }
    }

    // A portal compares the values of all multi-value fields together, and stores swapped values if there is another difference.
    private void ThrowIfIgnored()
    {
        if (Changes.Find(static c => c.SwapsEntries) is { } swap && !Changes.Exists(static c => c.ChangesEntries))
        {
            throw new CrmValueException(
                swap.Field, "the update only swaps the values of entries, and a portal ignores that; change one of the entries and remove the other one, and add the removed value in a second update");
        }
    }

    private void AddKnown<TType>(CrmMultiField<TType> field, MultiFieldEntry<TType> read, MultiFieldEntry<TType> entry, bool isRemoved)
        where TType : MultiFieldType<TType>, new()
    {
        if (read.Id is null)
        {
            throw new CrmValueException(field, $"the entry has no ID; only entries that were read from the {Entity.Name} can be changed or removed");
        }

        string? portal = CheckOrigin(field, read, Portal);
        AddEntry(field, entry, isRemoved);
        Portal = portal;
        AddRecord(((EntryOrigin)read.Origin!).Record);
    }

    /// <summary>Checks that an entry was read from this record, and from the same portal as other data of the update.</summary>
    /// <returns>The portal.</returns>
    private string? CheckOrigin<TType>(CrmField field, MultiFieldEntry<TType> entry, string? portal)
        where TType : MultiFieldType<TType>, new()
    {
        // A portal would add the entry of another record as a new one, and entries of two portals can have the same ID.
        return entry.Origin is not EntryOrigin { Record: var read } origin ? throw new CrmValueException(
                field, $"entry {entry.Id} was not read from a {Entity.Name} with a valid ID; use the entry of the {Entity.Name} as it was read, not one that was deserialized or whose ID was assigned")
            : read.RecordId != RecordId || AreDifferent(read.Portal, portal) ? throw new CrmValueException(
                field, $"entry {entry.Id} was read from {read}, and the update is of {new RecordOrigin(portal, RecordId)}; use entries of the {Entity.Name} that is updated")
            : origin.FieldCode != field.Code ? throw new CrmValueException(
                field, $"entry {entry.Id} was read from field {origin.FieldCode}, and the update is of field {field.Code}; use entries of the field that is updated")
            : portal ?? read.Portal;
    }

    // Data that no client read, for example in a test, has no portal.
    private static bool AreDifferent(string? portal, string? other) => portal is not null && other is not null && portal != other;

    /// <summary>Determines whether a field may differ: it is known in both records with different JSON, or it was assigned in the second.</summary>
    /// <exception cref="CrmValueException">The field was sent after it was read, or the second record was read with it and the first was not, so the difference is unknown.</exception>
    private bool ShouldCompare(CrmField field, CrmRecord before, CrmRecord after)
    {
        if (after.IsUnchanged(field, before) || !after.IsKnown(field))
        {
            return false;
        }

        // The read value is out of date, so it can't be compared.
        if (IsOutOfDate(before, field) || (!after.IsAssigned(field) && IsOutOfDate(after, field)))
        {
            throw Stale(field);
        }

        AddCompared(before.ReadOrigin, field);
        return after.IsAssigned(field) || before.IsKnown(field)
            ? true
            : throw new CrmValueException(
                field, $"the second {Entity.Name} was read with the field and the first was not, so the difference is unknown; read both with the same Select");
    }

    private void AddRecord(RecordOrigin? record)
    {
        if (record is not null && _records?.Contains(record) != true)
        {
            (_records ??= []).Add(record);
        }
    }

    private void AddCompared(RecordOrigin? record, CrmField field)
    {
        if (record is not null)
        {
            AddRecord(record);
            (_compared ??= []).Add((record, field));
        }
    }

    // Whether the value that was read is out of date, because an update of this record sent the field or is sending it.
    private bool IsOutOfDate(CrmRecord read, CrmField field) => read.ReadOrigin?.Has(Entity.GetDataCode(field.Code)) == true;

    private CrmValueException? FindStale()
    {
        lock (SentMarks.Gate)
        {
            // The same update can be sent again, unless it would add entries twice.
            CrmField? field = _compared?.Find(read => read.Record.Has(Entity.GetDataCode(read.Field.Code))
                    && read.Record.Has(Entity.GetDataCode(read.Field.Code), except: Changes.Exists(c => c.Field.Code == read.Field.Code && c.CanAddEntries) ? null : _state)).Field
                ?? Changes.Find(change => change.NewEntries?.Has(RecordKey) == true)?.Field;

            // To restore a record, a program can compare it with an unchanged copy: then each field that was read counts.
            return field is not null ? Stale(field)
                : IsEmpty && _before?.FindStale(Entity, _state) is { } code ? new CrmValueException(
                    code, $"the update changes no value that was read from the {Entity.Name}, but another update of this {Entity.Name} sent the field or is sending it, {ReadAgain}")
                : null;
        }
    }

    private string RecordKey => new RecordOrigin(Portal, RecordId).ToString();

    private CrmValueException Stale(CrmField field) => new(field, $"another update of this {Entity.Name} sent the field or is sending it, {ReadAgain}");

    private static string Describe(RecordOrigin? origin) => origin?.ToString() ?? "a record without a valid ID";
}
