namespace LeadGen;

/// <summary>Represents the type of an email address (EMAIL). Portals also store codes that are not listed here.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public sealed record EmailType : MultiFieldType<EmailType>
{
    /// <summary><c>WORK</c>.</summary>
    public static EmailType Work { get; } = new() { Code = "WORK" };

    /// <summary><c>HOME</c>.</summary>
    public static EmailType Home { get; } = new() { Code = "HOME" };

    /// <summary><c>MAILING</c>.</summary>
    public static EmailType Mailing { get; } = new() { Code = "MAILING" };

    /// <summary><c>OTHER</c>.</summary>
    public static EmailType Other { get; } = new() { Code = "OTHER" };
}
