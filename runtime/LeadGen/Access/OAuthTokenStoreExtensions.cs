namespace LeadGen;

/// <summary>Provides extension methods for token stores.</summary>
public static class OAuthTokenStoreExtensions
{
    private const int MaxAttempts = 10;

    /// <summary>Saves the pair of an application that was just installed. It replaces any other pair.</summary>
    /// <param name="store">The application's store.</param>
    /// <param name="token">The pair that the portal issued to the installed application.</param>
    /// <param name="cancellationToken">Cancels the wait; the pair may be saved anyway.</param>
    /// <returns>The pair with its version.</returns>
    /// <exception cref="Bitrix24TokenStoreException">The store did not save the pair in ten attempts.</exception>
    /// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
    public static async ValueTask<StoredOAuthToken> SaveAsync(this IOAuthTokenStore store, OAuthToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(token);
        for (int attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StoredOAuthToken? known = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
            StoredOAuthToken next = known?.Next(token) ?? new StoredOAuthToken(token, 1);
            if (await store.TrySaveAsync(next, cancellationToken).ConfigureAwait(false))
            {
                return next;
            }
        }

        throw new Bitrix24TokenStoreException($"The token store did not save the pair in {MaxAttempts} attempts. TrySaveAsync must save a pair with a later version.");
    }
}
