using System.Globalization;
using System.Net;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Authentication;

/// <summary>Requests tokens from the authorization server.</summary>
/// <param name="application">The application.</param>
/// <param name="http">The HTTP client.</param>
/// <param name="options">The time limit, the permitted hosts and the clock.</param>
/// <param name="redact">Removes secrets from a text.</param>
internal sealed class AuthorizationServer(OAuthApplication application, HttpClient http, Bitrix24ClientOptions options, Func<string, string> redact)
{
    // The lifetime of a refresh token.
    private static readonly TimeSpan s_maxLifetime = TimeSpan.FromDays(180);

    private string Host => application.TokenEndpoint.Authority;

    /// <summary>Exchanges the refresh token of a pair. Failures are not thrown: the result contains them.</summary>
    /// <remarks>It can't be canceled: an issued pair that is discarded can't be requested again.</remarks>
    public Task<TokenResult> RefreshAsync(OAuthToken current) => RequestAsync("refresh_token", "refresh_token", current.RefreshToken, current, CancellationToken.None);

    /// <summary>Exchanges an authorization code. Failures are not thrown: the result contains them.</summary>
    public Task<TokenResult> ExchangeCodeAsync(string code, CancellationToken cancellationToken) => RequestAsync("authorization_code", "code", code, null, cancellationToken);

