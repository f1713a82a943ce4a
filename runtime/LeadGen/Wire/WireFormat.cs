using System.ComponentModel;
using System.Text.Json;
using LeadGen.Schema.Kinds;
using LeadGen.Wire;

namespace LeadGen;

/// <summary>Converts values of one C# type to and from the format that a portal uses. The generator chooses the format by the type of the field.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WireFormat<T>
{
    private protected WireFormat()
    {
    }

    /// <summary>Writes a value in the format in which a portal stores it.</summary>
    internal abstract void Write(WireWriter writer, T value);

    /// <summary>Writes a value in the form that <c>crm.item.add</c> and <c>crm.item.update</c> read. Conditions have the form of <see cref="Write"/> in both APIs.</summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-add.html.</remarks>
    internal virtual void WriteItem(WireWriter writer, T value) => Write(writer, value);

    /// <summary>Determines whether <c>crm.item.add</c> and <c>crm.item.update</c> store the value.</summary>
    internal virtual bool IsItemValue(T value) => true;

    /// <summary>Reads a value. Returns <see langword="false"/> if the value is empty.</summary>
    /// <exception cref="FormatException">The JSON has another format.</exception>
    internal abstract bool TryRead(ref Utf8JsonReader reader, out T value);

    /// <summary>Reads a value from the JSON of a field, which must be valid.</summary>
    /// <exception cref="FormatException">The JSON has another format.</exception>
    internal virtual bool TryRead(ReadOnlySpan<byte> json, out T value)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return TryRead(ref reader, out value);
    }

    /// <summary>Gets a copy of the value that the caller can't change; the value itself if its type is immutable.</summary>
    internal virtual T Snapshot(T value) => value;

    /// <summary>Gets the reason why a portal would lose the value; <see langword="null"/> if it stores the value.</summary>
    internal virtual string? GetValidationError(T value) => null;

    /// <summary>Gets the reason why a portal silently stores another value; <see langword="null"/> if it stores this one. Not checked in a filter, which stores nothing.</summary>
    internal virtual string? GetCapacityError(T value, FieldCapacity? capacity) => null;

    /// <summary>Gets the reason why the settings of a field do not permit the value; <see langword="null"/> if they permit it. Not checked in a filter, which stores nothing.</summary>
    /// <param name="value">The value.</param>
    /// <param name="limits">The settings.</param>
    /// <param name="isElement">Whether the value is an element of a list.</param>
    internal virtual string? GetLimitError(T value, FieldLimits limits, bool isElement) => null;

    /// <summary>Gets the reason why a portal ignores a value that is not in the schema; <see langword="null"/> if it stores the value. Not checked in a filter, which stores nothing.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isPortal">Determines whether a portal with this name is the one that the value is sent to.</param>
    internal virtual string? GetUnknownValueError(T value, Func<string, bool> isPortal) => null;

    /// <summary>Called for a value that was read from a record.</summary>
    /// <param name="value">The value.</param>
    /// <param name="portal">The portal; <see langword="null"/> if it is unknown.</param>
    internal virtual void OnRead(T value, string? portal)
    {
    }

    /// <summary>Determines whether the value is empty, so that sending it empties the field.</summary>
    internal virtual bool IsEmpty(T value) => false;

    /// <summary>Determines whether a portal drops the value from a list.</summary>
    internal virtual bool IsDroppedFromList(T value) => IsEmpty(value);

    /// <summary>Gets whether a portal stores equal values of a list only once.</summary>
    internal virtual bool IsStoredOnce => false;

    /// <summary>Gets the IDs and C# names of a list field's items; <see langword="null"/> for other fields.</summary>
    internal virtual IReadOnlyList<(long Id, string Name)>? Items => null;

    /// <summary>Determines whether two values are the same to a portal.</summary>
    internal virtual bool AreEqual(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);

    /// <summary>Determines whether a portal stores the sent value in this form. Unlike <see cref="AreEqual"/>, also returns <see langword="true"/> if the portal converted the value without loss.</summary>
    internal virtual bool IsStoredAs(T sent, T stored) => AreEqual(sent, stored);
}

