namespace LeadGen;

/// <summary>The exception that is thrown when the portal rejected the values, such as a required field without a value or an invalid e-mail address.</summary>
/// <remarks>
/// In most cases, nothing was changed. But a portal returns the same codes (empty or <c>ERROR_CORE</c>) if a step fails after it has saved the record:
/// product rows, links to other entities, history, actions of applications, handlers of events. If the text is not about a value that was
/// sent, read the record again; after <see cref="Bitrix24Client.CreateAsync(CrmDraft, CrmUpdateOptions?, CancellationToken)"/>, check whether the record exists.
/// </remarks>
public sealed class Bitrix24RejectedException : Bitrix24Exception
{
    internal Bitrix24RejectedException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24RejectedException(Reason, failure);
}
