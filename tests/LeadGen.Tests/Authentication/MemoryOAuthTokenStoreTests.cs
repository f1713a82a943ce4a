using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

public class MemoryOAuthTokenStoreTests
{
    private readonly MemoryOAuthTokenStore _store = new(OAuthPortal.Token(0));

    [Fact]
    public async Task Clients_that_share_a_store_refresh_once()
    {
        var portal = new OAuthPortal();
        Task rejected = portal.WaitForCalls(2);
        portal.BeforeExchange = async () =>
        {
            await rejected;
            await Task.Delay(50);
        };
        await Task.WhenAll(Enumerable.Range(1, 2).Select(i => portal.Client(_store).UpdateAsync(new LeadUpdate(i).SetName("Анна"))));

        Assert.Equal(["refresh0"], portal.RefreshTokens);
    }

    [Fact]
    public async Task A_refresh_does_not_replace_a_pair_that_was_saved_meanwhile()
    {
        StoredOAuthToken next = await _store.RefreshAsync(
            new StoredOAuthToken(OAuthPortal.Token(0), 1),
            async (_, cancellationToken) =>
            {
                await _store.SaveAsync(OAuthPortal.Token(7), cancellationToken);
                return OAuthPortal.Token(1);
            },
            CancellationToken.None);

        Assert.Equal(new StoredOAuthToken(OAuthPortal.Token(7), 2), next);
        Assert.Equal(next, await _store.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_failed_refresh_does_not_block_the_next_one()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => _store.RefreshAsync(new StoredOAuthToken(OAuthPortal.Token(0), 1), static (_, _) => throw new NotSupportedException(), CancellationToken.None).AsTask());
        Assert.Equal(
            new StoredOAuthToken(OAuthPortal.Token(1), 2), await _store.RefreshAsync(new StoredOAuthToken(OAuthPortal.Token(0), 1), static (_, _) => Task.FromResult(OAuthPortal.Token(1)), CancellationToken.None));
    }
}
