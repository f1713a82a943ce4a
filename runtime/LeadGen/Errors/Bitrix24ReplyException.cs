namespace LeadGen;

/// <summary>
/// The exception that is thrown when the reply is not from a portal: a web page of a firewall or proxy, an incomplete text, a redirect
/// that the client does not follow, or JSON in another format. The call may have been processed.
/// </summary>
public sealed class Bitrix24ReplyException : Bitrix24Exception
{
    internal Bitrix24ReplyException(string message, CallFailure failure, bool isTransient = true, bool isOutcomeUnknown = true)
        : base(message, failure with { IsOutcomeUnknown = isOutcomeUnknown }) => IsTransient = isTransient;

    /// <summary>Gets whether a retry may succeed. A reply with a status from 300 to 499 is not expected to change.</summary>
    public override bool IsTransient { get; }

    /// <summary>Gets whether the reply exceeds a size limit.</summary>
    internal bool IsOverLimit { get; init; }

    internal override Bitrix24Exception With(CallFailure failure) =>
        new Bitrix24ReplyException(Reason, failure, IsTransient, failure.IsOutcomeUnknown) { IsOverLimit = IsOverLimit };
}
