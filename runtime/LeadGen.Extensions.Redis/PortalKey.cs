using StackExchange.Redis;

namespace LeadGen;

/// <summary>Names the keys of a portal.</summary>
internal static class PortalKey
{
    // The braces put all keys of a portal into one slot of a cluster, where a script may touch them together.
    public static RedisKey Of(string portal, string name) => $"leadgen:{{{portal}}}:{name}";

    /// <summary>The portal's host, as it stands in keys. Whole addresses are refused without being repeated: a webhook's holds its secret.</summary>
    public static string HostOf(string portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return Uri.TryCreate($"https://{portal}/", UriKind.Absolute, out Uri? address) && string.Equals(address.Authority, portal, StringComparison.OrdinalIgnoreCase)
            ? address.Authority
            : throw new ArgumentException("A portal is named by its host, as acme.bitrix24.ru.", nameof(portal));
    }
}
