namespace LeadGen;

/// <summary>Represents the kind of an e-mail address (EMAIL). The set is open: a portal stores any code.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public readonly record struct EmailType(string Code) : ICode<EmailType>
{
    /// <summary><c>WORK</c>.</summary>
    public static EmailType Work => new("WORK");

    /// <summary><c>HOME</c>.</summary>
    public static EmailType Home => new("HOME");

    /// <summary><c>MAILING</c>.</summary>
    public static EmailType Mailing => new("MAILING");

    /// <summary><c>OTHER</c>.</summary>
    public static EmailType Other => new("OTHER");

    /// <inheritdoc/>
    public string Code { get; init; } = Code ?? "";

    /// <inheritdoc/>
    public static EmailType FromCode(string code) => new(code);

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
