using System.Globalization;

namespace LeadGen.Authentication;

/// <summary>Calls the application's token store, within a time limit for each access.</summary>
internal sealed class TokenStoreAccess(IOAuthTokenStore store, TimeSpan timeout)
{
    public async Task<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        CancellationToken end = deadline.Token;
        return await WaitAsync(Task.Run(() => store.ReadAsync(end).AsTask(), cancellationToken), end, cancellationToken).ConfigureAwait(false);
    }

    // The time of the token request does not count: it has its own limit, and its result must be saved.
    public async Task<StoredOAuthToken?> RefreshAsync(StoredOAuthToken expired, Func<OAuthToken, Task<TokenResult>> requestTokens)
    {
        using var deadline = new CancellationTokenSource(timeout);
        CancellationToken end = deadline.Token;
        Task<StoredOAuthToken> refresh = Task.Run(() => store.RefreshAsync(expired, RequestTokensAsync, end).AsTask());
        return await WaitAsync(refresh!, end, CancellationToken.None).ConfigureAwait(false);

        async Task<OAuthToken> RequestTokensAsync(OAuthToken current, CancellationToken ignored)
        {
            // The callers already have the store failure, so do not request a token pair that no caller waits for.
            end.ThrowIfCancellationRequested();
            SetDeadline(Timeout.InfiniteTimeSpan);
            TokenResult answer = await requestTokens(current).ConfigureAwait(false);
            SetDeadline(timeout);
            return answer.Pair ?? throw answer.Failure!();
        }

        void SetDeadline(TimeSpan delay)
        {
            try
            {
                deadline.CancelAfter(delay);
            }
            catch (ObjectDisposedException)
            {
                // The store returned without waiting for the token request.
            }
        }
    }

    // A store may ignore its cancellation token. The time is measured by the system's clock, like that of an attempt.
    private async Task<T> WaitAsync<T>(Task<T> access, CancellationToken end, CancellationToken cancellationToken)
    {
        try
        {
            return await access.WaitAsync(end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _ = access.ContinueWith(
                static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new Bitrix24TokenStoreException(
                string.Create(CultureInfo.InvariantCulture, $"It did not respond within {timeout.TotalSeconds:0.###} seconds."));
        }
    }
}