    private async Task<TokenResult> RequestAsync(string grantType, string name, string value, OAuthToken? current, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = CreateRequest(new FormUrlEncodedContent(
            [
                new("grant_type", grantType),
                new("client_id", application.ClientId),
                new("client_secret", application.ClientSecret),
                new(name, value),
            ]));
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(options.Timeout);
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            return Read(response, await ResponseBody.ReadAsync(response.Content, ReplyLimits.TokenLength, deadline.Token).ConfigureAwait(false), current);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A handler of the caller's HttpClient may throw any exception.
            string message = $"{Host} did not issue new tokens: {TransportErrors.Describe(e)}. {ConsequenceFor(current)}";
            return new TokenResult(null, () => new Bitrix24TransportException(message, new CallFailure(CallFailure.TokenExchange), wasSent: false));
        }
    }

    private HttpRequestMessage CreateRequest(FormUrlEncodedContent form)
    {
        if (!application.SendTokenRequestsInUrl)
        {
            return new HttpRequestMessage(HttpMethod.Post, application.TokenEndpoint) { Content = form };
        }

        using (form)
        using (var query = new StreamReader(form.ReadAsStream()))
        {
            return new HttpRequestMessage(HttpMethod.Get, new UriBuilder(application.TokenEndpoint) { Query = query.ReadToEnd() }.Uri);
        }
    }

    private static string ConsequenceFor(OAuthToken? current) =>
        current is null ? "The user must authorize the application again." : "The call that needed them was not processed.";

    private TokenResult Read(HttpResponseMessage response, ReadOnlyMemory<byte> body, OAuthToken? current)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body[PortalReply.GetByteOrderMarkLength(body.Span)..]);
            JsonElement answer = json.RootElement;
            if (ErrorCode(answer) is { } error)
            {
                return Rejection(response, error, Text(answer, "error_description"), current);
            }

            if (Text(answer, "access_token") is { Length: > 0 } access && Text(answer, "refresh_token") is { Length: > 0 } refresh)
            {
                return Pair(answer, access, refresh, current);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
        }

        return Unanswered(response, null, null, current);
    }

    private TokenResult Pair(JsonElement answer, string access, string refresh, OAuthToken? current)
    {
        string? member = Text(answer, "member_id");
        if (member is { Length: > 0 } && current?.MemberId is { Length: > 0 } own && member != own)
        {
            string otherPortal = $"{Host} issued tokens of another portal, not of {current.ClientEndpoint.Authority}, and the client does not use them. An administrator must install the application again.";
            return new TokenResult(null, () => new Bitrix24AuthenticationException(otherPortal, new CallFailure(CallFailure.TokenExchange) { Redact = redact }), IsRejected: true, IsSpent: true);
        }

        string? fault = WebAddress.Parse(Text(answer, "client_endpoint"), out Uri? address);
        string? validationError = address is null ? $"it {fault}" : current is null ? null : PortalMove.GetHostError(current.ClientEndpoint, address, options.AllowedHosts);

        // The tokens are valid and can't be requested again, so they are kept with the known address.
        Uri? endpoint = validationError is null ? address : current?.ClientEndpoint;
        OAuthToken? pair = endpoint is null ? null : new OAuthToken(access, refresh, Expiry(answer), endpoint, string.IsNullOrEmpty(member) ? current?.MemberId : member);
        if (validationError is null)
        {
            return new TokenResult(pair);
        }

        string message = $"{Host} issued new tokens with an address{(address is null ? "" : " at " + WebAddress.Authority(address))} that the client does not use: {validationError}. "
            + (pair is null ? "" : $"The tokens are kept for {pair.ClientEndpoint.Authority}. ") + ConsequenceFor(current);
        return new TokenResult(pair, () => new Bitrix24ReplyException(message, new CallFailure(CallFailure.TokenExchange) { Redact = redact }, isOutcomeUnknown: false));
    }

    private TokenResult Rejection(HttpResponseMessage response, string code, string? description, OAuthToken? current)
    {
        var error = AuthorizationError.Create(code, response.StatusCode, isForCode: current is null);
        if (error.IsTransient)
        {
            return Unanswered(response, code, description, current);
        }

        CallFailure failure = Failure(response, code, description);
        string message = $"{Host} rejected the request for new tokens: “{failure.QuotedError}”. {error.Remedy}";
        return new TokenResult(null, () => new Bitrix24AuthenticationException(message, failure), IsRejected: true, IsSpent: error.IsSpent);
    }

    // The server failed, or a proxy answered instead: the same request may succeed later.
    private TokenResult Unanswered(HttpResponseMessage response, string? code, string? description, OAuthToken? current)
    {
        HttpStatusCode status = response.StatusCode;
        CallFailure failure = Failure(response, code, description);
        string quotedError = failure.QuotedError is { } text ? $", “{text}”" : "";
        string remedy = status == HttpStatusCode.MethodNotAllowed && !application.SendTokenRequestsInUrl
            ? $" The server may accept only GET: set {nameof(Bitrix24ClientOptions.OAuth)}.{nameof(OAuthApplication.SendTokenRequestsInUrl)}."
            : "";
        string message = $"{Host} did not issue new tokens (HTTP {(int)status}{quotedError}). {ConsequenceFor(current)}{remedy}";
        return new TokenResult(null, () => code is not null || AuthorizationError.IsServerFailure(status)
            ? new Bitrix24ServerException(message, failure, isOutcomeUnknown: false)
            : new Bitrix24ReplyException(message, failure, isOutcomeUnknown: false));
    }

    private CallFailure Failure(HttpResponseMessage response, string? error, string? description) =>
        new(CallFailure.TokenExchange, response.StatusCode, error, description ?? "", PortalErrors.RetryAfter(response, options.TimeProvider)) { Redact = redact };

    private DateTimeOffset Expiry(JsonElement answer)
    {
        TimeSpan life = long.TryParse(Text(answer, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, s_maxLifetime.TotalSeconds))
            : TimeSpan.FromHours(1);
        return options.TimeProvider.GetUtcNow() + life;
    }

    // An error that is not a string is also an error.
    private static string? ErrorCode(JsonElement answer) =>
        answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("error", out JsonElement error) ? null : error.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => null,
            JsonValueKind.String or JsonValueKind.Number => error.ToString() is { Length: > 0 } code ? code : null,
            _ => Text(error, "code") ?? "unknown",
        };

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out JsonElement value)
            && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
