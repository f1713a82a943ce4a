using System.Collections.Frozen;
using System.Net;

namespace LeadGen.Transport;

/// <summary>
/// Converts a reply without a result to an exception. Only the portal's own error proves that the portal did not process
/// the call: the error's code decides first, because statuses disagree between portals. A status alone proves nothing; it
/// chooses the exception.
/// </summary>
internal static class PortalErrors
{
    private const string CheckCredentials = "Check the webhook, or let an administrator of the portal install the application again.";
    private const string InstallAgain = "An administrator of the portal must install the application again.";
    private const string AddScope = "Add the required permission (scope), such as crm, to the webhook or application.";

    private static readonly int[] s_anyOfCrm = [.. Enumerable.Range(400, 10), .. Enumerable.Range(500, 10)];

    // Statuses differ between versions of a portal: older ones send all errors with 200, and each error that occurs while the
    // credentials are checked, such as OVERLOAD_LIMIT, can have 401 or 403.
    // See https://apidocs.bitrix24.com/_includes/system-errors.html.
    private static readonly FrozenDictionary<string, KnownCode> s_codes = new KnownCode[]
    {
        new("QUERY_LIMIT_EXCEEDED", Kind.Limit, 503),
        new("OPERATION_TIME_LIMIT", Kind.Limit, 429),
        new("OVERLOAD_LIMIT", Kind.Limit, 401, 403, 503),
        new("ERROR_BATCH_LENGTH_EXCEEDED", Kind.Limit, 400),
        new("expired_token", Kind.Authentication, 401, 403),
        new("invalid_token", Kind.Authentication, 401, 403),
        new("NO_AUTH_FOUND", Kind.Authentication, 401, 403) { Remedy = CheckCredentials },
        new("INVALID_CREDENTIALS", Kind.Authentication, 401, 403) { Remedy = CheckCredentials },
        new("authorization_error", Kind.Authentication, 401, 403) { Remedy = CheckCredentials },
        new("APPLICATION_NOT_FOUND", Kind.Authentication, 401, 403) { Remedy = InstallAgain },
        new("NOT_INSTALLED", Kind.Authentication, 400, 401, 403) { Remedy = InstallAgain },
        new("wrong_client", Kind.Authentication, 400, 401, 403) { Remedy = InstallAgain },
        new("invalid_client", Kind.Authentication, 400, 401, 403) { Remedy = InstallAgain },
        new("ERROR_OAUTH", Kind.Authentication, 401, 403) { Remedy = CheckCredentials },
        new("WRONG_AUTH_TYPE", Kind.Authentication, 401, 403),
        new("METHOD_CONFIRM_WAITING", Kind.Authentication, 401, 403) { Remedy = "An administrator of the portal must approve the call." },
        new("METHOD_CONFIRM_DENIED", Kind.Authentication, 401, 403) { Remedy = "An administrator of the portal has refused the call." },
        new("PORTAL_DELETED", Kind.Authentication, 401, 403, 410, 500),
        new("ACCESS_DENIED", Kind.AccessDenied, 401, 403) { RecordStatus = 400 },
        new("insufficient_scope", Kind.AccessDenied, 401, 403) { Remedy = AddScope },
        new("invalid_scope", Kind.AccessDenied, 400, 401, 403) { Remedy = AddScope },
        new("user_access_error", Kind.AccessDenied, 401, 403) { Remedy = "An administrator of the portal must allow the user to use the application." },
        new("allowed_only_intranet_user", Kind.AccessDenied, 401, 403) { Remedy = "Use the webhook or tokens of an employee of the portal." },
        new("PAYMENT_REQUIRED", Kind.AccessDenied, 401, 403) { Remedy = "An administrator of the portal must renew the portal's plan or the application's subscription, or install the application again." },
        new("NOT_FOUND", Kind.NotFound, 400) { IsAboutRecord = true },
        new("ERROR_NOT_FOUND", Kind.NotFound, 400) { IsAboutRecord = true },
        new("OWNER_NOT_FOUND", Kind.NotFound, 400) { IsAboutRecord = true },

        // Errors of crm.item.*. The dash means that the user may not change the stage.
        new("CRM_FIELD_ERROR_REQUIRED", Kind.Rejected, 400) { IsAboutRecord = true },
        new("CRM_FIELD_ERROR_VALUE_NOT_VALID", Kind.Rejected, 400) { IsAboutRecord = true },
        new("CREATE_DYNAMIC_ITEM_RESTRICTED", Kind.Rejected, 400) { IsAboutRecord = true },
        new("UPDATE_DYNAMIC_ITEM_RESTRICTED", Kind.Rejected, 400) { IsAboutRecord = true },
        new("ENTITY_TYPE_NOT_SUPPORTED", Kind.Rejected, 400),
        new("-", Kind.AccessDenied, 400) { IsAboutRecord = true },

        new("INTERNAL_SERVER_ERROR", Kind.Server, 500),
        new("ERROR_UNEXPECTED_ANSWER", Kind.Server, 500),
        new("INVALID_REQUEST", Kind.Rejected, 400, 401, 403),
        new("ERROR_METHOD_NOT_FOUND", Kind.Rejected, 400, 404),
        new("ERROR_BATCH_METHOD_NOT_ALLOWED", Kind.Rejected, 405),
        new("ERROR_MANIFEST_IS_NOT_AVAILABLE", Kind.Rejected, 404),
        new("INVALID_ARG_VALUE", Kind.Rejected, 400) { IsAboutRecord = true },
        new("0", Kind.Other, 400) { IsAboutRecord = true },
        new("100", Kind.Other, 400) { IsAboutRecord = true },

        // The CRM documents 40x and 50x for these two.
        new("ERROR_CORE", Kind.Other, s_anyOfCrm) { IsAboutRecord = true },
        new("", Kind.Other, s_anyOfCrm) { IsAboutRecord = true },
    }.ToFrozenDictionary(static known => known.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Determines whether an error is certainly from the portal. Gateways return JSON errors too, often with the same words:
    /// the code must have a portal's exact spelling, a text, and a status that a portal sends with it.
    /// </summary>
    /// <param name="code">The code of the error.</param>
    /// <param name="text">The description of the error; <see langword="null"/> if it is missing or not a text.</param>
    /// <param name="status">The status of the reply; <see langword="null"/> for a command of a batch, which has none.</param>
    /// <param name="isBatch">Whether the call is a batch. An error about a record does not prove that no command of a batch was processed.</param>
    public static bool IsPortalError(string code, string? text, HttpStatusCode? status, bool isBatch) =>
        (!string.IsNullOrWhiteSpace(text) || (status is null && IdentifiesFailure(code)))
        && s_codes.TryGetValue(code, out KnownCode? known)
        && known.Code == code
        && !(isBatch && known.IsAboutRecord)
        && (status is null or HttpStatusCode.OK || known.Statuses.Contains((int)status) || (!isBatch && known.RecordStatus == (int)status));

    /// <summary>Determines whether a code without a text identifies the failure: a portal sends <c>insufficient_scope</c> for commands without a text.</summary>
    public static bool IdentifiesFailure(string code) => GetKind(code) is not (null or Kind.Other);

    /// <summary>Determines whether a code is a known error of portals.</summary>
    public static bool IsKnown(string code) => s_codes.ContainsKey(code);

    /// <summary>Determines whether the portal rejected the access token, so that new tokens help.</summary>
    public static bool IsTokenRejected(Bitrix24Exception e) =>
        e is Bitrix24AuthenticationException && e.ErrorCode?.ToUpperInvariant() is "EXPIRED_TOKEN" or "INVALID_TOKEN";

    /// <summary>Determines whether every further call would have the same error, for any record.</summary>
    public static bool IsForAllRecords(Bitrix24Exception e) => e is Bitrix24AuthenticationException or Bitrix24LimitException { IsTransient: false }
        || (e is Bitrix24AccessDeniedException or Bitrix24RejectedException
            && e.ErrorCode?.ToUpperInvariant() is "INSUFFICIENT_SCOPE" or "USER_ACCESS_ERROR" or "ALLOWED_ONLY_INTRANET_USER" or "PAYMENT_REQUIRED" or "INVALID_SCOPE"
                or "ERROR_METHOD_NOT_FOUND" or "ERROR_BATCH_METHOD_NOT_ALLOWED");

    /// <summary>Determines whether the error is about one record, so that other calls can succeed.</summary>
    public static bool IsForOneRecord(Bitrix24Exception e) =>
        e is Bitrix24RejectedException or Bitrix24NotFoundException or Bitrix24AccessDeniedException && !IsForAllRecords(e);

    /// <summary>Creates the exception for an error of the portal.</summary>
    /// <param name="failure">The details of the call.</param>
    /// <param name="portal">The name of the portal in the message.</param>
    public static Bitrix24Exception ToException(CallFailure failure, string portal)
    {
        string code = failure.ErrorCode ?? "";
        string description = failure.ErrorDescription ?? "";
        string quotedError = failure.QuotedError ?? (failure.StatusCode is { } status ? $"an error without a code (HTTP {(int)status})" : "an error without a code");
        string remedy = s_codes.GetValueOrDefault(code)?.Remedy is { } known ? " " + known : "";
        string message = $"{portal} answered {failure.Call} with “{quotedError}”.{remedy}";
        Kind kind = GetKind(code) ?? Kind.Other;
        return (kind == Kind.Other ? OfDescription(code, description) ?? OfStatus(failure.StatusCode) : kind) switch
        {
            Kind.Limit => new Bitrix24LimitException(message, failure),
            Kind.Authentication => new Bitrix24AuthenticationException(message, failure),
            Kind.AccessDenied => new Bitrix24AccessDeniedException(message, failure),
            Kind.NotFound => new Bitrix24NotFoundException(message, failure),
            Kind.Server => new Bitrix24ServerException(message, failure),
            _ => new Bitrix24RejectedException(message, failure),
        };
    }

    /// <summary>Creates the exception for a reply that is not from a portal, with any status: the portal may have processed the call.</summary>
    /// <param name="failure">The details of the call. A command of a batch has no status.</param>
    /// <param name="message">The description of the reply.</param>
    public static Bitrix24Exception ToUnknownOutcome(CallFailure failure, string message) => failure.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => new Bitrix24LimitException(message, failure with { IsOutcomeUnknown = true }),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new Bitrix24ServerException(message, failure),
        >= HttpStatusCode.Ambiguous => new Bitrix24ReplyException(message, failure, isTransient: false),

        // The status of a command is lost in the reply to its batch. Most portals send errors without a known code with status 400.
        null when failure.ErrorCode is ['5', >= '0' and <= '9', >= '0' and <= '9'] => new Bitrix24ServerException(message, failure),
        null => new Bitrix24ReplyException(message, failure, isTransient: false),
        _ => new Bitrix24ReplyException(message, failure),
    };

