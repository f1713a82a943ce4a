namespace LeadGen;

/// <summary>Stores the tokens of an application for one portal between runs.</summary>
/// <remarks>
/// <para>
/// Each refresh returns a new access token and a new refresh token, and invalidates the old pair. If the new pair is not saved, an
/// administrator must install the application again. The client therefore uses a new pair only after <see cref="TrySaveAsync"/> has
/// returned.
/// </para>
/// <para>
/// Implement <see cref="ReadAsync"/> and <see cref="TrySaveAsync"/>. With a database, the latter is one statement:
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
    /// <summary>Gets the last saved pair, or <see langword="null"/> if the application is not installed.</summary>
    ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Saves a pair with its version, unless the store has a pair of the same or a later version. The comparison and the
    /// change must be atomic for all processes. The method must not return before the pair is stored durably.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> if the store keeps another pair. <see langword="true"/> if it already has this pair: the same
    /// call is repeated if its reply was lost.
    /// </returns>
    ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken);

    /// <summary>
    /// Gets the successor of an expired pair: the pair in the store if another process has saved a newer one, otherwise a new pair
    /// from <paramref name="refresh"/>, which is saved.
    /// </summary>
    /// <remarks>
    /// A client makes one refresh at a time. A store that is shared by several processes must override this method, so that one
    /// process refreshes and the others wait for its pair, because a second refresh with the same token fails. If saving fails, the
    /// method is called again with the same pair, and <paramref name="refresh"/> then returns the pair that the server issued before.
    /// </remarks>
    /// <param name="expired">The pair that the portal no longer accepts.</param>
    /// <param name="refresh">Requests a new pair from the authorization server. Call it once, and save the pair that it returns.</param>
    /// <param name="cancellationToken">Cancels the wait. A request to the authorization server is not canceled.</param>
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
