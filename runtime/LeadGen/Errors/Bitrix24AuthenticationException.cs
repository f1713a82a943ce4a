namespace LeadGen;

/// <summary>
/// The portal does not accept the webhook or the application's tokens: they are wrong, deleted, expired, or wait for an
/// administrator. Nothing was processed.
/// </summary>
public sealed class Bitrix24AuthenticationException : Bitrix24Exception
{
    internal Bitrix24AuthenticationException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24AuthenticationException(Reason, failure);
}
