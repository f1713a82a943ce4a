using System.Globalization;
using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents the change of one field.</summary>
internal abstract class FieldChange(CrmField field)
{
    public CrmField Field { get; } = field;

    /// <summary>Gets whether sending the change can add an entry, so that sending it twice can add two.</summary>
    public virtual bool CanAddEntries => false;

    /// <summary>Gets the assigned value that contains the new entries; <see langword="null"/> if there are no new entries, or they were not assigned to a record.</summary>
    public virtual Assignment? NewEntries => null;

    /// <summary>Gets the values of the entries that the change adds or changes; empty if the field is not a multi-value field.</summary>
    public virtual IEnumerable<string> AddedValues => [];

    /// <summary>Gets the reason why a portal ignores a value that is not in the schema; <see langword="null"/> if the portal stores it.</summary>
    /// <param name="isPortal">Returns whether the name is that of the portal that the value is sent to.</param>
    public virtual string? GetUnknownValueError(Func<string, bool> isPortal) => null;

    /// <summary>Gets whether the field certainly has other values after the change; <see langword="false"/> if this is not known.</summary>
    public virtual bool ChangesEntries => false;

    /// <summary>Gets whether the change only swaps the values of entries.</summary>
    public virtual bool SwapsEntries => false;

    /// <summary>Gets whether <c>crm.item.update</c> stores the change; <see langword="false"/> if it ignores the change or if its effect is not documented.</summary>
    public virtual bool IsItemChange => true;

    /// <summary>Writes the value to send with <c>crm.lead.*</c>.</summary>
    public abstract void Write(WireWriter writer);

    /// <summary>Writes the value to send with <c>crm.item.*</c>.</summary>
    public abstract void WriteItem(WireWriter writer);

    /// <summary>Writes the entries to send with <c>crm.item.update</c>: members of the open map <c>fm</c>.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="added">The number of new entries that the map already has.</param>
    /// <returns>The number of new entries that the map has then.</returns>
    public virtual int WriteItemEntries(WireWriter writer, int added) => added;

    /// <summary>Compares the change with the record as it is stored.</summary>
    /// <returns>The mismatch; <see langword="null"/> if the record has the value.</returns>
    public abstract CrmFieldMismatch? FindMismatch(CrmRecord stored);
}

internal sealed class SetChange<T>(CrmField<T> field, T value) : FieldChange(field)
{
    private readonly WireFormat<T> _format = field.Format;

    public T Value { get; } = value;

    public override string? GetUnknownValueError(Func<string, bool> isPortal) => _format.GetUnknownValueError(Value, isPortal);

    public override bool IsItemChange => _format.IsItemValue(Value);

    public override void Write(WireWriter writer) => _format.Write(writer, Value);

    public override void WriteItem(WireWriter writer) => _format.WriteItem(writer, Value);

    public override CrmFieldMismatch? FindMismatch(CrmRecord stored)
    {
        object? found = StoredValue.Read(stored, field);
        return found is T value && _format.IsStoredAs(Value, value) ? null : new CrmFieldMismatch(Field, Value, found);
    }
}

internal sealed class ClearChange(CrmField field) : FieldChange(field)
{
    // crm.item.update ignores [], and how it empties a link to a smart process is not documented.
    public override bool IsItemChange => (Field.Flags & CrmFieldFlags.Multiple) == 0 && !Field.IsParent;

    public override void Write(WireWriter writer)
    {
        switch (Field.Clear)
        {
            case ClearForm.EmptyText:
                writer.Text("");
                break;
            case ClearForm.Zero:
                writer.Number(0);
                break;
            case ClearForm.EmptyList:
                writer.StartList();
                writer.EndList();
                break;
            default:
                throw new InvalidOperationException($"{Field.Code} can't be emptied.");
        }
    }

    public override void WriteItem(WireWriter writer)
    {
        if (Field.Type == FieldType.Boolean)
        {
            writer.Text("N");
        }
        else if (Field.Clear == ClearForm.Zero && (Field.Type == FieldType.Double || Field.Type == FieldType.Integer || Field.Type == FieldType.Int))
        {
            writer.Number(0);
        }
        else
        {
            writer.Text("");
        }
    }

    public override CrmFieldMismatch? FindMismatch(CrmRecord stored)
    {
        var value = new StoredValue(stored);
        Field.Accept(value);
        bool isEmpty = value.Value is null || (value.Value is JsonElement json && WireFormat.Raw.IsDroppedFromList(json)) || (Field.Clear == ClearForm.Zero && value.Value is 0L or 0m or false or Money { Amount: 0 });
        return isEmpty ? null : new CrmFieldMismatch(Field, null, value.Value);
    }
}

