namespace LeadGen.Schema.Kinds;

/// <summary>What an update sends to empty a field.</summary>
/// <remarks>A portal ignores <c>null</c> for dates and reads it as 0 for numbers, so no form is <c>null</c>.</remarks>
public enum ClearForm
{
    /// <summary>The portal can't empty the field, so there is no way to ask for it.</summary>
    None,

    /// <summary><c>""</c>.</summary>
    EmptyText,

    /// <summary><c>0</c>.</summary>
    Zero,

    /// <summary><c>[]</c>.</summary>
    EmptyList,

    /// <summary><c>[""]</c>, for lists whose <c>[]</c> a portal ignores.</summary>
    ListOfEmptyText,
}

/// <summary>Which of a field's settings bound its value; where a portal sends others, they mean nothing.</summary>
[Flags]
public enum ValueLimits
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The fewest and most characters, and a pattern.</summary>
    Text = 1,

    /// <summary>The least and the greatest number.</summary>
    Range = 2,

    /// <summary>Decimal places.</summary>
    Precision = 4,
}

/// <summary>
/// The whole behaviour of a type of field: what it is in C#, which wire format of the runtime reads and writes it,
/// how it is emptied and described, and what a portal does with what it is sent.
/// </summary>
public sealed record FieldKind
{
    /// <summary>The portal's names of the type; a final <c>*</c> is a wildcard.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The C# type of one value; <c>{0}</c> stands for the type that is generated for the field.</summary>
    public required string ClrType { get; init; }

    /// <summary>Whether <see cref="ClrType"/> is a class.</summary>
    public bool IsClass { get; init; }

    /// <summary>The member of the runtime's <c>WireFormat</c> that reads and writes one value; <c>{0}</c> as in <see cref="ClrType"/>.</summary>
    public required string Format { get; init; }

    /// <summary>How a single standard field is emptied.</summary>
    public required ClearForm ClearStandard { get; init; }

    /// <summary>How a single custom field is emptied.</summary>
    public required ClearForm ClearCustom { get; init; }

    /// <summary>How a list is emptied.</summary>
    public required ClearForm ClearMultiple { get; init; }

    /// <summary>Whether an update can write the type at all.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>Which of a field's settings bound its value.</summary>
    public ValueLimits Limits { get; init; }

    /// <summary>What people call the type, in a few words.</summary>
    public required string Caption { get; init; }

    /// <summary><see cref="Caption"/> in Russian.</summary>
    public required string CaptionRu { get; init; }

    /// <summary>What the XML docs of a generated member say of the value: unit, form, what a portal makes of it.</summary>
    public required string Description { get; init; }

    /// <summary><see cref="Description"/> in Russian.</summary>
    public required string DescriptionRu { get; init; }

    /// <summary>
    /// One value in C#, as an argument of a generated <c>Set…</c>, or <c>Add…</c> of a multi-value field; <c>{0}</c> as in
    /// <see cref="ClrType"/>, <c>{1}</c> for the name of one of its values. Empty where an update can't write the type.
    /// </summary>
    public required string ExampleCode { get; init; }

    /// <summary>
    /// The value of <see cref="ExampleCode"/> as it goes over the wire: JSON, in which <c>{1}</c> stands for the item's id or,
    /// within its quotes, the status's code. Empty where an update can't write the type.
    /// </summary>
    public required string ExampleJson { get; init; }

    /// <summary>What a portal keeps of one value that is sent: what <c>crm.lead.get</c> is made of later.</summary>
    public required Func<FieldSchema, PhpValue, PortalClock, Stored> Store { get; init; }

    /// <summary>How a portal gives a kept, non-empty value back.</summary>
    public Func<PhpValue, PortalClock, PhpValue> Read { get; init; } = static (kept, _) => kept;

    /// <summary>What a portal answers for a single field without a value.</summary>
    public PhpValue Empty { get; init; } = PhpValue.Null;

    /// <summary>Whether a portal answers <c>false</c>, and not <c>[]</c>, for a list without a value.</summary>
    public bool IsEmptyListFalse { get; init; }

    /// <summary>Whether values of two types of these kinds are the same: same C# type, same form on the wire, emptied in the same way.</summary>
    /// <remarks>Ids never are: that of a contact means another entity where a company's is expected.</remarks>
    public bool BehavesAs(FieldKind other) =>
        this != FieldKinds.Raw && other != FieldKinds.Raw && Format != "Id"
            && (ClrType, Format, IsWritable) == (other.ClrType, other.Format, other.IsWritable)
            && (ClearStandard, ClearCustom, ClearMultiple) == (other.ClearStandard, other.ClearCustom, other.ClearMultiple);
}

/// <summary>The time zone in which a portal's server reads and writes times, and what it takes for now.</summary>
public readonly record struct PortalClock(TimeZoneInfo Zone, DateTimeOffset Now)
{
    /// <summary>A clock in a time zone with a constant offset.</summary>
    public PortalClock(TimeSpan offset, DateTimeOffset now)
        : this(FixedZone(offset), now)
    {
    }

    /// <summary>The zone's offset now.</summary>
    public TimeSpan Offset => Zone.GetUtcOffset(Now);

    /// <summary>A time zone with a constant offset.</summary>
    public static TimeZoneInfo FixedZone(TimeSpan offset) => TimeZoneInfo.CreateCustomTimeZone("LeadGen " + offset, offset, null, null);

    /// <summary>The portal's schema, whose dictionaries tell a code from a text; <see langword="null"/> where they do not matter.</summary>
    public PortalSchema? Schema { get; init; }
}

/// <summary>What a portal did with a value: kept it (perhaps as something else) or dropped it, and why.</summary>
/// <param name="Value">What is kept; <see langword="null"/> when the value was dropped and the field left as it was.</param>
/// <param name="Remark">What a person should know; <see langword="null"/> when the value was kept as it was sent.</param>
public readonly record struct Stored(PhpValue? Value, string? Remark)
{
    /// <summary>The value was kept as it was meant.</summary>
    public static Stored Keep(PhpValue value) => new(value, null);

    /// <summary>Something was kept, but not what was sent.</summary>
    public static Stored Change(PhpValue value, string remark) => new(value, remark);

    /// <summary>The value was dropped without a word.</summary>
    public static Stored Drop(string reason) => new(null, reason);
}
