namespace LeadGen;

/// <summary>The portal refused the values, such as a required field without one or a bad e-mail address. Nothing was processed.</summary>
public sealed class Bitrix24RefusedException : Bitrix24Exception
{
    internal Bitrix24RefusedException(string message, CallFailure failure)
        : base(message, failure)
    {
    }
}
