namespace LeadGen;

/// <summary>
/// No answer came: the network failed, the time was up, or the connection broke. The call may have been carried out,
/// unless no connection was made at all.
/// </summary>
public sealed class Bitrix24TransportException : Bitrix24Exception
{
    internal Bitrix24TransportException(string message, CallFailure failure, bool wasConnected)
        : base(message, failure) => IsOutcomeUnknown = wasConnected;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
