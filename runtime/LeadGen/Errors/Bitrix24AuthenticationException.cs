namespace LeadGen;

/// <summary>The portal does not accept the webhook: it is wrong, deleted, expired, or waits for an administrator.</summary>
public sealed class Bitrix24AuthenticationException : Bitrix24Exception
{
    internal Bitrix24AuthenticationException(string message, CallFailure failure)
        : base(message, failure)
    {
    }
}
