namespace LeadGen;

/// <summary>The webhook's user may not do this: no right to the lead, a scope that is missing, or a plan that does not allow it.</summary>
public sealed class Bitrix24AccessDeniedException : Bitrix24Exception
{
    internal Bitrix24AccessDeniedException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24AccessDeniedException(Reason, failure);
}
