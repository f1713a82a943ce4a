namespace LeadGen;

/// <summary>Keeps an application's tokens in memory: for tests, and for programs that end before the tokens do.</summary>
/// <remarks>Clients of one process that share a store refresh one at a time, and get the same pair.</remarks>
/// <param name="token">The pair to begin with.</param>
public sealed class MemoryOAuthTokenStore(OAuthToken? token = null) : IOAuthTokenStore
{
    private readonly object _gate = new();
    private volatile OAuthToken? _token = token;
    private Task _refreshing = Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<OAuthToken?> ReadAsync(CancellationToken cancellationToken) => new(_token);

    /// <inheritdoc/>
    public ValueTask SaveAsync(OAuthToken token, CancellationToken cancellationToken)
    {
        _token = token;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<OAuthToken> RefreshAsync(
        OAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expired);
        ArgumentNullException.ThrowIfNull(refresh);
        Task<OAuthToken> refreshing;
        lock (_gate)
        {
            _refreshing = refreshing = RefreshAfterAsync(_refreshing, expired, refresh);
        }

        return await refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<OAuthToken> RefreshAfterAsync(
        Task before, OAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        OAuthToken? known = _token;
        if (known is not null && known.AccessToken != expired.AccessToken)
        {
            return known;
        }

        OAuthToken next = await refresh(known ?? expired, CancellationToken.None).ConfigureAwait(false);

        // A pair that was saved meanwhile, because the application was installed again, is the newer one.
        OAuthToken? saved = Interlocked.CompareExchange(ref _token, next, known);
        return ReferenceEquals(saved, known) ? next : saved ?? next;
    }
}
