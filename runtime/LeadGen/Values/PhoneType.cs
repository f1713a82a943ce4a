namespace LeadGen;

/// <summary>Represents the type of a phone number (PHONE). Portals also store codes that are not listed here.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public sealed record PhoneType : MultiFieldType<PhoneType>
{
    /// <summary><c>WORK</c>.</summary>
    public static PhoneType Work { get; } = new() { Code = "WORK" };

    /// <summary><c>MOBILE</c>.</summary>
    public static PhoneType Mobile { get; } = new() { Code = "MOBILE" };

    /// <summary><c>FAX</c>.</summary>
    public static PhoneType Fax { get; } = new() { Code = "FAX" };

    /// <summary><c>HOME</c>.</summary>
    public static PhoneType Home { get; } = new() { Code = "HOME" };

    /// <summary><c>PAGER</c>.</summary>
    public static PhoneType Pager { get; } = new() { Code = "PAGER" };

    /// <summary><c>MAILING</c>.</summary>
    public static PhoneType Mailing { get; } = new() { Code = "MAILING" };

    /// <summary><c>OTHER</c>.</summary>
    public static PhoneType Other { get; } = new() { Code = "OTHER" };
}
