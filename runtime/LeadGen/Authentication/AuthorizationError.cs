using System.Net;

namespace LeadGen.Authentication;

/// <summary>Represents the meaning of an error of the authorization server.</summary>
/// <param name="Remedy">What the developer or administrator must do.</param>
/// <param name="IsTransient">Whether the server failed temporarily, so that the same request may succeed later.</param>
/// <param name="IsSpent">Whether the refresh token is permanently invalid.</param>
internal sealed record AuthorizationError(string Remedy, bool IsTransient = false, bool IsSpent = false)
{
    private const string CheckApplication = "The application's developer must check OAuth.ClientId and OAuth.ClientSecret.";
    private const string InstallAgain = "An administrator of the portal must install the application again.";

    private static readonly AuthorizationError s_invalidToken = new(
        $"The refresh token is no longer valid: it was used before, or it is older than 180 days. {InstallAgain} OAuth.TokenStore then needs the first tokens of that installation.",
        IsSpent: true);

    private static readonly AuthorizationError s_invalidCode = new(
        "The authorization code is invalid, was used before, or is older than 30 seconds. The user must authorize the application again.", IsSpent: true);

    private static readonly AuthorizationError s_serverFailure = new("", IsTransient: true);

    // By code, regardless of the status: servers use different statuses, and some send errors with 200.
    private static readonly Dictionary<string, AuthorizationError> s_byCode = new(StringComparer.OrdinalIgnoreCase)
    {
        ["invalid_grant"] = s_invalidToken,
        ["bad_verification_code"] = s_invalidToken,
        ["expired_token"] = s_invalidToken,
        ["invalid_token"] = s_invalidToken,
        ["NOT_INSTALLED"] = new($"The application is not installed on the portal. {InstallAgain}"),
        ["PORTAL_DELETED"] = new("The portal was deleted. If it still exists, an administrator of it must install the application again."),
        ["wrong_client"] = new($"The application was deleted, or its client_id is wrong. {CheckApplication}"),
        ["APPLICATION_NOT_FOUND"] = new($"The application was deleted, or its client_id is wrong. {CheckApplication}"),
        ["invalid_client"] = new(CheckApplication),
        ["unauthorized_client"] = new(CheckApplication),
        ["ERROR_OAUTH"] = new(CheckApplication),
        ["NO_AUTH_FOUND"] = new(CheckApplication),
        ["INVALID_CREDENTIALS"] = new(CheckApplication),
        ["authorization_error"] = new(CheckApplication),
        ["ACCESS_DENIED"] = new($"{CheckApplication} An administrator of the portal must allow the application."),
        ["PAYMENT_REQUIRED"] = new("An administrator of the portal must renew the portal's plan or the application's subscription, or install the application again."),
        ["invalid_scope"] = new("The application's developer must check the permissions (scope) of the application."),
        ["insufficient_scope"] = new("The application's developer must check the permissions (scope) of the application."),
        ["invalid_request"] = new("The application's developer must check OAuth.TokenEndpoint."),
        ["unsupported_grant_type"] = new("The application's developer must check OAuth.TokenEndpoint."),

        ["INTERNAL_SERVER_ERROR"] = s_serverFailure,
        ["ERROR_UNEXPECTED_ANSWER"] = s_serverFailure,
        ["QUERY_LIMIT_EXCEEDED"] = s_serverFailure,
        ["OPERATION_TIME_LIMIT"] = s_serverFailure,
        ["server_error"] = s_serverFailure,
        ["temporarily_unavailable"] = s_serverFailure,
        ["slow_down"] = s_serverFailure,
    };

    private static readonly AuthorizationError s_unknown = new($"The error code is not known. {CheckApplication} An administrator of the portal must check that the application is installed.");

    /// <summary>Gets the meaning of an error code. An unknown code is a rejection, unless the status indicates a server failure.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="isForCode">Whether an authorization code was sent instead of a refresh token.</param>
    /// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
    public static AuthorizationError Create(string code, HttpStatusCode status, bool isForCode)
    {
        AuthorizationError error = s_byCode.GetValueOrDefault(code) ?? (IsServerFailure(status) ? s_serverFailure : s_unknown);
        return isForCode && error == s_invalidToken ? s_invalidCode : error;
    }

    /// <summary>Determines whether the status indicates a server failure and not an invalid request.</summary>
    public static bool IsServerFailure(HttpStatusCode status) =>
        status is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
}
