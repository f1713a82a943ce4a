namespace LeadGen;

/// <summary>The portal has no lead of that id.</summary>
public sealed class LeadNotFoundException : Bitrix24Exception
{
    internal LeadNotFoundException(string message, CallFailure failure)
        : base(message, failure)
    {
    }
}
