namespace LeadGen;

/// <summary>The portal failed while it processed the call. The call may have been processed.</summary>
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
