using LeadGen.Access;

namespace LeadGen;

/// <summary>Represents an application that accesses a portal with OAuth tokens.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
public sealed class OAuthApplication
{
    /// <summary>Gets or sets the application's <c>client_id</c>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Gets or sets the application's <c>client_secret</c>. Read it from the configuration, because it is a secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Gets or sets the store for the tokens.</summary>
    public IOAuthTokenStore? TokenStore { get; set; }

    /// <summary>Gets or sets the address of the authorization server, which exchanges a refresh token for a new pair.</summary>
    public Uri TokenEndpoint { get; set; } = new("https://oauth.bitrix24.tech/oauth/token/");

    /// <summary>Gets or sets whether token requests are sent by GET, with the secret and the refresh token in the URL. The default is <see langword="false"/>: they are sent by POST as a form, because proxies and servers log URLs.</summary>
    public bool SendTokenRequestsInUrl { get; set; }

    /// <summary>Gets the address at which a user of a portal authorizes the application.</summary>
    /// <remarks>The portal then redirects the browser to the application's address with the parameters <c>code</c> and <c>state</c>. Compare <c>state</c> before you call <see cref="OAuthApplicationExtensions.RequestTokensAsync"/>.</remarks>
    /// <param name="portal">The host of the portal: <c>acme.bitrix24.ru</c>.</param>
    /// <param name="state">A random value that is stored with the user's session, so that nobody else can start the redirect.</param>
    /// <exception cref="ArgumentException">The portal is not a host, the state is empty, or <see cref="ClientId"/> is not set.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
    public Uri GetAuthorizationAddress(string portal, string state)
    {
        ArgumentException.ThrowIfNullOrEmpty(state);
        ArgumentException.ThrowIfNullOrWhiteSpace(ClientId);
        return WebAddress.TryParseHost(portal, out string? authority)
            ? new Uri($"https://{authority}/oauth/authorize/?client_id={Uri.EscapeDataString(ClientId)}&state={Uri.EscapeDataString(state)}")
            : throw new ArgumentException("The portal is not a valid host. Write host or host:port, without https:// and without a path.", nameof(portal));
    }

    /// <summary>Returns the client ID, but no secret.</summary>
    public override string ToString() => $"{nameof(OAuthApplication)} {ClientId}";

    /// <summary>Copies the application's current settings, with the authorization server's host in ASCII.</summary>
    internal OAuthApplication Snapshot()
    {
        var copy = (OAuthApplication)MemberwiseClone();
        copy.TokenEndpoint = WebAddress.TryNormalize(TokenEndpoint, out Uri? endpoint) ? endpoint : TokenEndpoint;
        return copy;
    }
}
