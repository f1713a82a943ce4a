using LeadGen.Access;
using StackExchange.Redis;

namespace LeadGen;

/// <summary>Creates the Redis keys of a portal.</summary>
internal static class PortalKey
{
    // The braces put all keys of a portal into one slot of a cluster, so that a script can use them together.
    public static RedisKey Create(string portal, string name) => $"leadgen:{{{portal}}}:{name}";

    /// <summary>Gets the portal's host in ASCII, the form that keys contain. Throws if the text is a URL. The message does not contain the URL, because a webhook URL contains a secret.</summary>
    public static string GetHost(string portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return WebAddress.TryParseHost(portal, out string? host)
            ? host
            : throw new ArgumentException("The portal must be a host, such as acme.bitrix24.ru.", nameof(portal));
    }
}
