namespace LeadGen.Tests.Authentication;

/// <summary>A token store that does what a test says.</summary>
internal sealed class StubTokenStore(OAuthToken? token) : IOAuthTokenStore
{
    private StoredOAuthToken? _stored = token is null ? null : new StoredOAuthToken(token, 1);
    private long _version = 1;

    /// <summary>The pair; one that is set is the newest.</summary>
    public OAuthToken? Token
    {
        get => _stored?.Token;
        set => _stored = value is null ? null : new StoredOAuthToken(value, ++_version);
    }

    /// <summary>What happens before a pair is read.</summary>
    public Func<CancellationToken, Task> BeforeRead { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What happens before a pair is saved.</summary>
    public Action<OAuthToken> BeforeSave { get; set; } = static _ => { };

    /// <summary>How the store asks for a new pair, instead of as any store does that knows no lock.</summary>
    public Func<StoredOAuthToken, Func<OAuthToken, CancellationToken, Task<OAuthToken>>, Task<StoredOAuthToken>>? Refresh { get; set; }

    /// <summary>What the first times fail with, and that it does no more afterwards.</summary>
    public static Action Failing(int times, Exception failure) => () =>
    {
        if (times-- > 0)
        {
            throw failure;
        }
    };

    public async ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken)
    {
        await BeforeRead(cancellationToken);
        return _stored;
    }

    public ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken)
    {
        BeforeSave(token.Token);
        if (_stored?.Version >= token.Version)
        {
            return new(token == _stored);
        }

        (_stored, _version) = (token, token.Version);
        return new(true);
    }

    async ValueTask<StoredOAuthToken> IOAuthTokenStore.RefreshAsync(
        StoredOAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken) =>
        Refresh is not null ? await Refresh(expired, refresh) : await ((IOAuthTokenStore)new Unlocked(this)).RefreshAsync(expired, refresh, cancellationToken);

    /// <summary>The store with the refresh of any store that has no lock.</summary>
    private sealed class Unlocked(StubTokenStore store) : IOAuthTokenStore
    {
        public ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken) => store.ReadAsync(cancellationToken);

        public ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken) => store.TrySaveAsync(token, cancellationToken);
    }
}
