using System.Net;
using System.Text.RegularExpressions;
using LeadGen.Access;

namespace LeadGen.Transport;

/// <summary>Where a portal that was renamed may lead a call, which takes its secret along.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html"/>
internal static partial class PortalMove
{
    /// <summary>Why a call is not to follow; <see langword="null"/> where it is.</summary>
    /// <param name="from">The address that was called.</param>
    /// <param name="to">The address that was answered.</param>
    /// <param name="allowedHosts">What the caller allows besides.</param>
    /// <param name="status">The status of the redirect.</param>
    /// <param name="wasFollowed">Whether the <see cref="HttpClient"/> already followed a redirect.</param>
    public static string? GetValidationError(Uri from, Uri? to, HttpStatusCode status, bool wasFollowed, IEnumerable<string> allowedHosts) =>
        to is not { IsAbsoluteUri: true } ? "it does not say where to"
            : wasFollowed ? "the HttpClient already followed a redirect, which may have dropped the request body"
            : !IsMove(status) ? "the status code does not indicate a moved portal"
            : HostObjection(from, to, allowedHosts) is { } objection ? objection

            // A portal that was renamed answers the same method at the same path; a page to log in at does not.
            : IsSameHost(from, to) ? "the new address is on the same host, which may have carried the call out"
            : to.AbsolutePath != from.AbsolutePath ? "the new address is not that of the method"
            : null;

    // With any other status a server may have processed the call before it redirects.
    private static bool IsMove(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Why calls are not to go to another host from now on; <see langword="null"/> where they are.</summary>
    /// <param name="from">The address that was called.</param>
    /// <param name="to">The address that was answered.</param>
    /// <param name="allowedHosts">Additional hosts that the caller allows.</param>
    public static string? HostObjection(Uri from, Uri to, IEnumerable<string> allowedHosts)
    {
        bool staysOnThisMachine = from.Scheme == Uri.UriSchemeHttp && from.IsLoopback && to.Scheme == Uri.UriSchemeHttp && to.IsLoopback;
        return to.Scheme != Uri.UriSchemeHttps && !staysOnThisMachine ? "the new address does not use https"
            : !WebAddress.TryNormalize(to, out _) ? "the new address contains a user name, a fragment, or characters that are not valid in a URL"
            : !IsOfFamily(from, to) && !allowedHosts.Any(h => IsHost(to, h)) ? $"the host is none of the portal's own, and {nameof(Bitrix24ClientOptions.AllowedHosts)} does not have it"
            : null;
    }

    // On loopback each port is a separate portal.
    private static bool IsSameHost(Uri from, Uri to) => from.IsLoopback && to.IsLoopback
        ? from.Port == to.Port
        : string.Equals(from.IdnHost.TrimEnd('.'), to.IdnHost.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    /// <summary>The same address on another host.</summary>
    public static Uri Rebase(Uri address, Uri host) =>
        new UriBuilder(address) { Scheme = host.Scheme, Host = host.IdnHost, Port = host.Port }.Uri;

    private static bool IsOfFamily(Uri from, Uri to) =>
        // Another port may be another service's; on this machine all are the caller's own.
        (from.IdnHost == to.IdnHost && (from.Port == to.Port || from.IsLoopback))
        || (ZoneOf(from) is { Length: > 0 } zone && to.IsDefaultPort && ZoneOf(to) == zone);

    private static string ZoneOf(Uri address) => CloudPortal().Match(address.IdnHost).Groups["zone"].Value;

    private static bool IsHost(Uri address, string host) =>
        WebAddress.TryParseHost(host, out string? allowed) && string.Equals(allowed, WebAddress.Authority(address), StringComparison.OrdinalIgnoreCase);

    // Every name right under a zone of the cloud is a portal of the same operator; of other domains nobody can tell who owns what.
    [GeneratedRegex(@"^[a-z0-9-]+\.(?<zone>bitrix24\.[a-z]{2,3}(\.[a-z]{2})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex CloudPortal();
}
