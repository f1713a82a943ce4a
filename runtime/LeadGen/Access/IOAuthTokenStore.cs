namespace LeadGen;

/// <summary>Keeps the tokens of an application on one portal, from one run to the next.</summary>
/// <remarks>
/// <para>
/// A portal gives both tokens anew at each refresh, and the old ones are worthless from then on: a pair that is not saved is
/// lost, and an administrator must install the application again. So the client uses a new pair only after
/// <see cref="TrySaveAsync"/> has returned.
/// </para>
/// <para>
/// A store needs <see cref="ReadAsync"/> and <see cref="TrySaveAsync"/>. In a database the latter is one statement:
/// <c>update … set …, version = @version where version &lt; @version</c>, or an insert if the row does not exist.
/// </para>
/// <para>
/// If a store throws, the call fails with a <see cref="Bitrix24TokenStoreException"/> and is retried like a failed connection.
/// The message contains only the type of the store's exception, because its text may contain a secret, unless the store
/// throws a <see cref="Bitrix24TokenStoreException"/> itself.
/// </para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/settings/oauth/index.html"/>
public interface IOAuthTokenStore
{
    /// <summary>Gets the last pair that was saved; <see langword="null"/> where the application is not installed.</summary>
    ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Saves a pair with its version, unless the store has a pair of the same or a later version. The comparison and the
    /// change must be one step for all processes. The pair is safe when this returns.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> if the store keeps another pair. <see langword="true"/> if it already has this pair: the same
    /// call is repeated if its reply was lost.
    /// </returns>
    ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken);

    /// <summary>
    /// Gets the pair that follows an expired one: that of the store where another process has saved one, else what
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
    async ValueTask<StoredOAuthToken> RefreshAsync(
        StoredOAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expired);
        ArgumentNullException.ThrowIfNull(refresh);
        StoredOAuthToken? stored = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (stored?.IsNewerThan(expired) == true)
        {
            return stored;
        }

        StoredOAuthToken next = expired.Next(await refresh(expired.Token, cancellationToken).ConfigureAwait(false), stored);
        return await TrySaveAsync(next, CancellationToken.None).ConfigureAwait(false)
            ? next
            : await ReadAsync(CancellationToken.None).ConfigureAwait(false) ?? next;
    }
}
