using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LeadGen.Schema.Kinds;
using LeadGen.Testing.Portal;
using LeadGen.Testing.Rest;

namespace LeadGen.Testing.OAuth;

/// <summary>The tokens of an application, and the server that issues them. Whoever asks it holds the portal's gate.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
internal sealed class TokenRegistry(PortalEmulatorOAuth application, TimeProvider time)
{
    /// <summary>How many characters of a token follow the <see cref="Prefix"/>.</summary>
    public const int SecretLength = 32;

    /// <summary>The path of the server's address, and what the journal and faults know its calls by.</summary>
    public const string MethodName = "oauth/token";

    private static readonly TimeSpan s_refreshLifetime = TimeSpan.FromDays(180);

    private readonly Dictionary<string, DateTimeOffset> _accessTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _refreshTokens = new(StringComparer.Ordinal);
    private readonly string _memberId = RandomHex(SecretLength / 2);

    /// <summary>What all tokens of the portal begin with, so that they can be told from any other text.</summary>
    public string Prefix { get; } = RandomHex(8);

    /// <summary>How often a refresh token was exchanged.</summary>
    public int Refreshes { get; private set; }

    public PortalToken Issue(Uri clientEndpoint)
    {
        DateTimeOffset now = time.GetUtcNow();
        var token = new PortalToken
        {
            AccessToken = Prefix + RandomHex(SecretLength / 2),
            RefreshToken = Prefix + RandomHex(SecretLength / 2),
            ExpiresAt = now + application.TokenLifetime,
            ClientEndpoint = clientEndpoint,
            MemberId = _memberId,
        };
        _accessTokens.Add(token.AccessToken, token.ExpiresAt);
        _refreshTokens.Add(token.RefreshToken, now + s_refreshLifetime);
        return token;
    }

    public void ExpireAccessTokens()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string token, DateTimeOffset expiry) in _accessTokens)
        {
            _accessTokens[token] = expiry < now ? expiry : now;
        }
    }

    /// <summary>Says why a call is refused; <see langword="null"/> where its token is alive.</summary>
    public RestException? Refuse(PhpValue parameters)
    {
        string? token = (parameters.Find("auth") ?? parameters.Find("access_token"))?.Text;
        return string.IsNullOrEmpty(token) ? new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data")
            : !_accessTokens.TryGetValue(token, out DateTimeOffset expiry) ? new RestException(401, "invalid_token", "Unable to get application by token")
            : expiry <= time.GetUtcNow() ? new RestException(401, "expired_token", "The access token provided has expired.")
            : null;
    }

    /// <summary>Exchanges a refresh token, which is dead afterwards, for two new ones. The access token lives on until it expires.</summary>
    /// <exception cref="RestException">The application or the token is none, or anything else is asked for.</exception>
    public JsonObject Refresh(PhpValue parameters, Uri clientEndpoint, Uri serverEndpoint)
    {
        if (parameters.Find("client_id")?.Text != application.ClientId || parameters.Find("client_secret")?.Text != application.ClientSecret)
        {
            throw new RestException(401, "invalid_client", "The application is unknown, or its key is wrong.");
        }

        if (parameters.Find("grant_type")?.Text != "refresh_token")
        {
            throw new RestException(400, "invalid_request", "The only grant_type is refresh_token.");
        }

        if (!_refreshTokens.Remove(parameters.Find("refresh_token")?.Text ?? "", out DateTimeOffset expiry) || expiry <= time.GetUtcNow())
        {
            throw new RestException(400, "invalid_grant", "The refresh token is unknown, used or expired.");
        }

        Refreshes++;
        PortalToken token = Issue(clientEndpoint);
        return new JsonObject
        {
            ["access_token"] = token.AccessToken,
            ["refresh_token"] = token.RefreshToken,
            ["expires"] = token.ExpiresAt.ToUnixTimeSeconds(),
            ["expires_in"] = (long)application.TokenLifetime.TotalSeconds,
            ["domain"] = serverEndpoint.Authority,
            ["server_endpoint"] = serverEndpoint.ToString(),
            ["client_endpoint"] = token.ClientEndpoint.ToString(),
            ["member_id"] = token.MemberId,
            ["scope"] = "crm",
            ["status"] = "L",
            ["user_id"] = EmulatedPortal.UserId,
        };
    }

    private static string RandomHex(int bytes) => Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes)).ToLowerInvariant();
}
