namespace LeadGen;

/// <summary>The portal refuses for now: too many calls, or too much working time used. Nothing was carried out.</summary>
public sealed class Bitrix24LimitException : Bitrix24Exception
{
    internal Bitrix24LimitException(string message, CallFailure failure)
        : base(message, failure)
    {
    }
}
