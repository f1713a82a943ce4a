namespace LeadGen;

/// <summary>Represents the kind of an entry of a multi-value field for which LeadGen has no specific type (VALUE_TYPE). The set is open: a portal stores any code.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public readonly record struct MultiFieldType(string Code) : ICode<MultiFieldType>
{
    /// <summary><c>WORK</c>.</summary>
    public static MultiFieldType Work => new("WORK");

    /// <summary><c>HOME</c>.</summary>
    public static MultiFieldType Home => new("HOME");

    /// <summary><c>OTHER</c>.</summary>
    public static MultiFieldType Other => new("OTHER");

    // Structs can't inherit, so EmailType, ImType, PhoneType and WebType repeat the next three members. A class would be null by default, and
    // one generic type would have another name in each call: MultiFieldType<Phone>.Work.

    /// <inheritdoc/>
    public string Code { get; init; } = Code ?? "";

    /// <inheritdoc/>
    public static MultiFieldType FromCode(string code) => new(code);

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
