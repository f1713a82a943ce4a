namespace LeadGen;

/// <summary>Keeps an application's tokens in memory, for tests and for programs that end before the tokens expire.</summary>
/// <remarks>Clients of one process that share a store refresh one at a time, and get the same pair.</remarks>
/// <param name="token">The initial pair; <see langword="null"/> for none.</param>
public sealed class MemoryOAuthTokenStore(OAuthToken? token = null) : IOAuthTokenStore
{
    private readonly object _gate = new();
    private volatile StoredOAuthToken? _token = token is null ? null : new StoredOAuthToken(token, 1);
    private Task _refreshing = Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken) => new(_token);

    /// <inheritdoc/>
    public ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        lock (_gate)
        {
            bool isNewer = _token is null || token.Version > _token.Version;
            _token = isNewer ? token : _token;
            return new(isNewer || token == _token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StoredOAuthToken> RefreshAsync(
        StoredOAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expired);
        ArgumentNullException.ThrowIfNull(refresh);
        Task<StoredOAuthToken> refreshing;
        lock (_gate)
        {
            _refreshing = refreshing = RefreshAfterAsync(_refreshing, expired, refresh);
        }

        return await refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<StoredOAuthToken> RefreshAfterAsync(
        Task before, StoredOAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        StoredOAuthToken? known = _token;
        if (known?.IsNewerThan(expired) == true)
        {
            return known;
        }

        // A pair that was saved during the refresh, because the application was installed again, is the newer one.
        StoredOAuthToken next = expired.Next(await refresh(expired.Token, CancellationToken.None).ConfigureAwait(false), known);
        return await TrySaveAsync(next, CancellationToken.None).ConfigureAwait(false) ? next : _token ?? next;
    }
}
