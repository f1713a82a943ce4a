namespace LeadGen;

/// <summary>Represents the kind of a phone number (PHONE). The set is open: a portal stores any code.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public readonly record struct PhoneType(string Code) : ICode<PhoneType>
{
    /// <summary><c>WORK</c>.</summary>
    public static PhoneType Work => new("WORK");

    /// <summary><c>MOBILE</c>.</summary>
    public static PhoneType Mobile => new("MOBILE");

    /// <summary><c>FAX</c>.</summary>
    public static PhoneType Fax => new("FAX");

    /// <summary><c>HOME</c>.</summary>
    public static PhoneType Home => new("HOME");

    /// <summary><c>PAGER</c>.</summary>
    public static PhoneType Pager => new("PAGER");

    /// <summary><c>MAILING</c>.</summary>
    public static PhoneType Mailing => new("MAILING");

    /// <summary><c>OTHER</c>.</summary>
    public static PhoneType Other => new("OTHER");

    /// <inheritdoc/>
    public string Code { get; init; } = Code ?? "";

    /// <inheritdoc/>
    public static PhoneType FromCode(string code) => new(code);

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
