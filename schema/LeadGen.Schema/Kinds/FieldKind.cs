namespace LeadGen.Schema.Kinds;

/// <summary>Specifies the value that an update sends to clear a field.</summary>
/// <remarks><c>null</c> is not used, because a portal ignores it for dates and reads it as 0 for numbers.</remarks>
public enum ClearForm
{
    /// <summary>The portal can't clear the field.</summary>
    None,

    /// <summary><c>""</c>.</summary>
    EmptyText,

    /// <summary><c>0</c>.</summary>
    Zero,

    /// <summary><c>[]</c>.</summary>
    EmptyList,
}

/// <summary>Specifies which settings of a field limit its value. Other settings that a portal returns have no effect.</summary>
[Flags]
public enum ValueLimits
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The minimum and maximum length, and a pattern.</summary>
    Text = 1,

    /// <summary>The minimum and maximum number.</summary>
    Range = 2,

    /// <summary>Decimal places.</summary>
    Precision = 4,
}

/// <summary>
/// Defines the behavior of a field type: the C# type, the wire format of the runtime, how the field is cleared, its
/// descriptions, and how a portal stores its values.
/// </summary>
public sealed record FieldKind
{
    /// <summary>Gets the types.</summary>
    public required IReadOnlyList<FieldType> Types { get; init; }

    /// <summary>Gets the C# type of one value. <c>{0}</c> is a placeholder for the type that is generated for the field.</summary>
    public required string ClrType { get; init; }

    /// <summary>Gets a value indicating whether <see cref="ClrType"/> is a class.</summary>
    public bool IsClass { get; init; }

    /// <summary>Gets a value indicating whether the values are texts.</summary>
    public bool IsText => ClrType == "string";

    /// <summary>Gets the member of the runtime's <c>WireFormat</c> that reads and writes one value. <c>{0}</c> has the same meaning as in <see cref="ClrType"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Gets the value that clears a standard field that is not a list.</summary>
    public required ClearForm ClearStandard { get; init; }

    /// <summary>Gets the value that clears a custom field that is not a list.</summary>
    public required ClearForm ClearCustom { get; init; }

    /// <summary>Gets the value that clears a list.</summary>
    public required ClearForm ClearMultiple { get; init; }

    /// <summary>Gets a value indicating whether an update can write fields of the type.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>Gets the settings of a field that limit its value.</summary>
    public ValueLimits Limits { get; init; }

    /// <summary>Gets the display name of the type.</summary>
    public required string Caption { get; init; }

    /// <summary>Gets the <see cref="Caption"/> in Russian.</summary>
    public required string CaptionRu { get; init; }

    /// <summary>Gets the description for the XML docs of a generated member: the unit, the format, and how a portal treats the value.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the <see cref="Description"/> in Russian.</summary>
    public required string DescriptionRu { get; init; }

    /// <summary>
    /// Gets an example value as C# code, as an argument of a generated <c>Set…</c> or, for a multi-value field, <c>Add…</c> method.
    /// <c>{0}</c> has the same meaning as in <see cref="ClrType"/>; <c>{1}</c> is the name of a value. Empty if an update can't write the type.
    /// </summary>
    public required string ExampleCode { get; init; }

    /// <summary>
    /// Gets the value of <see cref="ExampleCode"/> as JSON. <c>{1}</c> is the id of the item or, in quotes, the code of the
    /// status. Empty if an update can't write the type.
    /// </summary>
    public required string ExampleJson { get; init; }

    /// <summary>Gets the function that simulates how a portal stores one value.</summary>
    public required Func<FieldSchema, PhpValue, PortalClock, Stored> Store { get; init; }

    /// <summary>Gets the function that simulates how a portal returns a stored value that is not empty.</summary>
    public Func<PhpValue, PortalClock, PhpValue> Read { get; init; } = static (kept, _) => kept;

    /// <summary>Gets the value that a portal returns for a field without a value that is not a list.</summary>
    public PhpValue Empty { get; init; } = PhpValue.Null;

    /// <summary>Gets a value indicating whether a portal returns <c>false</c> instead of <c>[]</c> for an empty list.</summary>
    public bool IsEmptyListFalse { get; init; }

    /// <summary>Determines whether two kinds have the same values: the same C# type, the same JSON format, and the same way to clear a field.</summary>
    /// <remarks>Ids are never the same: the id of a contact refers to a different entity if the id of a company is expected.</remarks>
    public bool HasSameValues(FieldKind other) =>
        this != FieldKinds.Raw && other != FieldKinds.Raw && Format != "Id"
            && (ClrType, Format, IsWritable) == (other.ClrType, other.Format, other.IsWritable)
            && (ClearStandard, ClearCustom, ClearMultiple) == (other.ClearStandard, other.ClearCustom, other.ClearMultiple);
}

/// <summary>Represents the time zone and the current time of a portal's server.</summary>
public readonly record struct PortalClock(TimeZoneInfo Zone, DateTimeOffset Now)
{
    /// <summary>Initializes a clock in a time zone with a constant offset.</summary>
    public PortalClock(TimeSpan offset, DateTimeOffset now)
        : this(FixedZone(offset), now)
    {
    }

    /// <summary>Gets the current UTC offset of the time zone.</summary>
    public TimeSpan Offset => Zone.GetUtcOffset(Now);

    /// <summary>Creates a time zone with a constant offset.</summary>
    public static TimeZoneInfo FixedZone(TimeSpan offset) => TimeZoneInfo.CreateCustomTimeZone("LeadGen " + offset, offset, null, null);

    /// <summary>Gets the schema of the portal, whose dictionaries contain the valid codes, or <see langword="null"/> to skip the check of codes.</summary>
    public PortalSchema? Schema { get; init; }

    /// <summary>Gets whether the field that is written has a value. A portal ignores some values if it has none.</summary>
    public bool HasValue { get; init; }
}

/// <summary>Represents the result of storing a value: it was stored, changed or dropped.</summary>
/// <param name="Value">The stored value, or <see langword="null"/> if the value was dropped and the field was not changed.</param>
/// <param name="Remark">The reason why the value was changed or dropped, or <see langword="null"/> if it was stored as sent.</param>
public readonly record struct Stored(PhpValue? Value, string? Remark)
{
    /// <summary>Creates a result for a value that was stored as intended.</summary>
    public static Stored Keep(PhpValue value) => new(value, null);

    /// <summary>Creates a result for a value that was changed.</summary>
    public static Stored Change(PhpValue value, string remark) => new(value, remark);

    /// <summary>Creates a result for a value that was silently dropped.</summary>
    public static Stored Drop(string reason) => new(null, reason);
}
