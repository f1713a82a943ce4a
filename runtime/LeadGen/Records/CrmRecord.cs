using System.Runtime.CompilerServices;
using System.Text.Json;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Represents a record that was read, with the values that were assigned since. This is the base class of the generated read model.</summary>
/// <remarks>
/// A field is empty if it was requested and the portal returned no value. The value of a field that was neither requested nor
/// assigned is unknown: reading it throws a <see cref="CrmFieldNotReadException"/>, and <see cref="Contains"/> is <see langword="false"/>.
/// Setting a property changes this object only; <c>LeadUpdate.FromChanges(before, after)</c> creates the update that
/// changes the portal. A record is not thread-safe while properties are set.
/// </remarks>
public abstract class CrmRecord
{
    private readonly CrmPayload _payload;
    private Dictionary<string, Assignment>? _assigned;

    /// <summary>Initializes a record that a portal returned.</summary>
    protected CrmRecord(CrmPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        _payload = payload;
    }

    /// <summary>Initializes a copy of a record, so that one of the two can be changed.</summary>
    protected CrmRecord(CrmRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _payload = other._payload;
        _assigned = other._assigned is null ? null : new(other._assigned, StringComparer.Ordinal);
    }

    /// <summary>Initializes a record without values.</summary>
    protected CrmRecord(CrmFieldSet fields)
        : this(CrmPayload.Empty(fields))
    {
    }

    /// <summary>Gets the codes of all fields that the portal returned, including fields that the schema does not have.</summary>
    public IEnumerable<string> Codes => _payload.Codes;

    /// <summary>Gets the portal's processing times; <see langword="null"/> if the reply contains none.</summary>
    public PortalTime? ReplyTime => _payload.Time;

    /// <summary>Gets the record's ID, regardless of its name in the schema; <see langword="null"/> if it was not read or is not a valid ID.</summary>
    internal long? KnownId
    {
        get
        {
            ReadOnlySpan<byte> json = _payload.GetValue("ID");
            var reader = new Utf8JsonReader(json);
            return !json.IsEmpty && reader.Read() && LenientText.TryReadId(ref reader, out long id) ? id : null;
        }
    }

    /// <summary>Gets the ID that a serializer or an object initializer assigned; <see langword="null"/> if there is none.</summary>
    internal long? AssignedId => _assigned?.GetValueOrDefault("ID")?.Value as long?;

    /// <summary>Gets the record that the data was read from; <see langword="null"/> if its ID is unknown.</summary>
    internal RecordOrigin? ReadOrigin => KnownId is { } id ? _payload.GetOrigin(id) : null;

    /// <summary>Gets the portal that the record was read from; <see langword="null"/> if no client read it.</summary>
    internal string? ReadPortal => _payload.Portal;

    /// <summary>Gets a field that a value was assigned to; <see langword="null"/> if there is none.</summary>
    internal CrmField? FirstAssigned => _assigned is null ? null : FieldSet.FirstOrDefault(IsAssigned);

    /// <summary>Gets whether the record was read from a portal; <see langword="false"/> if your code created it.</summary>
    internal bool IsRead => _payload.IsRead;

    internal CrmFieldSet FieldSet => _payload.Fields;

    /// <summary>
    /// Gets a field's value as the portal returned it, by its code, including fields that are not in the schema.
    /// <see langword="null"/> if the field was requested and the portal returned no value. Assigned values do not count.
    /// </summary>
    /// <exception cref="CrmFieldNotReadException">The field was not requested from the portal.</exception>
    public JsonElement? this[string code]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(code);
            ReadOnlySpan<byte> json = _payload.GetValue(code);
            if (json.IsEmpty)
            {
                return _payload.IsRequested(code) ? null : throw new CrmFieldNotReadException(code, FieldSet.Find(code), this);
            }

