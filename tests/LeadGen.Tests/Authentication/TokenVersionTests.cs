using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

/// <summary>Tests that the version of a pair in the store, and not its date, decides which of two pairs is newer.</summary>
public class TokenVersionTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    private readonly OAuthPortal _portal = new();

    public static TheoryData<DateTimeOffset> Dates => [default, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch];

    [Theory]
    [MemberData(nameof(Dates))]
    public async Task Two_processes_share_a_pair_with_any_date(DateTimeOffset date)
    {
        var store = new CustomStore();
        await store.SaveAsync(OAuthPortal.Token(0) with { ExpiresAt = date });
        Bitrix24Client first = _portal.Client(store), second = _portal.Client(store);
        _portal.ValidToken = 0;
        await Task.WhenAll(first.UpdateAsync(s_update), second.UpdateAsync(s_update));
        _portal.ValidToken = 1;
        await first.UpdateAsync(s_update);
        await second.UpdateAsync(s_update);

        Assert.Equal(["refresh0"], _portal.RefreshTokens);
        Assert.Equal(2, (await store.ReadAsync(CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task A_store_that_was_restored_from_an_old_copy_gets_the_newer_pair()
    {
        var store = new CustomStore();
        await store.SaveAsync(OAuthPortal.Token(0));
        StoredOAuthToken copy = (await store.ReadAsync(CancellationToken.None))!;
        Bitrix24Client client = _portal.Client(store);
        await client.UpdateAsync(s_update);
        store.Stored = copy;
        _portal.ValidToken = 2;
        await client.UpdateAsync(s_update);

        Assert.Equal(["refresh0", "refresh1"], _portal.RefreshTokens);
        Assert.Equal(new StoredOAuthToken(OAuthPortal.Token(2) with { ExpiresAt = store.Stored.Token.ExpiresAt }, 3), store.Stored);
    }

    [Fact]
    public async Task A_store_that_lost_its_data_and_has_the_pair_of_a_new_installation_is_used()
    {
        var store = new CustomStore();
        await store.SaveAsync(OAuthPortal.Token(0));
        Bitrix24Client client = _portal.Client(store);
        await client.UpdateAsync(s_update);
        _portal.ValidToken = 2;
        await client.UpdateAsync(s_update);

        // The server no longer accepts the old refresh token.
        store.Stored = null;
        await store.SaveAsync(OAuthPortal.Token(7));
        _portal.ValidToken = 7;
        _portal.OverrideReply = static _ => LeadGen.Tests.Client.Script.Error(400, "invalid_grant")();
        await client.UpdateAsync(s_update);
        Assert.Equal("access7", _portal.Calls[^1]);
    }

    [Fact]
    public async Task The_pair_of_a_new_installation_is_not_replaced_by_a_refresh_that_was_under_way()
    {
        var store = new CustomStore();
        await store.SaveAsync(OAuthPortal.Token(0));
        _portal.BeforeExchange = async () => await store.SaveAsync(OAuthPortal.Token(7));
        _portal.ValidToken = 7;
        await _portal.Client(store).UpdateAsync(s_update);

        Assert.Equal(OAuthPortal.Token(7), store.Stored!.Token);
        Assert.DoesNotContain("access1", _portal.Calls);
    }

    /// <summary>A user's store that implements only the required methods.</summary>
    private sealed class CustomStore : IOAuthTokenStore
    {
        private readonly object _gate = new();

        public StoredOAuthToken? Stored { get; set; }

        public ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken) => new(Stored);

        public ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (Stored?.Version >= token.Version)
                {
                    return new(Stored == token);
                }

                Stored = token;
                return new(true);
            }
        }
    }
}
