using System.ComponentModel;
using LeadGen.Wire;

namespace LeadGen;

/// <content>Creates fields from rows. Generated code calls these methods with the index of a row, and each returns the same field every time.</content>
public sealed partial class CrmFieldSet
{
    /// <summary>Initializes a set of fields. Called by generated code.</summary>
    /// <param name="rows">Returns the fields, each as a JSON array on a line in UTF-8. See <see cref="FieldRow"/>.</param>
    /// <param name="others">Returns the fields whose rows do not determine their C# types, after creating them with the methods of this class.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmFieldSet(CrmFieldRows rows, Func<CrmField[]> others)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(others);
        _rows = new FieldRows(rows);
        _others = others;
        _created = new CrmField?[_rows.Count];
    }

    /// <summary>Gets the text field in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<string> Text(int index) => (CrmField<string>)(_created[index] ?? Create(index));

    /// <summary>Gets the field with integers or IDs in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<long> Integer(int index) => (CrmField<long>)(_created[index] ?? Create(index));

    /// <summary>Gets the field with decimal numbers in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<decimal> Number(int index) => (CrmField<decimal>)(_created[index] ?? Create(index));

    /// <summary>Gets the yes/no field in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<bool> Flag(int index) => (CrmField<bool>)(_created[index] ?? Create(index));

    /// <summary>Gets the date field in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<DateOnly> Date(int index) => (CrmField<DateOnly>)(_created[index] ?? Create(index));

    /// <summary>Gets the field with dates and times in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<DateTimeOffset> Time(int index) => (CrmField<DateTimeOffset>)(_created[index] ?? Create(index));

    /// <summary>Gets the field with amounts of money in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<Money> Money(int index) => (CrmField<Money>)(_created[index] ?? Create(index));

    /// <summary>Gets the field with several texts, numbers, dates or other simple values in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<IReadOnlyList<T>> List<T>(int index) => (CrmField<IReadOnlyList<T>>)(_created[index] ?? Create(index));

    /// <summary>Gets the list field in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<TEnum> Enumeration<TEnum>(int index)
        where TEnum : struct, Enum => Value(index, WireFormat.Enumeration<TEnum>());

    /// <summary>Gets the list field with several items in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<IReadOnlyList<TEnum>> Enumerations<TEnum>(int index)
        where TEnum : struct, Enum => Values(index, WireFormat.Enumeration<TEnum>());

    /// <summary>Gets the field with codes of a dictionary in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<TCode> Code<TCode>(int index)
        where TCode : struct, ICode<TCode> =>
        (CrmField<TCode>)(_created[index] ?? Publish(index, row => row.Create(WireFormat.Code<TCode>(row.IgnoresUnknownCodes))));

    /// <summary>Gets the field with several codes of a dictionary in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<IReadOnlyList<TCode>> Codes<TCode>(int index)
        where TCode : struct, ICode<TCode> =>
        (CrmField<IReadOnlyList<TCode>>)(_created[index] ?? Publish(index, row => row.Create(WireFormat.ListOf(WireFormat.Code<TCode>(row.IgnoresUnknownCodes)))));

    /// <summary>Gets the multi-value field in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmMultiField<TType> Entries<TType>(int index)
        where TType : MultiFieldType<TType>, new() =>
        (CrmMultiField<TType>)(_created[index] ?? Publish(index, static row => new CrmMultiField<TType>(row.Code, row.Label, row.PortalType, row.Flags)));

    /// <summary>Gets the field in a row.</summary>
    /// <param name="index">The index of the row.</param>
    /// <param name="format">The wire format.</param>
    /// <param name="limits">Creates the values that the settings of the field permit, if they contain a pattern. The row contains other limits.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<T> Value<T>(int index, WireFormat<T> format, Func<CrmFieldLimits>? limits = null) =>
        (CrmField<T>)(_created[index] ?? Create(index, format, limits));

    /// <summary>Gets the field with several values in a row.</summary>
    /// <param name="index">The index of the row.</param>
    /// <param name="format">The wire format of a value.</param>
    /// <param name="limits">Creates the values that the settings of the field permit, if they contain a pattern. The row contains other limits.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CrmField<IReadOnlyList<T>> Values<T>(int index, WireFormat<T> format, Func<CrmFieldLimits>? limits = null) =>
        (CrmField<IReadOnlyList<T>>)(_created[index] ?? Create(index, WireFormat.ListOf(format), limits));

    /// <summary>Gets the label of an item of the list field in a row; <see langword="null"/> if the item is not in the schema.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public string? GetItemLabel<TEnum>(int index, TEnum item)
        where TEnum : struct, Enum => GetItemLabels(index).GetLabel(EnumerationId.From(item));

    /// <summary>Finds the item with a label in the list field in a row.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool TryParseItem<TEnum>(int index, string? label, out TEnum item)
        where TEnum : struct, Enum
    {
        long? id = GetItemLabels(index).FindId(label);
        item = EnumerationId.To<TEnum>(id.GetValueOrDefault());
        return id is not null;
    }

    /// <summary>Gets a field whose row determines its C# type.</summary>
    internal CrmField GetRow(int index) => _created[index] ?? Create(index);

    private ItemLabels GetItemLabels(int index) => (_itemLabels ??= new ItemLabels?[Count])[index] ??= FieldRow.ReadItemLabels(_rows!.GetLine(index));

    // The names are those of the methods that generated code calls.
    private CrmField Create(int index) => Publish(index, static row => row.Format switch
    {
        nameof(WireFormat.Text) => row.CreateAny(WireFormat.Text),
        nameof(WireFormat.Html) => row.CreateAny(WireFormat.Html),
        nameof(WireFormat.Integer) => row.CreateAny(WireFormat.Integer),
        nameof(WireFormat.Id) => row.CreateAny(WireFormat.Id),
        nameof(WireFormat.Number) => row.CreateAny(WireFormat.Number),
        nameof(WireFormat.YesNo) => row.CreateAny(WireFormat.YesNo),
        nameof(WireFormat.Boolean) => row.CreateAny(WireFormat.Boolean),
        nameof(WireFormat.Date) => row.CreateAny(WireFormat.Date),
        nameof(WireFormat.DateTime) => row.CreateAny(WireFormat.DateTime),
        nameof(WireFormat.Money) => row.CreateAny(WireFormat.Money),
        _ => throw new InvalidOperationException($"The row of {row.Code} does not determine the type of the field."),
    });

    // Not in the callers, because a method that contains the lambda allocates its closure even if the field exists.
    private CrmField Create<T>(int index, WireFormat<T> format, Func<CrmFieldLimits>? limits) => Publish(index, row => row.Create(format, limits));

    // All threads get the same instance.
    private CrmField Publish(int index, Func<FieldRow, CrmField> create)
    {
        CrmField field = create(FieldRow.Read(_rows!.GetLine(index)));
        field.Ordinal = index;
        return Interlocked.CompareExchange(ref _created[index], field, null) ?? field;
    }

    private Index CreateAll()
    {
        _others!();
        return new Index([.. Enumerable.Range(0, Count).Select(GetRow)]);
    }
}
