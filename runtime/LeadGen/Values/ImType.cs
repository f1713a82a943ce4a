namespace LeadGen;

/// <summary>Represents the kind of a messenger (IM). The set is open: a portal stores any code.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public readonly record struct ImType(string Code) : ICode<ImType>
{
    /// <summary><c>TELEGRAM</c>.</summary>
    public static ImType Telegram => new("TELEGRAM");

    /// <summary><c>VK</c>.</summary>
    public static ImType Vk => new("VK");

    /// <summary><c>SKYPE</c>.</summary>
    public static ImType Skype => new("SKYPE");

    /// <summary><c>VIBER</c>.</summary>
    public static ImType Viber => new("VIBER");

    /// <summary><c>FACEBOOK</c>.</summary>
    public static ImType Facebook => new("FACEBOOK");

    /// <summary><c>INSTAGRAM</c>.</summary>
    public static ImType Instagram => new("INSTAGRAM");

    /// <summary><c>BITRIX24</c>.</summary>
    public static ImType Bitrix24 => new("BITRIX24");

    /// <summary><c>OPENLINE</c>.</summary>
    public static ImType OpenLine => new("OPENLINE");

    /// <summary><c>IMOL</c>.</summary>
    public static ImType Imol => new("IMOL");

    /// <summary><c>ICQ</c>.</summary>
    public static ImType Icq => new("ICQ");

    /// <summary><c>MSN</c>.</summary>
    public static ImType Msn => new("MSN");

    /// <summary><c>JABBER</c>.</summary>
    public static ImType Jabber => new("JABBER");

    /// <summary><c>OTHER</c>.</summary>
    public static ImType Other => new("OTHER");

    /// <inheritdoc/>
    public string Code { get; init; } = Code ?? "";

    /// <inheritdoc/>
    public static ImType FromCode(string code) => new(code);

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
