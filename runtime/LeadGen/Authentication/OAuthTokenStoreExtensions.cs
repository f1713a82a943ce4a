namespace LeadGen;

/// <summary>Provides what every token store can do.</summary>
public static class OAuthTokenStoreExtensions
{
    /// <summary>Saves the pair of an application that was just installed: it replaces any other.</summary>
    /// <param name="store">The application's store.</param>
    /// <param name="token">The pair that the portal gave the installed application.</param>
    /// <param name="cancellationToken">Ends the waiting; the pair may be saved all the same.</param>
    /// <returns>The pair with its version.</returns>
    /// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
    public static async ValueTask<StoredOAuthToken> SaveAsync(this IOAuthTokenStore store, OAuthToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(token);
        while (true)
        {
            StoredOAuthToken? known = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
            StoredOAuthToken next = known?.Next(token) ?? new StoredOAuthToken(token, 1);
            if (await store.TrySaveAsync(next, cancellationToken).ConfigureAwait(false))
            {
                return next;
            }
        }
    }
}
