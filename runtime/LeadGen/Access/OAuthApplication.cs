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
