namespace LeadGen;

/// <summary>
/// The exception that is thrown when the application's token store (<see cref="OAuthApplication.TokenStore"/>) failed, so that there
/// were no tokens to call the portal with. Nothing was processed. The message contains only the type of the store's exception, because its text may
/// contain a secret.
/// </summary>
public sealed class Bitrix24TokenStoreException : Bitrix24Exception
{
    /// <summary>Initializes the exception, for an <see cref="IOAuthTokenStore"/>.</summary>
    /// <param name="message">The failure. It appears in logs, so it must not contain a token, a password or an address with a secret.</param>
    public Bitrix24TokenStoreException(string message)
        : this(message, new CallFailure(CallFailure.TokenExchange))
    {
    }

    private Bitrix24TokenStoreException(string message, CallFailure failure)
        : base(message, failure)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24TokenStoreException(Reason, failure);
}
