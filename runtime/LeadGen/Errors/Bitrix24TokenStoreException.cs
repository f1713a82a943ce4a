using LeadGen.Authentication;

namespace LeadGen;

/// <summary>
/// The application's token store failed (<see cref="OAuthApplication.TokenStore"/>), so that there was nothing to call the
/// portal with. Nothing was processed. The message names the type of what the store threw; its text may hold a secret and is
/// not repeated.
/// </summary>
public sealed class Bitrix24TokenStoreException : Bitrix24Exception
{
    /// <summary>Initializes the exception, for an <see cref="IOAuthTokenStore"/>.</summary>
    /// <param name="message">What failed. Callers and logs get it: it must not hold a token, a password or an address with one.</param>
    public Bitrix24TokenStoreException(string message)
        : base(message, new CallFailure(AuthorizationServer.Exchange))
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
