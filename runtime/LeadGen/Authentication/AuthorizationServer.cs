using System.Globalization;
using System.Net;
using System.Text.Json;
using LeadGen.Access;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Authentication;

/// <summary>Requests new tokens from the authorization server, once for each refresh token.</summary>
/// <param name="application">The application.</param>
/// <param name="http">The HTTP client.</param>
/// <param name="options">The time limit, the permitted hosts and the clock.</param>
/// <param name="redact">Removes secrets from a text.</param>
internal sealed class AuthorizationServer(OAuthApplication application, HttpClient http, Bitrix24ClientOptions options, Func<string, string> redact)
{
    private const string NotProcessed = "The call that needed them was not processed.";

    // The lifetime of a refresh token.
    private static readonly TimeSpan s_maxLifetime = TimeSpan.FromDays(180);

    private string Host => application.TokenEndpoint.Authority;

    /// <summary>Sends the request. Failures are not thrown: the result contains them.</summary>
    /// <remarks>It can't be canceled: an issued pair that is discarded can't be requested again.</remarks>
    public async Task<TokenResult> RequestTokensAsync(OAuthToken current)
    {
        try
        {
            string query = $"grant_type=refresh_token&client_id={Uri.EscapeDataString(application.ClientId)}"
                + $"&client_secret={Uri.EscapeDataString(application.ClientSecret)}&refresh_token={Uri.EscapeDataString(current.RefreshToken)}";
            using var deadline = new CancellationTokenSource(options.Timeout);
            using HttpResponseMessage response = await http.GetAsync(
                new UriBuilder(application.TokenEndpoint) { Query = query }.Uri, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            return Read(response, await ResponseBody.ReadAsync(response.Content, ReplyLimits.TokenLength, deadline.Token).ConfigureAwait(false), current);
        }
        catch (Exception e)
        {
            // A handler of the caller's HttpClient may throw any exception.
            string message = $"{Host} did not issue new tokens: {TransportErrors.Describe(e)}. {NotProcessed}";
            return new TokenResult(null, () => new Bitrix24TransportException(message, new CallFailure(CallFailure.TokenExchange), wasSent: false));
        }
    }

    private TokenResult Read(HttpResponseMessage response, ReadOnlyMemory<byte> body, OAuthToken current)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body[PortalReply.GetByteOrderMarkLength(body.Span)..]);
            JsonElement answer = json.RootElement;
            if (ErrorCode(answer) is { } error)
            {
                return Rejection(response, error, Text(answer, "error_description"));
            }

            if (Text(answer, "access_token") is { Length: > 0 } access && Text(answer, "refresh_token") is { Length: > 0 } refresh)
            {
                return Pair(answer, access, refresh, current);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
        }

        return Unanswered(response, null, null);
    }

    private TokenResult Pair(JsonElement answer, string access, string refresh, OAuthToken current)
    {
        string? member = Text(answer, "member_id");
        if (member is { Length: > 0 } && current.MemberId is { Length: > 0 } own && member != own)
        {
            string otherPortal = $"{Host} issued tokens of another portal, not of {current.ClientEndpoint.Authority}, and the client does not use them. An administrator must install the application again.";
            return new TokenResult(null, () => new Bitrix24AuthenticationException(otherPortal, new CallFailure(CallFailure.TokenExchange) { Redact = redact }), IsRejected: true, IsSpent: true);
        }

        string? fault = WebAddress.Parse(Text(answer, "client_endpoint"), out Uri? address);
        string? validationError = address is null ? $"it {fault}" : PortalMove.GetHostError(current.ClientEndpoint, address, options.AllowedHosts);

        // The tokens are valid and can't be requested again, so they are kept with the known address.
        var pair = new OAuthToken(
            access, refresh, Expiry(answer), validationError is null ? address! : current.ClientEndpoint, string.IsNullOrEmpty(member) ? current.MemberId : member);
        if (validationError is null)
        {
            return new TokenResult(pair);
        }

        string message = $"{Host} issued new tokens with an address{(address is null ? "" : " at " + WebAddress.Authority(address))} that the client does not use: "
            + $"{validationError}. The tokens are kept for {current.ClientEndpoint.Authority}. {NotProcessed}";
        return new TokenResult(pair, () => new Bitrix24ReplyException(message, new CallFailure(CallFailure.TokenExchange) { Redact = redact }, isOutcomeUnknown: false));
    }

    private TokenResult Rejection(HttpResponseMessage response, string code, string? description)
    {
        var error = AuthorizationError.Of(code, response.StatusCode);
        if (error.IsTransient)
        {
            return Unanswered(response, code, description);
        }

        CallFailure failure = Failure(response, code, description);
        string message = $"{Host} rejected the request for new tokens: “{failure.QuotedError}”. {error.Remedy}";
        return new TokenResult(null, () => new Bitrix24AuthenticationException(message, failure), IsRejected: true, IsSpent: error.IsSpent);
    }

    // The server failed, or a proxy answered instead: the same request may succeed later.
    private TokenResult Unanswered(HttpResponseMessage response, string? code, string? description)
    {
        HttpStatusCode status = response.StatusCode;
        CallFailure failure = Failure(response, code, description);
        string quotedError = failure.QuotedError is { } text ? $", “{text}”" : "";
        string message = $"{Host} did not issue new tokens (HTTP {(int)status}{quotedError}). {NotProcessed}";
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
