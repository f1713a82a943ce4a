namespace LeadGen;

/// <summary>The tokens of an application on one portal. All but the addresses and the date is secret.</summary>
/// <param name="AccessToken">Goes with each call.</param>
/// <param name="RefreshToken">Buys the next pair, once.</param>
/// <param name="ExpiresAt">When the access token expires. Informational only, because the client does not use it; <see langword="default"/> if unknown.</param>
/// <param name="ClientEndpoint">The address of the portal's REST: <c>https://acme.bitrix24.ru/rest/</c>.</param>
/// <param name="MemberId">What the portal is called for good, whatever its address; <see langword="null"/> where it was not told.</param>
/// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
public sealed record OAuthToken(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt, Uri ClientEndpoint, string? MemberId = null)
{
    /// <summary>Whether another pair is of the same portal: the member ID decides, and the host if one of them has none. The host of a renamed portal differs.</summary>
    internal bool IsOfSamePortal(OAuthToken other) => string.IsNullOrEmpty(MemberId) || string.IsNullOrEmpty(other.MemberId)
        ? string.Equals(ClientEndpoint.IdnHost, other.ClientEndpoint.IdnHost, StringComparison.OrdinalIgnoreCase) && ClientEndpoint.Port == other.ClientEndpoint.Port
        : MemberId == other.MemberId;

    /// <summary>The portal and the date; never a token.</summary>
    public override string ToString() => $"{nameof(OAuthToken)} of {ClientEndpoint.Authority} until {ExpiresAt:u}";
}
