namespace LeadGen;

/// <summary>Keeps an application's tokens in memory: for tests, and for programs that end before the tokens do.</summary>
/// <param name="token">The pair to begin with.</param>
public sealed class MemoryOAuthTokenStore(OAuthToken? token = null) : IOAuthTokenStore
{
    private volatile OAuthToken? _token = token;

    /// <inheritdoc/>
    public ValueTask<OAuthToken?> ReadAsync(CancellationToken cancellationToken) => new(_token);

    /// <inheritdoc/>
    public ValueTask SaveAsync(OAuthToken token, CancellationToken cancellationToken)
    {
        _token = token;
        return ValueTask.CompletedTask;
    }
}
