namespace LeadGen.Tests.Authentication;

/// <summary>A token store that does what a test says.</summary>
internal sealed class StubTokenStore(OAuthToken? token) : IOAuthTokenStore
{
    public OAuthToken? Token { get; set; } = token;

    /// <summary>What happens before a pair is read.</summary>
    public Func<CancellationToken, Task> BeforeRead { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What happens before a pair is saved.</summary>
    public Action<OAuthToken> BeforeSave { get; set; } = static _ => { };

    /// <summary>How the store asks for a new pair, instead of as any store does that knows no lock.</summary>
    public Func<OAuthToken, Func<OAuthToken, CancellationToken, Task<OAuthToken>>, Task<OAuthToken>>? Refresh { get; set; }

    /// <summary>What the first times fail with, and that it does no more afterwards.</summary>
    public static Action Failing(int times, Exception failure) => () =>
    {
        if (times-- > 0)
        {
            throw failure;
        }
    };

    public async ValueTask<OAuthToken?> ReadAsync(CancellationToken cancellationToken)
    {
        await BeforeRead(cancellationToken);
        return Token;
    }

    public ValueTask SaveAsync(OAuthToken token, CancellationToken cancellationToken)
    {
        BeforeSave(token);
        Token = token;
        return ValueTask.CompletedTask;
    }

    async ValueTask<OAuthToken> IOAuthTokenStore.RefreshAsync(
        OAuthToken expired, Func<OAuthToken, CancellationToken, Task<OAuthToken>> refresh, CancellationToken cancellationToken)
    {
        if (Refresh is not null)
        {
            return await Refresh(expired, refresh);
        }

        if (await ReadAsync(cancellationToken) is { } saved && saved.AccessToken != expired.AccessToken)
        {
            return saved;
        }

        OAuthToken next = await refresh(expired, cancellationToken);
        await SaveAsync(next, CancellationToken.None);
        return next;
    }
}
