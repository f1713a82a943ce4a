namespace LeadGen;

/// <summary>
/// The exception that is thrown when the portal did not reply: the network failed, the call timed out, or the connection was lost. The call
/// may have been processed, unless it failed before it was sent, for example because the host is unknown or refuses connections.
/// </summary>
public sealed class Bitrix24TransportException : Bitrix24Exception
{
    internal Bitrix24TransportException(string message, CallFailure failure, bool wasSent, bool isTransient = true)
        : this(message, failure with { IsOutcomeUnknown = wasSent, IsUnsent = !wasSent }, isTransient)
    {
    }

    private Bitrix24TransportException(string message, CallFailure failure, bool isTransient)
        : base(message, failure) => IsTransient = isTransient;

    /// <summary>Gets whether a retry may succeed: always, unless the client was disposed.</summary>
    public override bool IsTransient { get; }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24TransportException(Reason, failure, IsTransient);
}
