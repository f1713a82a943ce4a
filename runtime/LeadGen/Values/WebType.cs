namespace LeadGen;

/// <summary>Represents the kind of a website (WEB). The set is open: a portal stores any code.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public readonly record struct WebType(string Code) : ICode<WebType>
{
    /// <summary><c>WORK</c>.</summary>
    public static WebType Work => new("WORK");

    /// <summary><c>HOME</c>.</summary>
    public static WebType Home => new("HOME");

    /// <summary><c>FACEBOOK</c>.</summary>
    public static WebType Facebook => new("FACEBOOK");

    /// <summary><c>VK</c>.</summary>
    public static WebType Vk => new("VK");

    /// <summary><c>LIVEJOURNAL</c>.</summary>
    public static WebType LiveJournal => new("LIVEJOURNAL");

    /// <summary><c>TWITTER</c>.</summary>
    public static WebType Twitter => new("TWITTER");

    /// <summary><c>OTHER</c>.</summary>
    public static WebType Other => new("OTHER");

    /// <inheritdoc/>
    public string Code { get; init; } = Code ?? "";

    /// <inheritdoc/>
    public static WebType FromCode(string code) => new(code);

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
