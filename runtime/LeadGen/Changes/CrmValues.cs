using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents the values that a call writes to a record, each field at most once.</summary>
/// <remarks>The cost depends on the number of values, not on the number of fields of the portal. Instances are not thread-safe.</remarks>
[JsonConverter(typeof(NotSerializableConverter))]
public abstract class CrmValues
{
    private readonly CrmFieldSet? _fields;
    private FieldMarks _marks;

    private protected CrmValues(CrmEntity entity, CrmFieldSet? fields)
    {
        ArgumentNullException.ThrowIfNull(entity);
        Entity = entity;
        _fields = fields;
    }

    internal CrmEntity Entity { get; }

    /// <summary>Gets whether there are no values.</summary>
    public bool IsEmpty => Changes.Count == 0;

    private protected List<FieldChange> Changes { get; } = [];

    private protected CrmFieldSet Fields => _fields ?? throw new InvalidOperationException("The constructor was called without the fields, so a field can't be found by its index.");

    /// <summary>Gets the fields of the schema, or those that have values if the schema is unknown.</summary>
    internal IEnumerable<CrmField> KnownFields => _fields ?? Changes.Select(static c => c.Field);

    /// <inheritdoc cref="Changes"/>
    internal IReadOnlyList<FieldChange> AllChanges => Changes;

    /// <summary>Returns the codes of the fields. The text contains no values and can be logged.</summary>
    public override string ToString() => string.Join(", ", Changes.Select(static c => c.Field.Code));

    /// <summary>Records a value.</summary>
    /// <exception cref="CrmValueException">A portal would lose or misread the value.</exception>
    protected void Record<T>(CrmField<T> field, T value) => AddSet(field, value);

