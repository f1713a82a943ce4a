using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LeadGen.Storage;
using LeadGen.Testing.Portal;
using LeadGen.Testing.Rest;

namespace LeadGen.Testing.OAuth;

/// <summary>Issues, validates and refreshes the tokens of an application. Callers must hold the portal's lock.</summary>
/// <remarks>See https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
internal sealed class TokenRegistry(PortalEmulatorOAuth application, TimeProvider time)
{
    /// <summary>The number of characters of a token after the <see cref="Prefix"/>.</summary>
    public const int SecretLength = 32;

    /// <summary>The path of the token endpoint, and the method name of its calls in the journal and in faults.</summary>
    public const string MethodName = "oauth/token";

    private static readonly TimeSpan s_refreshLifetime = TimeSpan.FromDays(180);
    private static readonly TimeSpan s_codeLifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, DateTimeOffset> _accessTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _refreshTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _codes = new(StringComparer.Ordinal);
    private readonly string _memberId = RandomHex(SecretLength / 2);

    /// <summary>Gets the prefix of all tokens of the portal. The journal uses it to find and mask tokens.</summary>
    public string Prefix { get; } = RandomHex(8);

    /// <summary>Gets the number of refresh tokens that were exchanged.</summary>
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

    public string IssueCode()
    {
        string code = Prefix + RandomHex(SecretLength / 2);
        _codes.Add(code, time.GetUtcNow() + s_codeLifetime);
        return code;
    }

    public void ExpireAccessTokens()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string token, DateTimeOffset expiry) in _accessTokens)
        {
            _accessTokens[token] = expiry < now ? expiry : now;
        }
    }

    /// <summary>Returns the error if the access token of a call is missing, unknown or expired; otherwise <see langword="null"/>.</summary>
    public RestException? Validate(PhpValue parameters)
    {
        string? token = (parameters.Find("auth") ?? parameters.Find("access_token"))?.Text;
        return string.IsNullOrEmpty(token) ? new RestException(401, "NO_AUTH_FOUND", "Wrong authorization data")
            : !_accessTokens.TryGetValue(token, out DateTimeOffset expiry) ? new RestException(401, "invalid_token", "Unable to get application by token")
            : expiry <= time.GetUtcNow() ? new RestException(401, "expired_token", "The access token provided has expired.")
            : null;
    }

    /// <summary>Exchanges a refresh token or an authorization code, which becomes invalid, for a new pair of tokens. The old access token stays valid until it expires.</summary>
    /// <exception cref="RestException">The client ID, the client secret, the <c>grant_type</c>, the refresh token or the code is invalid.</exception>
    public JsonObject Exchange(PhpValue parameters, Uri clientEndpoint, Uri serverEndpoint)
    {
        if (parameters.Find("client_id")?.Text != application.ClientId || parameters.Find("client_secret")?.Text != application.ClientSecret)
        {
            throw new RestException(401, "invalid_client", "The client_id is unknown, or the client_secret is wrong.");
        }

        (Dictionary<string, DateTimeOffset> grants, string name) = parameters.Find("grant_type")?.Text switch
        {
            "refresh_token" => (_refreshTokens, "refresh_token"),
            "authorization_code" => (_codes, "code"),
            _ => throw new RestException(400, "invalid_request", "The grant_type must be refresh_token or authorization_code."),
        };
        if (!grants.Remove(parameters.Find(name)?.Text ?? "", out DateTimeOffset expiry) || expiry <= time.GetUtcNow())
        {
            throw new RestException(400, "invalid_grant", $"The {name} is unknown, already used or expired.");
        }

        Refreshes += grants == _refreshTokens ? 1 : 0;
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
