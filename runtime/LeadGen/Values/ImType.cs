namespace LeadGen;

/// <summary>Represents the type of an instant messenger account (IM). Portals also store codes that are not listed here.</summary>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/data-types.html"/>
public sealed record ImType : MultiFieldType<ImType>
{
    /// <summary><c>TELEGRAM</c>.</summary>
    public static ImType Telegram { get; } = new() { Code = "TELEGRAM" };

    /// <summary><c>VK</c>.</summary>
    public static ImType Vk { get; } = new() { Code = "VK" };

    /// <summary><c>SKYPE</c>.</summary>
    public static ImType Skype { get; } = new() { Code = "SKYPE" };

    /// <summary><c>VIBER</c>.</summary>
    public static ImType Viber { get; } = new() { Code = "VIBER" };

    /// <summary><c>FACEBOOK</c>.</summary>
    public static ImType Facebook { get; } = new() { Code = "FACEBOOK" };

    /// <summary><c>INSTAGRAM</c>.</summary>
    public static ImType Instagram { get; } = new() { Code = "INSTAGRAM" };

    /// <summary><c>BITRIX24</c>.</summary>
    public static ImType Bitrix24 { get; } = new() { Code = "BITRIX24" };

    /// <summary><c>OPENLINE</c>.</summary>
    public static ImType OpenLine { get; } = new() { Code = "OPENLINE" };

    /// <summary><c>IMOL</c>.</summary>
    public static ImType Imol { get; } = new() { Code = "IMOL" };

    /// <summary><c>ICQ</c>.</summary>
    public static ImType Icq { get; } = new() { Code = "ICQ" };

    /// <summary><c>MSN</c>.</summary>
    public static ImType Msn { get; } = new() { Code = "MSN" };

    /// <summary><c>JABBER</c>.</summary>
    public static ImType Jabber { get; } = new() { Code = "JABBER" };

    /// <summary><c>OTHER</c>.</summary>
    public static ImType Other { get; } = new() { Code = "OTHER" };
}
