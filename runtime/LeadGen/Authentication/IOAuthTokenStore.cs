namespace LeadGen;

/// <summary>Keeps the tokens of an application on one portal, from one run to the next.</summary>
/// <remarks>
/// <para>
/// A portal gives both tokens anew at each refresh, and the old ones are worthless from then on: a pair that is not saved is
/// lost, and an administrator must install the application again. So the client uses a new pair only after
/// <see cref="SaveAsync"/> has returned.
/// </para>
/// <para>
/// Whatever a store throws, a call fails with a <see cref="Bitrix24TokenStoreException"/> that has its text, and is repeated
/// like one that found no connection. No text of a store should hold a token.
/// </para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
public interface IOAuthTokenStore
{
    /// <summary>The last pair that was saved; <see langword="null"/> where the application is not installed.</summary>
    ValueTask<OAuthToken?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the pair. It is safe when this returns.</summary>
    ValueTask SaveAsync(OAuthToken token, CancellationToken cancellationToken);

    /// <summary>
    /// Gives the pair that follows an expired one: that of the store where somebody else has saved one, else what
    /// <paramref name="refresh"/> gets, saved.
    /// </summary>
    /// <remarks>
    /// Within one client there is one refresh at a time. A store that several processes share overrides this to let only
    /// one of them refresh while the others wait for its pair: a second refresh with the same token fails. After a failure
    /// to save, this is called again with the same pair; <paramref name="refresh"/> then gives what the server gave before.
    /// </remarks>
    /// <param name="expired">The pair that the portal no longer accepts.</param>
    /// <param name="refresh">Asks the authorization server. It must be called once, and what it gives must be saved.</param>
    /// <param name="cancellationToken">Ends the waiting; not used once the server was asked, which answers to its end.</param>
    async ValueTask<OAuthToken> RefreshAsync(
        OAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expired);
        ArgumentNullException.ThrowIfNull(refresh);
        OAuthToken current = await ReadAsync(cancellationToken).ConfigureAwait(false) ?? expired;
        if (current.AccessToken != expired.AccessToken)
        {
            return current;
        }

        OAuthToken next = await refresh(current, cancellationToken).ConfigureAwait(false);
        await SaveAsync(next, CancellationToken.None).ConfigureAwait(false);
        return next;
    }
}