/// <summary>Gets the stored value of a field: <see langword="null"/> if it is empty, and JSON if it has an unexpected format.</summary>
internal sealed class StoredValue(CrmRecord stored) : ICrmFieldVisitor
{
    public object? Value { get; private set; }

    public static object? Read<T>(CrmRecord stored, CrmField<T> field)
    {
        try
        {
            return stored.TryGetRead(field, out T? value) && !field.Format.IsEmpty(value!) ? value : null;
        }
        catch (CrmFieldFormatException)
        {
            return stored[field.Code];
        }
    }

    public void Visit<T>(CrmField<T> field) => Value = Read(stored, field);

    public void VisitEntries<TType>(CrmMultiField<TType> field)
        where TType : MultiFieldType<TType>, new() => Value = Read(stored, field);
}

/// <summary>Represents the entries of a multi-value field to add, change and remove, each entry at most once.</summary>
internal sealed class MultiFieldChange<TType>(CrmMultiField<TType> field) : FieldChange(field)
    where TType : MultiFieldType<TType>, new()
{
    private readonly List<(MultiFieldEntry<TType> Entry, bool IsRemoved)> _entries = [];

    /// <summary>Gets the assigned value that contains the new entries; <see langword="null"/> if they were not assigned to a record.</summary>
    public Assignment? Assignment { get; init; }

    public bool IsEmpty => _entries.Count == 0;

    // If a changed entry has been deleted in the meantime, a portal adds it as a new one, each time.
    public override bool CanAddEntries => _entries.Exists(static e => !e.IsRemoved);

    public override IEnumerable<string> AddedValues => _entries.Where(static e => !e.IsRemoved).Select(static e => e.Entry.Value);

    public override Assignment? NewEntries => _entries.Exists(static e => e.Entry.Id is null) ? Assignment : null;

    /// <exception cref="CrmValueException">The value is blank, or a portal can't change the entry.</exception>
    public void Set(MultiFieldEntry<TType> entry, bool isRemoved)
    {
        if (!isRemoved && WireFormat.MultiField<TType>().GetValidationError(entry) is { } validationError)
        {
            throw new CrmValueException(Field, validationError);
        }

        ThrowIfNotLoaded(entry, isRemoved);

        // Only the last change of an entry is kept, because a portal would process each of them.
        for (int i = _entries.Count - 1; i >= 0 && entry.Id is not null; i--)
        {
            if (_entries[i].Entry.Id == entry.Id)
            {
                _entries.RemoveAt(i);
            }
        }

        _entries.Add((entry, isRemoved));
    }

    public override bool ChangesEntries => CompareValues() is (_, true);

    public override bool SwapsEntries => CompareValues() is (true, false);

    // Returns whether the change sets an entry to another value, and whether the field has other values afterwards; null if its entries were not read.
    private (bool IsEntryChanged, bool HasOtherValues)? CompareValues()
    {
        if (_entries.Select(static e => GetRead(e.Entry)).FirstOrDefault(static r => r is not null) is not { } read)
        {
            return null;
        }

        // A portal compares the values of all entries without their IDs. It does not add an entry that is equal to another one.
        MultiFieldEntry<TType>[] loaded = [.. read.OrderBy(static e => e.Id).DistinctBy(GetValue)];
        List<string> values = [];
        bool isChanged = false;
        foreach (MultiFieldEntry<TType> old in loaded)
        {
            int place = _entries.FindIndex(e => e.Entry.Id == old.Id);
            if (place < 0 || !_entries[place].IsRemoved)
            {
                values.Add(GetValue(place < 0 ? old : _entries[place].Entry));
                isChanged |= values[^1] != GetValue(old);
            }
        }

        values.AddRange(_entries.Where(static e => e.Entry.Id is null).Select(static e => GetValue(e.Entry)).Distinct().Except(values).ToArray());
        return (isChanged, !values.Order(StringComparer.Ordinal).SequenceEqual(loaded.Select(GetValue).Order(StringComparer.Ordinal)));
    }

    public override void Write(WireWriter writer)
    {
        // New entries last: a portal processes the list in order, and ignores a new entry that equals an existing one.
        writer.StartList();
        WriteWhere(writer, static e => e.IsRemoved);
        WriteWhere(writer, static e => !e.IsRemoved && e.Entry.Id is not null);
        WriteWhere(writer, static e => !e.IsRemoved && e.Entry.Id is null);
        writer.EndList();
    }

    // The entries of a new record. Those of an update are written by WriteItemEntries.
    public override void WriteItem(WireWriter writer) => _entries.ForEach(e => MultiFieldFormat<TType>.WriteItemEntry(writer, Field.Code, e.Entry));

    // In the order of Write. The key of an entry is its ID, or n with a number for a new entry.
    public override int WriteItemEntries(WireWriter writer, int added)
    {
        foreach ((MultiFieldEntry<TType> entry, bool isRemoved) in _entries.OrderBy(static e => e.IsRemoved ? 0 : e.Entry.Id is not null ? 1 : 2))
        {
            writer.Key(entry.Id is { } id ? id.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"n{added++}"));
            if (isRemoved)
            {
                MultiFieldFormat<TType>.WriteItemRemoval(writer, Field.Code);
            }
            else
            {
                MultiFieldFormat<TType>.WriteItemEntry(writer, Field.Code, entry);
            }
        }

        return added;
    }

    public override CrmFieldMismatch? FindMismatch(CrmRecord stored)
    {
        object? found = StoredValue.Read(stored, field);
        var entries = (found ?? Array.Empty<MultiFieldEntry<TType>>()) as IReadOnlyList<MultiFieldEntry<TType>>;
        MultiFieldEntry<TType>[] lost = [.. _entries.Where(e => entries is null || (!IsKept(e) && IsLost(e.Entry, e.IsRemoved, entries))).Select(static e => e.Entry)];
        return lost.Length == 0 ? null : new CrmFieldMismatch(Field, lost, found);
    }

    // If a removed value is added again, a portal keeps its entry.
    private bool IsKept((MultiFieldEntry<TType> Entry, bool IsRemoved) removed) =>
        removed.IsRemoved && _entries.Exists(e => !e.IsRemoved && GetValue(e.Entry) == GetValue(removed.Entry));

    // A changed entry that has been deleted in the meantime is added with a new ID.
    private static bool IsLost(MultiFieldEntry<TType> sent, bool isRemoved, IReadOnlyList<MultiFieldEntry<TType>> entries) =>
        entries.FirstOrDefault(e => e.Id == sent.Id && e.Id is not null) is { Id: not null } same
            ? isRemoved || !MultiFieldFormat<TType>.Instance.IsStoredAs(sent, same)
            : !isRemoved && !entries.Any(e => MultiFieldFormat<TType>.Instance.IsStoredAs(sent, e));

    private void WriteWhere(WireWriter writer, Predicate<(MultiFieldEntry<TType> Entry, bool IsRemoved)> isWritten)
    {
        foreach ((MultiFieldEntry<TType> Entry, bool IsRemoved) item in _entries)
        {
            if (!isWritten(item))
            {
                continue;
            }

            if (item.IsRemoved)
            {
                MultiFieldFormat<TType>.WriteRemoval(writer, item.Entry.Id!.Value);
            }
            else
            {
                MultiFieldFormat<TType>.Instance.Write(writer, item.Entry);
            }
        }
    }

    // If entries are equal, a portal loads only the first one. It ignores removals of the others, and adds new entries instead of changing them.
    private void ThrowIfNotLoaded(MultiFieldEntry<TType> entry, bool isRemoved)
    {
        if (entry.Id is { } id && GetRead(entry) is { } read)
        {
            string old = GetValue(read.First(e => e.Id == id));
            if ((isRemoved || GetValue(entry) != old) && read.Where(e => GetValue(e) == old).Min(static e => e.Id) is { } first && first < id)
            {
                throw new CrmValueException(
                    Field, $"entry {id} has the same value and type as entry {first}, and a portal changes and removes only the first of equal entries; use entry {first} instead. To change or remove both, read the record again after the first update");
            }
        }
    }

    // All entries that were read with this one.
    private static IReadOnlyList<MultiFieldEntry<TType>>? GetRead(MultiFieldEntry<TType> entry) =>
        (entry.Origin as EntryOrigin)?.Entries as IReadOnlyList<MultiFieldEntry<TType>>;

    private static string GetValue(MultiFieldEntry<TType> entry) => $"{PhpText.Trim(entry.Value)}\0{PhpText.Trim(entry.Type.Code ?? "")}";
}
