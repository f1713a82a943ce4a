using LeadGen.Access;

namespace LeadGen;

/// <summary>An application that acts on a portal with tokens of its own.</summary>
/// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
public sealed class OAuthApplication
{
    /// <summary>The application's <c>client_id</c>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The application's <c>client_secret</c>. It is a secret: take it from the configuration.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Where the tokens are kept.</summary>
    public IOAuthTokenStore? TokenStore { get; set; }

    /// <summary>The authorization server, which gives new tokens for old.</summary>
    public Uri TokenEndpoint { get; set; } = new("https://oauth.bitrix24.tech/oauth/token/");

    /// <summary>The application's name for people; never its secret.</summary>
    public override string ToString() => $"{nameof(OAuthApplication)} {ClientId}";

    /// <summary>Copies the application's current settings, with the authorization server's host in ASCII.</summary>
    internal OAuthApplication Snapshot()
    {
        var copy = (OAuthApplication)MemberwiseClone();
        copy.TokenEndpoint = WebAddress.TryNormalize(TokenEndpoint, out Uri? endpoint) ? endpoint : TokenEndpoint;
        return copy;
    }
}
