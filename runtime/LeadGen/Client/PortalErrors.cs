using System.Net;

namespace LeadGen.Client;

/// <summary>Turns an error answer into the exception for it: by its code first, because statuses disagree between portals, then by its status.</summary>
internal static class PortalErrors
{
    /// <summary>How much of a server's words a message repeats: one that explains itself at length is still heard, one that sends a book is not.</summary>
    public const int LongestText = 500;

    /// <param name="failure">What is known of the answer.</param>
    /// <param name="portal">The portal, as messages may name it.</param>
    /// <param name="nameless">What came, where the answer names no error.</param>
    public static Bitrix24Exception ToException(CallFailure failure, string portal, string nameless = "an error without a name")
    {
        string code = failure.ErrorCode ?? "";
        string description = failure.ErrorDescription ?? "";
        string said = (code.Length > 0, description.Length > 0) switch
        {
            (true, true) => $"{code}: {description}",
            (true, false) => code,
            (false, true) => description,
            _ => $"{nameless} (HTTP {(int?)failure.StatusCode})",
        };
        string message = $"{portal} answered {failure.Method} with “{OneLine.Of(said, LongestText)}”.";

        return code.ToUpperInvariant() switch
        {
            "QUERY_LIMIT_EXCEEDED" or "OPERATION_TIME_LIMIT" or "OVERLOAD_LIMIT" or "ERROR_BATCH_LENGTH_EXCEEDED" => new Bitrix24LimitException(message, failure),
            "EXPIRED_TOKEN" or "INVALID_TOKEN" or "NO_AUTH_FOUND" or "INVALID_CREDENTIALS" or "AUTHORIZATION_ERROR"
                or "APPLICATION_NOT_FOUND" or "ERROR_OAUTH" or "WRONG_AUTH_TYPE" or "METHOD_CONFIRM_WAITING"
                or "METHOD_CONFIRM_DENIED" or "PORTAL_DELETED" => new Bitrix24AuthenticationException(message, failure),
            "ACCESS_DENIED" or "INSUFFICIENT_SCOPE" or "USER_ACCESS_ERROR" or "ALLOWED_ONLY_INTRANET_USER"
                or "PAYMENT_REQUIRED" => new Bitrix24AccessDeniedException(message, failure),
            "NOT_FOUND" or "ERROR_NOT_FOUND" => new LeadNotFoundException(message, failure),
            "INTERNAL_SERVER_ERROR" or "ERROR_UNEXPECTED_ANSWER" => new Bitrix24ServerException(message, failure),
            "" or "ERROR_CORE" or "100" => OfDescription(description, message, failure),
            _ => OfStatus(message, failure),
        };
    }

    /// <summary>After which time a server wants to be asked again; <see langword="null"/> where it does not say.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - (response.Headers.Date ?? time.GetUtcNow()) is var left && left > TimeSpan.Zero => left,
        _ => null,
    };

    // Errors of the CRM mostly have no code; their few fixed texts are all there is to go by.
    private static Bitrix24Exception OfDescription(string description, string message, CallFailure failure)
    {
        string text = description.Trim().TrimEnd('.').ToUpperInvariant();
        return text switch
        {
            "NOT FOUND" or "LEAD IS NOT FOUND" => new LeadNotFoundException(message, failure),
            "ACCESS DENIED" => new Bitrix24AccessDeniedException(message, failure),
            _ => OfStatus(message, failure),
        };
    }

    private static Bitrix24Exception OfStatus(string message, CallFailure failure) => failure.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => new Bitrix24LimitException(message, failure),
        HttpStatusCode.Unauthorized => new Bitrix24AuthenticationException(message, failure),
        HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired => new Bitrix24AccessDeniedException(message, failure),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new Bitrix24ServerException(message, failure),
        _ => new Bitrix24RefusedException(message, failure),
    };
}
