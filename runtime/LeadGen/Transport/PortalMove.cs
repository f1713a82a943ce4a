using System.Net;
using System.Text.RegularExpressions;
using LeadGen.Access;

namespace LeadGen.Transport;

/// <summary>Determines where a renamed portal may redirect a call. The redirected call contains the secret.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html"/>
internal static partial class PortalMove
{
    /// <summary>Gets the reason why a call does not follow a redirect; <see langword="null"/> if it does.</summary>
    /// <param name="from">The address that was called.</param>
    /// <param name="to">The target of the redirect.</param>
    /// <param name="status">The status of the redirect.</param>
    /// <param name="wasFollowed">Whether the <see cref="HttpClient"/> already followed a redirect.</param>
    /// <param name="allowedHosts">Additional hosts that the caller allows.</param>
    public static string? GetValidationError(Uri from, Uri? to, HttpStatusCode status, bool wasFollowed, IEnumerable<string> allowedHosts) =>
        to is not { IsAbsoluteUri: true } ? "it does not contain an absolute address"
            : wasFollowed ? "the HttpClient already followed a redirect, which may have dropped the request body"
            : !IsMove(status) ? "the status code does not indicate a moved portal"
            : GetHostError(from, to, allowedHosts) is { } hostError ? hostError

            // A renamed portal has the method at the same path. A login page has another path.
            : IsSameHost(from, to) ? "the new address is on the same host, which may have processed the call"
            : to.AbsolutePath != from.AbsolutePath ? "the new address is not the address of the method"
            : null;

    // With any other status, a server may have processed the call before the redirect.
    private static bool IsMove(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Gets the reason why calls must not be sent to another host; <see langword="null"/> if they may.</summary>
    /// <param name="from">The address that was called.</param>
    /// <param name="to">The new address.</param>
    /// <param name="allowedHosts">Additional hosts that the caller allows.</param>
    public static string? GetHostError(Uri from, Uri to, IEnumerable<string> allowedHosts)
    {
        bool staysOnThisMachine = from.Scheme == Uri.UriSchemeHttp && from.IsLoopback && to.Scheme == Uri.UriSchemeHttp && to.IsLoopback;
        return to.Scheme != Uri.UriSchemeHttps && !staysOnThisMachine ? "the new address does not use https"
            : !WebAddress.TryNormalize(to, out _) ? "the new address contains a user name, a fragment, or characters that are not valid in a URL"
            : !HasSameOwner(from, to) && !allowedHosts.Any(h => IsHost(to, h)) ? $"the host is not one of the portal's own, and {nameof(Bitrix24ClientOptions.AllowedHosts)} does not contain it"
            : null;
    }

    // On loopback each port is a separate portal.
    private static bool IsSameHost(Uri from, Uri to) => from.IsLoopback && to.IsLoopback
        ? from.Port == to.Port
        : string.Equals(from.IdnHost.TrimEnd('.'), to.IdnHost.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the same address on another host.</summary>
    public static Uri Rebase(Uri address, Uri host) =>
        new UriBuilder(address) { Scheme = host.Scheme, Host = host.IdnHost, Port = host.Port }.Uri;

    private static bool HasSameOwner(Uri from, Uri to) =>
        // Another port may belong to another service, except on the local machine.
        (from.IdnHost == to.IdnHost && (from.Port == to.Port || from.IsLoopback))
        || (GetCloudDomain(from) is { Length: > 0 } zone && to.IsDefaultPort && GetCloudDomain(to) == zone);

    private static string GetCloudDomain(Uri address) => CloudPortal().Match(address.IdnHost).Groups["zone"].Value;

    private static bool IsHost(Uri address, string host) =>
        WebAddress.TryParseHost(host, out string? allowed) && string.Equals(allowed, WebAddress.Authority(address), StringComparison.OrdinalIgnoreCase);

    // All hosts directly under a cloud domain are portals of the same operator. The owner of other domains is unknown.
    [GeneratedRegex(@"^[a-z0-9-]+\.(?<zone>bitrix24\.[a-z]{2,3}(\.[a-z]{2})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex CloudPortal();
}
