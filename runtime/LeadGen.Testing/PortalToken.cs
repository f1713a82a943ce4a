namespace LeadGen.Testing;

/// <summary>What an application gets when a user installs it: tokens, and where to call with them.</summary>
public sealed record PortalToken
{
    /// <summary>What calls send as <c>auth</c>.</summary>
    public required string AccessToken { get; init; }

    /// <summary>What gets the next pair of tokens from <see cref="PortalEmulator.OAuthEndpoint"/>, once.</summary>
    public required string RefreshToken { get; init; }

    /// <summary>When the access token expires by the portal's clock, unless <see cref="PortalEmulator.ExpireTokens"/> comes first.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What a method's name is put behind: <c>https://…/rest/</c>.</summary>
    public required Uri ClientEndpoint { get; init; }

    /// <summary>What the portal is known by whatever its address: <c>member_id</c>.</summary>
    public required string MemberId { get; init; }

    /// <summary>The portal and the time, without the tokens.</summary>
    public override string ToString() =>
        $"{nameof(PortalToken)} {{ {nameof(ExpiresAt)} = {ExpiresAt:O}, {nameof(ClientEndpoint)} = {ClientEndpoint}, {nameof(MemberId)} = {MemberId} }}";
}
