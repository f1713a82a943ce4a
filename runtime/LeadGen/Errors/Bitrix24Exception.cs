using System.Net;

namespace LeadGen;

/// <summary>Represents a call that failed: the portal did not process it, or the outcome is unknown. The base class of all portal exceptions.</summary>
/// <remarks>
/// Only the portal's own error proves that nothing was processed. Any other reply, with any status, leaves the outcome
/// unknown (<see cref="IsOutcomeUnknown"/>). Messages contain neither the webhook's secret nor values of the record.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/_includes/system-errors.html"/>
public abstract class Bitrix24Exception : Exception
{
    private protected Bitrix24Exception(string message, CallFailure failure, Exception? innerException = null)
        : base(failure.Redact(message), innerException) => Failure = failure.WithoutSecrets();

    /// <summary>Gets the message. It says whether the portal may have processed the call, if the call changes a record.</summary>
    public override string Message => !IsOutcomeUnknown || !Failure.ChangesRecord ? base.Message
        : base.Message + (Failure.IsUnsent ? " An earlier attempt may have been processed." : " The portal may have processed the call.");

    /// <summary>Gets the REST method that was called.</summary>
    public string Method => Failure.Method;

    /// <summary>Gets the ID of the record; <see langword="null"/> if the call was not about exactly one record, or the record was not created.</summary>
    public long? RecordId => Failure.RecordId;

    /// <summary>Gets the HTTP status of the reply; <see langword="null"/> without a reply.</summary>
    public HttpStatusCode? StatusCode => Failure.StatusCode;

    /// <summary>Gets the portal's <c>error</c>, which is empty for most errors of the CRM; <see langword="null"/> if the reply contains none.</summary>
    public string? ErrorCode => Failure.ErrorCode;

    /// <summary>Gets the portal's <c>error_description</c>, in the language of its user.</summary>
    public string? ErrorDescription => Failure.ErrorDescription;

    /// <summary>Gets whether the portal may have processed the call anyway, in this or an earlier attempt. Repeating it is safe unless it creates a record, can add entries to one (<see cref="CrmUpdate.CanAddEntries"/>), or posts an event (<see cref="CrmUpdateOptions.RegisterSonetEvent"/>).</summary>
    public bool IsOutcomeUnknown => Failure.IsOutcomeUnknown;

    /// <summary>Gets whether the same call may succeed later: after a limit, a server error of the portal, or a network failure.</summary>
    public virtual bool IsTransient => false;

    /// <summary>Gets the time until the portal or the client's own limits would accept the call; <see langword="null"/> if it is unknown.</summary>
    public TimeSpan? RetryAfter => Failure.RetryAfter;

    /// <summary>Gets the details of the call, without secrets.</summary>
    internal CallFailure Failure { get; }

    /// <summary>Gets the message without the sentence on an unknown outcome.</summary>
    private protected string Reason => base.Message;

    /// <summary>Creates the same exception with other details. One exception can reach several callers, whose calls have different outcomes.</summary>
    internal abstract Bitrix24Exception With(CallFailure failure);
}

/// <summary>Represents the details of a failed call.</summary>
internal sealed record CallFailure(
    string Method, HttpStatusCode? StatusCode = null, string? ErrorCode = null, string? ErrorDescription = null, TimeSpan? RetryAfter = null)
{
    /// <summary>The method name of a token request.</summary>
    public const string TokenExchange = "oauth/token";

    private const string Mask = "***";

    // The maximum length of a server's text in a message.
    private const int MaxTextLength = 500;

    /// <summary>Removes secrets from a text. The exception applies it to its whole message, so that none is forgotten.</summary>
    public Func<string, string> Redact { get; init; } = static text => text;

    /// <summary>Gets the error as messages quote it, without secrets; <see langword="null"/> if it has neither a code nor a description.</summary>
    /// <remarks>Secrets are masked before the text is truncated, because a part of a secret would not be recognized.</remarks>
    public string? QuotedError => Join(ErrorCode, ErrorDescription) is { Length: > 0 } said ? OneLine.Format(Redact(said), MaxTextLength) : null;

    /// <summary>Whether the call changes a record, so that it matters whether it was processed.</summary>
    public bool ChangesRecord { get; init; }

    /// <summary>Whether the portal may have processed the call, in any attempt.</summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>Whether the last attempt ended before anything was sent. Unlike <see cref="IsOutcomeUnknown"/>, it does not include earlier attempts.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>The ID of the record; <see langword="null"/> if the call is not about exactly one record.</summary>
    public long? RecordId { get; init; }

    /// <summary>Gets the call, as messages name it.</summary>
    public string Call => RecordId is { } id ? $"{Method} for record {id}" : Method;

    /// <summary>Gets the failure with masked secrets. If a secret is split over code and description, both are masked.</summary>
    public CallFailure WithoutSecrets()
    {
        string? code = ErrorCode is null ? null : Redact(ErrorCode);
        string? description = ErrorDescription is null ? null : Redact(ErrorDescription);
        string joined = Join(code, description);
        bool isSplit = Redact(joined) != joined;
        return this with { ErrorCode = isSplit ? Mask : code, ErrorDescription = isSplit ? Mask : description, Redact = static text => text };
    }

    private static string Join(string? code, string? description) =>
        string.Join(": ", new[] { code, description }.Where(static part => !string.IsNullOrEmpty(part)));
}
