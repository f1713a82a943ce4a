namespace LeadGen;

/// <summary>
/// The exception that is thrown when the user of the webhook or application may not access the record, when a scope is missing, or when the
/// portal's plan does not allow the call.
/// </summary>
public sealed class Bitrix24AccessDeniedException : Bitrix24Exception
{
    internal Bitrix24AccessDeniedException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24AccessDeniedException(Reason, failure);
}
