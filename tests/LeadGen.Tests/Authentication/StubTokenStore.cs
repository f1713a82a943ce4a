namespace LeadGen.Tests.Authentication;

/// <summary>A token store whose behavior is defined by a test.</summary>
internal sealed class StubTokenStore(OAuthToken? token) : IOAuthTokenStore
{
    private StoredOAuthToken? _stored = token is null ? null : new StoredOAuthToken(token, 1);
    private long _version = 1;

    /// <summary>Gets or sets the stored tokens. Setting them increases the version.</summary>
    public OAuthToken? Token
    {
        get => _stored?.Token;
        set => _stored = value is null ? null : new StoredOAuthToken(value, ++_version);
    }

    /// <summary>Gets or sets a callback that runs before the tokens are read.</summary>
    public Func<CancellationToken, Task> BeforeRead { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Gets or sets a callback that runs before tokens are saved.</summary>
    public Action<OAuthToken> BeforeSave { get; set; } = static _ => { };

    /// <summary>Gets or sets the refresh. The default is the interface's implementation, which takes no lock.</summary>
    public Func<StoredOAuthToken, Func<OAuthToken, CancellationToken, Task<OAuthToken>>, Task<StoredOAuthToken>>? Refresh { get; set; }

    /// <summary>Returns an action that throws the first <paramref name="times"/> times, and then does nothing.</summary>
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

    /// <summary>Exposes the interface's default implementation of the refresh.</summary>
    private sealed class Unlocked(StubTokenStore store) : IOAuthTokenStore
    {
        public ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken) => store.ReadAsync(cancellationToken);

        public ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken) => store.TrySaveAsync(token, cancellationToken);
    }
}