/// <summary>Provides the wire formats, for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WireFormat
{
    /// <summary>Gets the format for unchanged text.</summary>
    public static WireFormat<string> Text { get; } = new TextFormat();

    /// <summary>Gets the format for HTML. A portal deletes tags that it does not permit.</summary>
    public static WireFormat<string> Html { get; } = new HtmlFormat();

    /// <summary>Gets the format for integers.</summary>
    public static WireFormat<long> Integer { get; } = new IntegerFormat(zeroIsEmpty: false);

    /// <summary>Gets the format for IDs. 0 is an empty value.</summary>
    public static WireFormat<long> Id { get; } = new IntegerFormat(zeroIsEmpty: true);

    /// <summary>A decimal number. Text for <c>crm.lead.*</c>, so that PHP does not round it, and a number for <c>crm.item.*</c>.</summary>
    public static WireFormat<decimal> Number { get; } = new NumberFormat();

    /// <summary>Gets the format for Booleans that are sent as <c>Y</c> or <c>N</c>.</summary>
    public static WireFormat<bool> YesNo { get; } = new YesNoFormat();

    /// <summary><c>1</c> or <c>0</c> for <c>crm.lead.*</c>, and <c>Y</c> or <c>N</c> for <c>crm.item.*</c>.</summary>
    public static WireFormat<bool> Boolean { get; } = new BooleanFormat();

    /// <summary>Gets the format for dates: <c>YYYY-MM-DD</c>.</summary>
    public static WireFormat<DateOnly> Date { get; } = new DateFormat();

    /// <summary>Gets the format for dates with a time: ISO 8601 without fractions of a second, with the offset.</summary>
    public static WireFormat<DateTimeOffset> DateTime { get; } = new DateTimeFormat();

    /// <summary>Gets the format for amounts of money, such as <c>300.50|RUB</c>.</summary>
    public static WireFormat<Money> Money { get; } = new MoneyFormat();

    /// <summary>Gets the format for addresses with coordinates: <c>text|latitude;longitude|id</c>.</summary>
    public static WireFormat<MapAddress> MapAddress { get; } = new MapAddressFormat();

    /// <summary>Gets the format for links to CRM entities, such as <c>D_12</c> and <c>T94_5</c>.</summary>
    public static WireFormat<CrmLink> CrmLink { get; } = new CrmLinkFormat();

    /// <summary>Gets the format for the ID and the addresses of a file.</summary>
    public static WireFormat<CrmFile> File { get; } = new FileFormat();

    /// <summary>Gets the format for unchanged JSON.</summary>
    public static WireFormat<JsonElement> Raw { get; } = new RawFormat();

    /// <summary>Gets the format for codes of a dictionary.</summary>
    /// <param name="ignoresUnknownCodes">Whether the portal ignores a code that is not in the dictionary. Otherwise it stores the code.</param>
    public static WireFormat<TCode> Code<TCode>(bool ignoresUnknownCodes = false)
        where TCode : struct, ICode<TCode> => new CodeFormat<TCode>(ignoresUnknownCodes);

    /// <summary>Gets the format for items of a list field, which are sent as IDs.</summary>
    public static WireFormat<TEnum> Enumeration<TEnum>()
        where TEnum : struct, Enum => EnumerationFormat<TEnum>.Instance;

    /// <summary>Gets the format for entries of a multi-value field.</summary>
    public static WireFormat<MultiFieldEntry<TType>> MultiField<TType>()
        where TType : MultiFieldType<TType>, new() => MultiFieldFormat<TType>.Instance;

    /// <summary>Gets the format for lists of values.</summary>
    public static WireFormat<IReadOnlyList<T>> ListOf<T>(WireFormat<T> item) => new ListFormat<T>(item);
}
