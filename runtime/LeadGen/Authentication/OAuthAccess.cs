using System.Globalization;
using System.Text.Json;
using LeadGen.Client;

namespace LeadGen.Authentication;

/// <summary>Lets calls in by an application's tokens, and exchanges those for new ones once for all callers that need it.</summary>
/// <remarks>Tokens are exchanged when a portal refuses one, not by the clock: see https://apidocs.bitrix24.com/settings/oauth/index.html.</remarks>
internal sealed class OAuthAccess(OAuthApplication application, HttpClient http, LeadClientOptions options) : PortalAccess
{
    /// <summary>What the exchange is called where a method's name belongs.</summary>
    private const string Exchange = "oauth/token";

    // Seconds of a year: no token lives so long.
    private const long LongestLife = 365 * 86400;

    private readonly IOAuthTokenStore _store = application.TokenStore!;
    private readonly object _gate = new();
    private volatile OAuthToken? _token;
    private OAuthToken? _unsaved;
    private Task<OAuthToken>? _renewal;

    public override string Portal => _token?.ClientEndpoint.Authority ?? application.TokenEndpoint.Authority;

    public override async ValueTask<PortalKey> GetKeyAsync(CancellationToken cancellationToken)
    {
        OAuthToken token = _token ??= await _store.ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw NotInstalled();
        return KeyOf(token);
    }

    public override async ValueTask<PortalKey?> RenewAsync(PortalKey refused, CancellationToken cancellationToken)
    {
        Task<OAuthToken> renewal;
        lock (_gate)
        {
            if (_token is { } current && current.AccessToken != refused.AccessToken)
            {
                return KeyOf(current);
            }

            // Not ended with the caller that began it: once the server was asked, the old tokens are worthless.
            renewal = _renewal ??= Task.Run(RenewAsync, CancellationToken.None);
        }

        OAuthToken token = await renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        return KeyOf(token);
    }

    public override string Redact(string text)
    {
        string redacted = Redact(text, application.ClientSecret);
        foreach (OAuthToken token in new[] { _token, _unsaved }.OfType<OAuthToken>())
        {
            redacted = Redact(Redact(redacted, token.AccessToken), token.RefreshToken);
        }

        return redacted;
    }

    private static PortalKey KeyOf(OAuthToken token) => new(WithSlash(token.ClientEndpoint), token.AccessToken);

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

    private async Task<OAuthToken> RenewAsync()
    {
        try
        {
            OAuthToken expired = _token!;
            if (_unsaved is { } unsaved)
            {
                // The server gave it, and then the store failed; there is no other way to it.
                await _store.SaveAsync(unsaved, CancellationToken.None).ConfigureAwait(false);
                _unsaved = null;
                return _token = unsaved;
            }

            OAuthToken next = await ExchangeAsync(expired).ConfigureAwait(false);
            _unsaved = null;
            _token = next;
            options.Events?.OnTokenRefresh(next.ClientEndpoint.Authority, next.ExpiresAt);
            return next;
        }
        finally
        {
            lock (_gate)
            {
                _renewal = null;
            }
        }
    }

    private async Task<OAuthToken> ExchangeAsync(OAuthToken expired)
    {
        try
        {
            return await _store.RefreshAsync(
                expired,
                async (current, cancellationToken) => _unsaved = await AskAsync(current, cancellationToken).ConfigureAwait(false),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Bitrix24AuthenticationException)
        {
            // Where a store knows no lock, another process may have used the old token in the meantime, and saved the new one.
            OAuthToken? saved = await _store.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (saved is null || saved.AccessToken == expired.AccessToken)
            {
                throw;
            }

            return saved;
        }
    }

    private async Task<OAuthToken> AskAsync(OAuthToken current, CancellationToken cancellationToken)
    {
        string query = $"grant_type=refresh_token&client_id={Uri.EscapeDataString(application.ClientId)}"
            + $"&client_secret={Uri.EscapeDataString(application.ClientSecret)}&refresh_token={Uri.EscapeDataString(current.RefreshToken)}";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        try
        {
            using HttpResponseMessage response = await http.GetAsync(
                new UriBuilder(application.TokenEndpoint) { Query = query }.Uri, deadline.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
            return Read(response, body, current);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            string reason = e is OperationCanceledException ? "no answer came in time" : (e.InnerException ?? e).Message.TrimEnd('.');
            throw new Bitrix24TransportException(
                $"{application.TokenEndpoint.Authority} did not give new tokens: {Redact(reason)}. The call that needed them was not carried out.",
                new CallFailure(Exchange),
                wasConnected: false);
        }
    }

    private OAuthToken Read(HttpResponseMessage response, byte[] body, OAuthToken current)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            JsonElement answer = json.RootElement;
            if (answer.TryGetProperty("error", out JsonElement error))
            {
                string description = answer.TryGetProperty("error_description", out JsonElement text) ? text.ToString() : "";
                throw Refused(response, Redact(error.ToString()), Redact(description));
            }

            return new OAuthToken(
                Required(answer, "access_token"),
                Required(answer, "refresh_token"),
                Expiry(answer),
                Endpoint(answer),
                answer.TryGetProperty("member_id", out JsonElement member) ? member.GetString() : current.MemberId);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentNullException)
        {
            throw (int)response.StatusCode >= 500
                ? new Bitrix24ServerException($"{application.TokenEndpoint.Authority} failed to give new tokens (HTTP {(int)response.StatusCode}).", Failure(response)) { IsOutcomeUnknown = false }
                : new Bitrix24AuthenticationException($"{application.TokenEndpoint.Authority} answered a request for new tokens with something else (HTTP {(int)response.StatusCode}).", Failure(response));
        }
    }

    private static string Required(JsonElement answer, string name) =>
        answer.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new FormatException($"no {name}");

    // The next call takes the token there: never where the network can read it.
    private static Uri Endpoint(JsonElement answer)
    {
        var endpoint = new Uri(Required(answer, "client_endpoint"));
        return endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)
            ? endpoint
            : throw new FormatException("an address that is not https");
    }

    private DateTimeOffset Expiry(JsonElement answer) =>
        answer.TryGetProperty("expires_in", out JsonElement left) && long.TryParse(left.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? options.TimeProvider.GetUtcNow().AddSeconds(Math.Min(seconds, LongestLife))
            : options.TimeProvider.GetUtcNow().AddHours(1);

    private Bitrix24AuthenticationException Refused(HttpResponseMessage response, string error, string description) => new(
        $"{application.TokenEndpoint.Authority} gives no new tokens: “{OneLine.Of(error + (description.Length > 0 ? ": " + description : ""), PortalErrors.LongestText)}”. Install the application on the portal again.",
        new CallFailure(Exchange, response.StatusCode, error, description));

    private static CallFailure Failure(HttpResponseMessage response) => new(Exchange, response.StatusCode);

    private static Bitrix24AuthenticationException NotInstalled() => new(
        "The token store has no tokens of the application: it is not installed on the portal, or the store is another one.", new CallFailure(Exchange));
}