    /// <summary>Gets the delay that a server requests; <see langword="null"/> if it requests none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - (response.Headers.Date ?? time.GetUtcNow()) is var left && left > TimeSpan.Zero => left,
        _ => null,
    };

    private static Kind? GetKind(string code) => code.Length > 0 && s_codes.TryGetValue(code, out KnownCode? known) ? known.Kind : null;

    // Most CRM errors have no code, so their fixed texts are compared.
    private static Kind? OfDescription(string code, string description) => code.ToUpperInvariant() is not ("" or "ERROR_CORE" or "0" or "100")
        ? null
        : description.Trim().TrimEnd('.').ToUpperInvariant() switch
        {
            "NOT FOUND" or "LEAD IS NOT FOUND" => Kind.NotFound,
            "ACCESS DENIED" => Kind.AccessDenied,

            // The text of every database error. It has status 500, but none in a batch, and may follow the save of the record.
            "SQL QUERY ERROR!" => Kind.Server,
            _ => null,
        };

    // A portal that fails during a call also returns an error, and some of these errors have no known code.
    private static Kind OfStatus(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.TooManyRequests => Kind.Limit,
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => Kind.Server,
        _ => Kind.Rejected,
    };

    private enum Kind
    {
        Rejected,
        Limit,
        Authentication,
        AccessDenied,
        NotFound,

        /// <summary>The portal failed during the call, and may have processed it.</summary>
        Server,

        /// <summary>The code is one of many errors; the description or the status says which.</summary>
        Other,
    }

    /// <summary>Represents an error code of portals.</summary>
    private sealed record KnownCode(string Code, Kind Kind, params int[] Statuses)
    {
        /// <summary>Gets whether the error is about the data of a record, so that it can't be the error of a whole batch.</summary>
        public bool IsAboutRecord { get; init; }

        /// <summary>Gets who must do what; <see langword="null"/> if the description says it.</summary>
        public string? Remedy { get; init; }

        /// <summary>Gets a status with which the error is about the data of a record; <see langword="null"/> if there is none.</summary>
        public int? RecordStatus { get; init; }
    }
}