            var reader = new Utf8JsonReader(json);
            return JsonElement.ParseValue(ref reader);
        }
    }

    /// <summary>Determines whether the field's value is known: it was requested from the portal, or assigned. A known field may be empty.</summary>
    public bool Contains(CrmField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return IsKnown(field);
    }

    /// <summary>Reads a field of a value type; <see langword="null"/> if it is empty.</summary>
    /// <param name="field">The field.</param>
    /// <param name="property">The property's name, for the message of an exception.</param>
    /// <exception cref="CrmFieldNotReadException">The field was neither requested nor assigned.</exception>
    /// <exception cref="CrmFieldFormatException">The value that the portal returned has another format.</exception>
    protected T? Value<T>(CrmField<T> field, [CallerMemberName] string property = "")
        where T : struct
    {
        if (TryGet(field, out T value))
        {
            return value;
        }

        ThrowIfUnknown(field, property);
        return null;
    }

    /// <summary>Reads a field of a reference type; <see langword="null"/> if it is empty.</summary>
    /// <param name="field">The field.</param>
    /// <param name="property">The property's name, for the message of an exception.</param>
    /// <exception cref="CrmFieldNotReadException">The field was neither requested nor assigned.</exception>
    /// <exception cref="CrmFieldFormatException">The value that the portal returned has another format.</exception>
    protected T? Reference<T>(CrmField<T> field, [CallerMemberName] string property = "")
        where T : class
    {
        if (TryGet(field, out T? value))
        {
            return value;
        }

        ThrowIfUnknown(field, property);
        return null;
    }

    /// <summary>Reads a multiple field; the list has no elements if the field is empty.</summary>
    /// <param name="field">The field.</param>
    /// <param name="property">The property's name, for the message of an exception.</param>
    /// <exception cref="CrmFieldNotReadException">The field was neither requested nor assigned.</exception>
    /// <exception cref="CrmFieldFormatException">The list that the portal returned has another format.</exception>
    protected IReadOnlyList<T> Values<T>(CrmField<IReadOnlyList<T>> field, [CallerMemberName] string property = "")
    {
        if (TryGet(field, out IReadOnlyList<T>? list))
        {
            return list!;
        }

        ThrowIfUnknown(field, property);
        return [];
    }

    /// <summary>Reads the text field with an index in the set of fields; <see langword="null"/> if it is empty.</summary>
    /// <exception cref="CrmFieldNotReadException">The field was neither requested nor assigned.</exception>
    /// <exception cref="CrmFieldFormatException">The value that the portal returned has another format.</exception>
    protected string? ReadText(int field) => Reference(FieldSet.Text(field), "");

    /// <inheritdoc cref="ReadText"/>
    protected long? ReadInteger(int field) => Value(FieldSet.Integer(field), "");

    /// <inheritdoc cref="ReadText"/>
    protected decimal? ReadNumber(int field) => Value(FieldSet.Number(field), "");

    /// <inheritdoc cref="ReadText"/>
    protected bool? ReadFlag(int field) => Value(FieldSet.Flag(field), "");

    /// <inheritdoc cref="ReadText"/>
    protected DateOnly? ReadDate(int field) => Value(FieldSet.Date(field), "");

    /// <inheritdoc cref="ReadText"/>
    protected DateTimeOffset? ReadTime(int field) => Value(FieldSet.Time(field), "");

    /// <inheritdoc cref="ReadText"/>
    protected Money? ReadMoney(int field) => Value(FieldSet.Money(field), "");

    /// <inheritdoc cref="ReadText"/>
    protected TEnum? ReadEnumeration<TEnum>(int field)
        where TEnum : struct, Enum => Value(FieldSet.Enumeration<TEnum>(field), "");

    /// <summary>Reads the field with several items and with an index in the set of fields; the list has no elements if the field is empty.</summary>
    /// <exception cref="CrmFieldNotReadException">The field was neither requested nor assigned.</exception>
    /// <exception cref="CrmFieldFormatException">The list that the portal returned has another format.</exception>
    protected IReadOnlyList<TEnum> ReadEnumerations<TEnum>(int field)
        where TEnum : struct, Enum => Values(FieldSet.Enumerations<TEnum>(field), "");

    /// <summary>Reads the field with several values and with an index in the set of fields; the list has no elements if the field is empty.</summary>
    /// <exception cref="CrmFieldNotReadException">The field was neither requested nor assigned.</exception>
    /// <exception cref="CrmFieldFormatException">The list that the portal returned has another format.</exception>
    protected IReadOnlyList<T> ReadList<T>(int field) => Values(FieldSet.List<T>(field), "");

    /// <summary>Assigns a value to the text field with an index in the set of fields, on this object; <see langword="null"/> empties the field.</summary>
    protected void AssignText(int field, string? value) => Set(FieldSet.Text(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignInteger(int field, long? value) => Set(FieldSet.Integer(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignNumber(int field, decimal? value) => Set(FieldSet.Number(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignFlag(int field, bool? value) => Set(FieldSet.Flag(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignDate(int field, DateOnly? value) => Set(FieldSet.Date(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignTime(int field, DateTimeOffset? value) => Set(FieldSet.Time(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignMoney(int field, Money? value) => Set(FieldSet.Money(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignEnumeration<TEnum>(int field, TEnum? value)
        where TEnum : struct, Enum => Set(FieldSet.Enumeration<TEnum>(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignEnumerations<TEnum>(int field, IReadOnlyList<TEnum>? value)
        where TEnum : struct, Enum => Set(FieldSet.Enumerations<TEnum>(field), value);

    /// <inheritdoc cref="AssignText"/>
    protected void AssignList<T>(int field, IReadOnlyList<T>? value) => Set(FieldSet.List<T>(field), value);

    /// <summary>Assigns a value on this object; <see langword="null"/> empties the field.</summary>
    protected void Set<T>(CrmField<T> field, T? value)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(field);
        Assign(field, value is { } known ? field.Format.Snapshot(known) : null);
    }

    /// <summary>Assigns a value on this object; <see langword="null"/> empties the field.</summary>
    protected void Set<T>(CrmField<T> field, T? value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(field);
        Assign(field, value is null ? null : field.Format.Snapshot(value));
    }

    /// <summary>Reads the whole address.</summary>
    /// <exception cref="CrmFieldNotReadException">A part was neither requested nor assigned.</exception>
    protected CrmAddress ReadAddress(CrmField<string>?[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (Array.Find(parts, part => part is not null && !IsKnown(part)) is { } unknown)
        {
            throw new CrmFieldNotReadException(unknown, this, "all parts of the address");
        }

        return ReadAddressParts(parts);
    }

    /// <summary>Assigns a whole address on this object.</summary>
    /// <exception cref="CrmValueException">The schema does not have a part that has a value.</exception>
    protected void AssignAddress(CrmAddress address, CrmField<string>?[] parts)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(parts);
        address.GetValues(parts).ForEach(part => Assign(part.Field, string.IsNullOrEmpty(part.Value) ? null : part.Value));
    }

    internal CrmAddress ReadAddressParts(CrmField<string>?[] parts) =>
        CrmAddress.Create(Array.ConvertAll(parts, part => part is not null && TryGet(part, out string? value) ? value : null));

    /// <summary>Determines whether the field's value is known: requested, or assigned.</summary>
    internal bool IsKnown(CrmField field) => IsAssigned(field) || _payload.IsKnown(field);

    internal bool IsAssigned(CrmField field) => FindAssignment(field) is not null;

    internal Assignment? FindAssignment(CrmField field) => _assigned?.GetValueOrDefault(field.Code);

    /// <summary>Determines whether the value that the field has on the portal is known.</summary>
    internal bool IsPortalValueKnown(CrmField field) => _payload.IsKnown(field);

    /// <summary>Determines whether the portal returned the field, with or without a value.</summary>
    internal bool IsReturned(CrmField field) => !_payload.GetValue(field).IsEmpty;

    /// <summary>Determines whether the field was requested, so that it is empty if the portal did not return it.</summary>
    internal bool WasRequested(CrmField field) => _payload.IsRequested(field.Code);

    /// <summary>Determines whether two records have the same JSON for a field and this one has no assigned value, so that the value is unchanged and need not be parsed.</summary>
    internal bool IsUnchanged(CrmField field, CrmRecord other) =>
        !IsAssigned(field)
        && (ReferenceEquals(_payload, other._payload)
            || (_payload.GetValue(field).SequenceEqual(other._payload.GetValue(field)) && _payload.IsKnown(field) == other._payload.IsKnown(field)));

    internal bool TryGet<T>(CrmField<T> field, out T? value)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (FindAssignment(field) is { } assigned)
        {
            value = assigned.Value is T typed ? typed : default;
            return assigned.Value is not null;
        }

        return TryGetRead(field, out value);
    }

    /// <summary>Reads the value that the portal returned, without later assignments.</summary>
    internal bool TryGetRead<T>(CrmField<T> field, out T? value)
    {
        ReadOnlySpan<byte> json = _payload.GetValue(field);
        if (json.IsEmpty)
        {
            value = default;
            return false;
        }

        try
        {
            if (!field.Format.TryRead(json, out value!))
            {
                return false;
            }

            field.Format.OnRead(value, ReadPortal);
            value = field.HasEntries ? field.MarkOrigin(value, ReadOrigin is { } read ? new EntryOrigin(read, field.Code, value!) : null) : value;
            return true;
        }
        catch (FormatException e)
        {
            throw new CrmFieldFormatException(field, e.Message);
        }
    }

    private void ThrowIfUnknown(CrmField field, string property)
    {
        if (!IsKnown(field))
        {
            throw new CrmFieldNotReadException(field, this, $"{GetType().Name}Fields.{field.Name ?? property}");
        }
    }

    // The value is a snapshot, which copies of the record share.
    private void Assign(CrmField field, object? value) => (_assigned ??= new(StringComparer.Ordinal))[field.Code] = new Assignment(value);
}
