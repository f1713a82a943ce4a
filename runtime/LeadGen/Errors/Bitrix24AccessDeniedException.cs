namespace LeadGen;

/// <summary>The user of the webhook or application has no permission: for the lead, because a scope is missing, or because of the portal's plan.</summary>
public sealed class Bitrix24AccessDeniedException : Bitrix24Exception
{
    internal Bitrix24AccessDeniedException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24AccessDeniedException(Reason, failure);
}
