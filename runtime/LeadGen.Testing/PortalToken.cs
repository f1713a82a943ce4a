namespace LeadGen.Testing;

/// <summary>Represents the tokens and the address that an application receives when a user installs it.</summary>
public sealed record PortalToken
{
    /// <summary>Gets the access token, which calls send as <c>auth</c>.</summary>
    public required string AccessToken { get; init; }

    /// <summary>Gets the refresh token. It can be exchanged once for a new pair of tokens at <see cref="PortalEmulator.OAuthEndpoint"/>.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>Gets the time at which the access token expires, by the portal's clock. <see cref="PortalEmulator.ExpireTokens"/> expires it earlier.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets the base address of calls, <c>https://…/rest/</c>. The name of the REST method is appended to it.</summary>
    public required Uri ClientEndpoint { get; init; }

    /// <summary>Gets the ID of the portal, <c>member_id</c>. It does not change when the portal moves.</summary>
    public required string MemberId { get; init; }

    /// <summary>Returns the expiry time, the address and the portal ID, without the tokens.</summary>
    public override string ToString() =>
        $"{nameof(PortalToken)} {{ {nameof(ExpiresAt)} = {ExpiresAt:O}, {nameof(ClientEndpoint)} = {ClientEndpoint}, {nameof(MemberId)} = {MemberId} }}";
}
