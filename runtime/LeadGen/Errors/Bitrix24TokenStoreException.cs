namespace LeadGen;

/// <summary>
/// The application's token store failed (<see cref="OAuthApplication.TokenStore"/>), so that there was nothing to call the
/// portal with. Nothing was carried out. <see cref="Exception.InnerException"/> is what the store threw, unless its text holds
/// a token.
/// </summary>
public sealed class Bitrix24TokenStoreException : Bitrix24Exception
{
    internal Bitrix24TokenStoreException(string message, CallFailure failure, Exception? cause)
        : base(message, failure, cause)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
