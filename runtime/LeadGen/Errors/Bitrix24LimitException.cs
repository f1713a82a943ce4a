namespace LeadGen;

/// <summary>
/// The exception that is thrown when the portal or the client's rate limiter rejected a call: there were too many calls, or the operating
/// time is used up. Nothing was processed, unless the reply was status 429 without the portal's own error (<see cref="Bitrix24Exception.IsOutcomeUnknown"/>).
/// </summary>
public sealed class Bitrix24LimitException : Bitrix24Exception
{
    internal Bitrix24LimitException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    /// <summary>Gets whether the client itself rejected the call. The call has already waited, and is not retried.</summary>
    internal bool IsFromClient { get; init; }

    /// <summary>Gets whether the method has used up its operating time.</summary>
    internal bool IsOperatingTime => string.Equals(ErrorCode, "OPERATION_TIME_LIMIT", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets whether waiting helps. A portal that returns <c>OVERLOAD_LIMIT</c> is blocked until its operator unblocks it.</summary>
    public override bool IsTransient => !string.Equals(ErrorCode, "OVERLOAD_LIMIT", StringComparison.OrdinalIgnoreCase);

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24LimitException(Reason, failure) { IsFromClient = IsFromClient };
}
