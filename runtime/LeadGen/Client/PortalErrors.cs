using System.Net;

namespace LeadGen.Client;

/// <summary>
/// Converts a reply without a result to an exception. Only the portal's own error proves that the portal did not process
/// the call: the error's code decides first, because statuses disagree between portals. A status alone proves nothing; it
/// chooses the exception.
/// </summary>
internal static class PortalErrors
{
    /// <summary>Whether an error is a portal's: its code is known, or it is one of those that many errors of the CRM share, with a text. Gateways answer errors in JSON too.</summary>
    public static bool IsPortalError(string code, string? description) => KindOf(code) is { } kind
        ? kind != Kind.Other || !string.IsNullOrEmpty(description)
        : code.Length == 0 && !string.IsNullOrEmpty(description);

    /// <summary>Whether a code is in the table of a portal's errors.</summary>
    public static bool IsKnown(string code) => KindOf(code) is not null;

    /// <summary>Whether the portal refused the call for its access token, so that new tokens help.</summary>
    public static bool IsTokenTooOld(Bitrix24Exception e) =>
        e is Bitrix24AuthenticationException && e.ErrorCode?.ToUpperInvariant() is "EXPIRED_TOKEN" or "INVALID_TOKEN";

    /// <summary>Whether every further call would meet the same error, whichever lead it is about.</summary>
    public static bool IsForAllLeads(Bitrix24Exception e) => e is Bitrix24AuthenticationException or Bitrix24LimitException { IsTransient: false }
        || (e is Bitrix24AccessDeniedException or Bitrix24RefusedException
            && e.ErrorCode?.ToUpperInvariant() is "INSUFFICIENT_SCOPE" or "USER_ACCESS_ERROR" or "ALLOWED_ONLY_INTRANET_USER" or "PAYMENT_REQUIRED"
                or "ERROR_METHOD_NOT_FOUND" or "ERROR_BATCH_METHOD_NOT_ALLOWED");

    /// <summary>Whether the error is about one lead: the portal works, and refused this one.</summary>
    public static bool IsForOneLead(Bitrix24Exception e) =>
        e is Bitrix24RefusedException or Bitrix24NotFoundException or Bitrix24AccessDeniedException && !IsForAllLeads(e);

    /// <summary>The exception for an error that the portal answered.</summary>
    /// <param name="failure">What is known of the answer.</param>
    /// <param name="portal">The portal, as messages may name it.</param>
    public static Bitrix24Exception ToException(CallFailure failure, string portal)
    {
        string code = failure.ErrorCode ?? "";
        string description = failure.ErrorDescription ?? "";
        string said = failure.Said ?? (failure.StatusCode is { } status ? $"an error without a code (HTTP {(int)status})" : "an error without a code");
        string message = $"{portal} answered {failure.Call} with “{said}”.";
        Kind kind = KindOf(code) ?? (code is ['5', >= '0' and <= '9', >= '0' and <= '9'] ? Kind.Server : Kind.Other);
        return (kind == Kind.Other ? OfDescription(code, description) ?? OfStatus(failure.StatusCode) : kind) switch
        {
            Kind.Limit => new Bitrix24LimitException(message, failure),
            Kind.Authentication => new Bitrix24AuthenticationException(message, failure),
            Kind.AccessDenied => new Bitrix24AccessDeniedException(message, failure),
            Kind.NotFound => new Bitrix24NotFoundException(message, failure),
            Kind.Server => new Bitrix24ServerException(message, failure),
            _ => new Bitrix24RefusedException(message, failure),
        };
    }

    /// <summary>The exception for a reply that is not from a portal, with any status: the portal may have processed the call.</summary>
    /// <param name="failure">What is known of the answer.</param>
    /// <param name="message">The description of the reply.</param>
    public static Bitrix24Exception ToUnknownOutcome(CallFailure failure, string message) => failure.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => new Bitrix24LimitException(message, failure) { IsOutcomeUnknown = true },
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new Bitrix24ServerException(message, failure),
        >= HttpStatusCode.Ambiguous => new Bitrix24ReplyException(message, failure, isTransient: false),
        _ => new Bitrix24ReplyException(message, failure),
    };

    /// <summary>After which time a server wants to be asked again; <see langword="null"/> where it does not say.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - (response.Headers.Date ?? time.GetUtcNow()) is var left && left > TimeSpan.Zero => left,
        _ => null,
    };

    private static Kind? KindOf(string code) => code.ToUpperInvariant() switch
    {
        "QUERY_LIMIT_EXCEEDED" or "OPERATION_TIME_LIMIT" or "OVERLOAD_LIMIT" or "ERROR_BATCH_LENGTH_EXCEEDED" => Kind.Limit,
        "EXPIRED_TOKEN" or "INVALID_TOKEN" or "NO_AUTH_FOUND" or "INVALID_CREDENTIALS" or "AUTHORIZATION_ERROR"
            or "APPLICATION_NOT_FOUND" or "ERROR_OAUTH" or "WRONG_AUTH_TYPE" or "METHOD_CONFIRM_WAITING"
            or "METHOD_CONFIRM_DENIED" or "PORTAL_DELETED" => Kind.Authentication,
        "ACCESS_DENIED" or "INSUFFICIENT_SCOPE" or "USER_ACCESS_ERROR" or "ALLOWED_ONLY_INTRANET_USER"
            or "PAYMENT_REQUIRED" => Kind.AccessDenied,
        "NOT_FOUND" or "ERROR_NOT_FOUND" => Kind.NotFound,
        "INTERNAL_SERVER_ERROR" or "ERROR_UNEXPECTED_ANSWER" => Kind.Server,
        "INVALID_REQUEST" or "INVALID_ARG_VALUE" or "ERROR_METHOD_NOT_FOUND" or "ERROR_BATCH_METHOD_NOT_ALLOWED"
            or "ERROR_MANIFEST_IS_NOT_AVAILABLE" => Kind.Refused,
        "ERROR_CORE" or "100" => Kind.Other,
        _ => null,
    };

    // Most CRM errors have no code, so their fixed texts are compared.
    private static Kind? OfDescription(string code, string description) => code.ToUpperInvariant() is not ("" or "ERROR_CORE" or "100")
        ? null
        : description.Trim().TrimEnd('.').ToUpperInvariant() switch
        {
            "NOT FOUND" or "LEAD IS NOT FOUND" => Kind.NotFound,
            "ACCESS DENIED" => Kind.AccessDenied,
            _ => null,
        };

    // A portal that fails during a call also returns an error, and some of these errors have no known code.
    private static Kind OfStatus(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.TooManyRequests => Kind.Limit,
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => Kind.Server,
        _ => Kind.Refused,
    };

    private enum Kind
    {
        Refused,
        Limit,
        Authentication,
        AccessDenied,
        NotFound,

        /// <summary>The portal failed during the call, and may have processed it.</summary>
        Server,

        /// <summary>The code is one of many errors; the description or the status says which.</summary>
        Other,
    }
}
