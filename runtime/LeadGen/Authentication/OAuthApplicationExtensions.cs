using LeadGen.Access;
using LeadGen.Authentication;
using LeadGen.Settings;
using LeadGen.Transport;

namespace LeadGen;

/// <summary>Provides extension methods for applications.</summary>
public static class OAuthApplicationExtensions
{
    /// <summary>Exchanges an authorization code for the first tokens. Save them with <see cref="OAuthTokenStoreExtensions.SaveAsync"/>.</summary>
    /// <remarks>A code can be exchanged once, within 30 seconds. The call is not repeated. After a failure or a cancellation, the user must authorize the application again.</remarks>
    /// <param name="application">The application. It needs no token store.</param>
    /// <param name="code">The parameter <c>code</c> of the redirect. It is a secret.</param>
    /// <param name="httpClient">The HTTP client, which is not disposed. Configure its handler with <see cref="Bitrix24Client.ConfigureHandler"/>. By default, one is created for the call.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The tokens. Compare the host of <see cref="OAuthToken.ClientEndpoint"/> with the portal that was authorized, if only one is expected.</returns>
    /// <exception cref="ArgumentException">The code is empty, or the application's ID, secret or token endpoint is invalid.</exception>
    /// <exception cref="Bitrix24AuthenticationException">The authorization server rejected the code or the application. The message says who must do what.</exception>
    /// <exception cref="Bitrix24Exception">The authorization server did not issue tokens.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
    public static async Task<OAuthToken> RequestTokensAsync(
        this OAuthApplication application, string code, HttpClient? httpClient = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        string errors = string.Join(" ", Bitrix24ClientOptionsRules.TokenRequests(application));
        if (errors.Length > 0)
        {
            throw new ArgumentException(errors);
        }

        OAuthApplication snapshot = application.Snapshot();
        using HttpClient? created = httpClient is null ? PortalConnection.CreateHttpClient() : null;
        var server = new AuthorizationServer(
            snapshot, httpClient ?? created!, new Bitrix24ClientOptions(), text => PortalAccess.Redact(text, [snapshot.ClientSecret, code]));
        TokenResult result = await server.ExchangeCodeAsync(code, cancellationToken).ConfigureAwait(false);
        return result.Failure is { } failure ? throw failure() : result.Pair!;
    }
}
