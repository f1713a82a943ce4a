namespace LeadGen;

/// <summary>Represents the tokens of an application for one portal. The tokens are secrets.</summary>
/// <param name="AccessToken">The access token, which is sent with each call.</param>
/// <param name="RefreshToken">The refresh token, which can be exchanged for a new pair once.</param>
/// <param name="ExpiresAt">When the access token expires. Informational only, because the client does not use it; <see langword="default"/> if unknown.</param>
/// <param name="ClientEndpoint">The address of the portal's REST API: <c>https://acme.bitrix24.ru/rest/</c>.</param>
/// <param name="MemberId">
/// The portal's permanent ID; <see langword="null"/> if unknown. A client uses later pairs only if they have the same ID. If one of two
/// pairs has no ID, the later one must have the same host, or the host to which the renamed portal redirected a call.
/// </param>
/// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
public sealed record OAuthToken(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt, Uri ClientEndpoint, string? MemberId = null)
{
    /// <summary>Determines whether another pair belongs to the same portal. Compares the member IDs, or the hosts if a member ID is missing, because the host of a renamed portal differs.</summary>
    /// <param name="other">The other pair.</param>
    /// <param name="redirectedTo">The address to which this pair's host redirected a call; <see langword="null"/> if it redirected none.</param>
    internal bool IsOfSamePortal(OAuthToken other, Uri? redirectedTo = null) => string.IsNullOrEmpty(MemberId) || string.IsNullOrEmpty(other.MemberId)
        ? IsSameHost(ClientEndpoint, other.ClientEndpoint) || (redirectedTo is not null && IsSameHost(redirectedTo, other.ClientEndpoint))
        : MemberId == other.MemberId;

    private static bool IsSameHost(Uri one, Uri other) =>
        string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase) && one.Port == other.Port;

    /// <summary>Returns the portal and the expiration time, but no token.</summary>
    public override string ToString() => $"{nameof(OAuthToken)} of {ClientEndpoint.Authority} until {ExpiresAt:u}";
}
