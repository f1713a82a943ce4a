namespace LeadGen;

/// <summary>The portal failed while it worked on the call. It may have processed it.</summary>
public sealed class Bitrix24ServerException : Bitrix24Exception
{
    internal Bitrix24ServerException(string message, CallFailure failure)
        : base(message, failure) => IsOutcomeUnknown = true;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
