using System.Net;

namespace LeadGen;

/// <summary>A call that a portal did not carry out, or of which nobody knows whether it did. The base of all such failures.</summary>
/// <remarks>No message holds the webhook's secret or a value of the lead.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/_includes/system-errors.html"/>
public abstract class Bitrix24Exception : Exception
{
    private protected Bitrix24Exception(string message, CallFailure failure)
        : base(message)
    {
        Method = failure.Method;
        StatusCode = failure.StatusCode;
        ErrorCode = failure.ErrorCode;
        ErrorDescription = failure.ErrorDescription;
    }

    /// <summary>The REST method that was called.</summary>
    public string Method { get; }

    /// <summary>The HTTP status; <see langword="null"/> where no answer came.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>The portal's <c>error</c>; empty for most errors of the CRM, <see langword="null"/> where it answered none.</summary>
    public string? ErrorCode { get; }

    /// <summary>The portal's <c>error_description</c>, in its user's language.</summary>
    public string? ErrorDescription { get; }

    /// <summary>Whether the portal may have carried the call out all the same. Repeating it is safe unless the update appends (<see cref="LeadChanges.Appends"/>).</summary>
    public virtual bool IsOutcomeUnknown => false;
}

/// <summary>What is known of a failed call.</summary>
internal sealed record CallFailure(string Method, HttpStatusCode? StatusCode = null, string? ErrorCode = null, string? ErrorDescription = null);
