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
/// Defines the behavior of a field type: the C# type, the wire format of the runtime, how the field is cleared, and
/// its description. LeadGen.Storage defines how a portal stores its values.
/// </summary>
public sealed record FieldKind
{
    /// <summary>Gets the portal's field types that this kind describes.</summary>
    public required IReadOnlyList<FieldType> Types { get; init; }

    /// <summary>Gets the C# type of one value. <c>{0}</c> is a placeholder for the type that is generated for the field.</summary>
    public required string ClrType { get; init; }

    /// <summary>Gets whether <see cref="ClrType"/> is a class.</summary>
    public bool IsClass { get; init; }

    /// <summary>Gets whether the values are texts.</summary>
    public bool IsText => ClrType == "string";

    /// <summary>Gets the member of the runtime's <c>WireFormat</c> that reads and writes one value. <c>{0}</c> has the same meaning as in <see cref="ClrType"/>; <c>{1}</c> is a placeholder for whether a portal ignores an unknown code.</summary>
    public required string Format { get; init; }

    /// <summary>Gets the values that clear a standard field, a custom field, and a field that is a list.</summary>
    public required (ClearForm Standard, ClearForm Custom, ClearForm Multiple) Clear { get; init; }

    /// <summary>Gets whether an update can write fields of the type.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>Gets the settings of a field that limit its value.</summary>
    public ValueLimits Limits { get; init; }

    /// <summary>Gets the description for the XML docs of a generated member: the unit, the format, and how a portal treats the value.</summary>
    public required string Description { get; init; }

    /// <summary>Determines whether two kinds have the same values: the same C# type, the same JSON format, and the same way to clear a field.</summary>
    /// <remarks>IDs are never the same: if the ID of a company is expected, the ID of a contact refers to a different entity.</remarks>
    public bool HasSameValues(FieldKind other) =>
        this != FieldKinds.Raw && other != FieldKinds.Raw && Format != "Id"
            && (ClrType, Format, IsWritable, Clear) == (other.ClrType, other.Format, other.IsWritable, other.Clear);
}
