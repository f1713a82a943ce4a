namespace LeadGen;

/// <summary>Represents the type of a website (WEB). Portals also store codes that are not listed here.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public sealed record WebType : MultiFieldType<WebType>
{
    /// <summary><c>WORK</c>.</summary>
    public static WebType Work { get; } = new() { Code = "WORK" };

    /// <summary><c>HOME</c>.</summary>
    public static WebType Home { get; } = new() { Code = "HOME" };

    /// <summary><c>FACEBOOK</c>.</summary>
    public static WebType Facebook { get; } = new() { Code = "FACEBOOK" };

    /// <summary><c>VK</c>.</summary>
    public static WebType Vk { get; } = new() { Code = "VK" };

    /// <summary><c>LIVEJOURNAL</c>.</summary>
    public static WebType LiveJournal { get; } = new() { Code = "LIVEJOURNAL" };

    /// <summary><c>TWITTER</c>.</summary>
    public static WebType Twitter { get; } = new() { Code = "TWITTER" };

    /// <summary><c>OTHER</c>.</summary>
    public static WebType Other { get; } = new() { Code = "OTHER" };
}