    /// <summary>Records a value of the text field with an index in the set of fields.</summary>
    /// <exception cref="CrmValueException">A portal would lose or misread the value.</exception>
    protected void RecordText(int field, string value) => AddSet(Fields.Text(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordInteger(int field, long value) => AddSet(Fields.Integer(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordNumber(int field, decimal value) => AddSet(Fields.Number(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordFlag(int field, bool value) => AddSet(Fields.Flag(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordDate(int field, DateOnly value) => AddSet(Fields.Date(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordTime(int field, DateTimeOffset value) => AddSet(Fields.Time(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordMoney(int field, Money value) => AddSet(Fields.Money(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordEnumeration<TEnum>(int field, TEnum value)
        where TEnum : struct, Enum => AddSet(Fields.Enumeration<TEnum>(field), value);

    /// <inheritdoc cref="RecordText"/>
    protected void RecordEnumerations<TEnum>(int field, IEnumerable<TEnum> values)
        where TEnum : struct, Enum => AddSet(Fields.Enumerations<TEnum>(field), ToList(values));

    /// <inheritdoc cref="RecordText"/>
    protected void RecordList<T>(int field, IEnumerable<T> values) => AddSet(Fields.List<T>(field), ToList(values));

    /// <summary>Records a new entry of a multi-value field.</summary>
    /// <exception cref="CrmValueException">The value is blank.</exception>
    protected void RecordAdd<TType>(CrmMultiField<TType> field, string value, TType type)
        where TType : MultiFieldType<TType>, new() => AddEntry(field, new MultiFieldEntry<TType>(value, type), isRemoved: false);

    /// <summary>Records the whole address.</summary>
    /// <param name="address">The address. Parts that are not set are emptied.</param>
    /// <param name="parts">The fields of the eight parts, in the order of <see cref="CrmAddress"/>; <see langword="null"/> for parts that the schema does not have.</param>
    /// <exception cref="CrmValueException">The address is blank, a part can't be sent, or the schema does not have a part that has a value.</exception>
    protected void RecordAddress(CrmAddress address, CrmField<string>?[] parts)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(parts);
        List<(CrmField<string> Field, string? Value)> values = address.GetValues(parts);

        // A new record has no address, so a blank one loses nothing, except a country code.
        if (address.IsIgnored && (this is CrmUpdate || !PhpText.IsBlank(address.CountryCode ?? "")))
        {
            throw new CrmValueException(
                parts.FirstOrDefault(static p => p is not null)?.Code ?? CrmAddress.Key,
                $"all parts of the address are blank, apart from the country code, and a portal ignores it; specify a part that is not blank, or delete the address of the {Entity.Name} with crm.address.delete");
        }

        values.ForEach(part => AddSet(part.Field, part.Value ?? ""));
    }

    /// <summary>Copies a list, so that later changes to the caller's list have no effect. Called by generated code.</summary>
    /// <returns>The copy; <see langword="null"/> for <see langword="null"/>, which <see cref="Record{T}"/> rejects with the field's name.</returns>
    protected static IReadOnlyList<T> ToList<T>(IEnumerable<T> values) => values is null ? null! : [.. values];

    internal void AddSet<T>(CrmField<T> field, T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        field.Check(value, isNewRecord: this is CrmDraft);

        // The caller can change a list or a JSON node after this; the validated value is the one that is sent.
        value = field.Format.Snapshot(value);
        if (field.Format.IsEmpty(value))
        {
            AddClear(field);
            return;
        }

        Set(new SetChange<T>(field, value));
    }

    internal void AddClear(CrmField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.Clear == ClearForm.None)
        {
            throw new CrmValueException(field, "the portal can't empty this field; assign another value, or do not change the field");
        }

        Set(new ClearChange(field));
    }

    /// <summary>Checks that a portal knows the codes and items that are sent.</summary>
    /// <exception cref="CrmValueException">A value is not in the schema, and was not read from the portal.</exception>
    internal void CheckValues(Func<string, bool> isPortal)
    {
        foreach (FieldChange change in Changes)
        {
            if (change.GetUnknownValueError(isPortal) is { } error)
            {
                throw new CrmValueException(change.Field, error);
            }
        }
    }

    /// <summary>Writes the fields as members of the open map.</summary>
    internal void WriteFields(WireWriter writer)
    {
        foreach (FieldChange change in Changes)
        {
            writer.Key(change.Field);
            change.Write(writer);
        }
    }

    /// <summary>Writes the fields for <c>crm.item.*</c>, as members of the open map.</summary>
    /// <remarks>
    /// Custom fields have their codes as names, so the call must have <c>useOriginalUfNames</c>. All multi-value fields are in <c>fm</c>: a list in a
    /// new item, and a map in an update, because an update only adds the elements of a list.
    /// See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-update.html.
    /// </remarks>
    internal void WriteItemFields(WireWriter writer)
    {
        FieldChange[] entries = [.. Changes.Where(static c => c.Field.Type.IsMultiField)];
        foreach (FieldChange change in Changes.Except(entries))
        {
            writer.Key(change.Field.OriginalItemName);
            change.WriteItem(writer);
        }

        if (entries.Length == 0)
        {
            return;
        }

        writer.Key(ItemNames.Entries);
        if (this is CrmDraft)
        {
            writer.StartList();
            Array.ForEach(entries, change => change.WriteItem(writer));
            writer.EndList();
        }
        else
        {
            writer.StartMap();
            int added = 0;
            foreach (FieldChange change in entries)
            {
                added = change.WriteItemEntries(writer, added);
            }

            writer.EndMap();
        }
    }

    private protected void AddEntry<TType>(CrmMultiField<TType> field, MultiFieldEntry<TType> entry, bool isRemoved)
        where TType : MultiFieldType<TType>, new()
    {
        int place = GetPosition(field);
        MultiFieldChange<TType>? change = place < 0 ? null : Changes[place] as MultiFieldChange<TType>;
        bool isNew = change is null;
        change ??= new MultiFieldChange<TType>(field);
        change.Set(entry, isRemoved);
        if (isNew)
        {
            Add(change);
        }
    }

    private protected virtual void Set(FieldChange change)
    {
        Forget(change.Field);
        if (Entity.GetDataCode(change.Field.Code) == Entity.ContactsCode)
        {
            // Both fields replace all contacts, so the later one counts.
            Changes.RemoveAll(c => Entity.GetDataCode(c.Field.Code) == Entity.ContactsCode);
        }

        Add(change);
    }

    private void Add(FieldChange change)
    {
        Changes.Add(change);
        _marks.Add(change.Field);
    }

    private protected void Forget(CrmField? field)
    {
        if (field is not null && GetPosition(field) is >= 0 and var place)
        {
            Changes.RemoveAt(place);
        }
    }

    // Fields are compared by code, because the descriptor of another portal writes the same field.
    private int GetPosition(CrmField field)
    {
        int place = _marks.MayContain(field) ? Changes.Count - 1 : -1;
        while (place >= 0 && Changes[place].Field.Code != field.Code)
        {
            place--;
        }

        return place;
    }

    // Called by serializers other than System.Text.Json, such as Newtonsoft.Json.
    [OnSerializing]
    private void RejectSerialization(StreamingContext context) => throw NotSerializableConverter.CreateException(GetType());

    [OnDeserializing]
    private void RejectDeserialization(StreamingContext context) => throw NotSerializableConverter.CreateException(GetType());
}
