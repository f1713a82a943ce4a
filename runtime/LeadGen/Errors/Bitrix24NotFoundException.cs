namespace LeadGen;

/// <summary>The exception that is thrown when the record does not exist.</summary>
public sealed class Bitrix24NotFoundException : Bitrix24Exception
{
    internal Bitrix24NotFoundException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24NotFoundException(Reason, failure);
}
