namespace LeadGen.Testing;

/// <summary>Represents the OAuth application to which an emulated portal issues access tokens.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
public sealed record PortalEmulatorOAuth
{
    /// <summary>Gets the client ID of the application: <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>Gets the client secret of the application: <c>client_secret</c>.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Gets the lifetime of an access token. The default is one hour. A refresh token expires after 180 days and can be used once.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Returns the client ID and the lifetime, without the client secret.</summary>
    public override string ToString() => $"{nameof(PortalEmulatorOAuth)} {{ {nameof(ClientId)} = {ClientId}, {nameof(TokenLifetime)} = {TokenLifetime:c} }}";

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(ClientSecret);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TokenLifetime, TimeSpan.Zero);
    }
}
