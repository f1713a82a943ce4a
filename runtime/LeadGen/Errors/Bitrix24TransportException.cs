namespace LeadGen;

/// <summary>No answer came: the network failed, the time was up, or the connection broke. The call may have been carried out.</summary>
public sealed class Bitrix24TransportException : Bitrix24Exception
{
    internal Bitrix24TransportException(string message, CallFailure failure, Exception? inner = null)
        : base(message, failure, inner)
    {
    }

    /// <inheritdoc/>
    public override bool IsOutcomeUnknown => true;
}
