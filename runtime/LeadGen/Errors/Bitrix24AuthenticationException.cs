namespace LeadGen;

/// <summary>
/// The exception that is thrown when the portal rejected the webhook or the application's tokens: they are wrong, deleted or expired, or
/// need the approval of an administrator. Nothing was processed.
/// </summary>
public sealed class Bitrix24AuthenticationException : Bitrix24Exception
{
    internal Bitrix24AuthenticationException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24AuthenticationException(Reason, failure);
}
