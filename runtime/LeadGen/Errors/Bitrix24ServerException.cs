namespace LeadGen;

/// <summary>
/// The exception that is thrown when the portal failed while it processed a call. If <see cref="Bitrix24Exception.IsOutcomeUnknown"/> is
/// <see langword="true"/>, the call may have been processed.
/// </summary>
public sealed class Bitrix24ServerException : Bitrix24Exception
{
    internal Bitrix24ServerException(string message, CallFailure failure, bool isOutcomeUnknown = true)
        : base(message, failure with { IsOutcomeUnknown = isOutcomeUnknown })
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24ServerException(Reason, failure, failure.IsOutcomeUnknown);
}
