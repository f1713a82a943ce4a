namespace LeadGen.Testing;

/// <summary>The application that an emulated portal issues access tokens to.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
public sealed record PortalEmulatorOAuth
{
    /// <summary>The application's id: <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The application's key: <c>client_secret</c>.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>How long an access token lives. A refresh token lives for 180 days, unless it is used.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The application without its key.</summary>
    public override string ToString() => $"{nameof(PortalEmulatorOAuth)} {{ {nameof(ClientId)} = {ClientId}, {nameof(TokenLifetime)} = {TokenLifetime:c} }}";

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(ClientSecret);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TokenLifetime, TimeSpan.Zero);
    }
}
