using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Authentication;

/// <summary>Tests that a token store that hangs or is slow does not block calls of this process or of another process.</summary>
public class TokenStoreDeadlineTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    private readonly OAuthPortal _portal = new();

    [Fact]
    public async Task A_client_waits_for_tokens_that_another_process_is_saving()
    {
        _portal.ValidToken = 2;
        var saving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = new SlowStore { SavesAfter = TimeSpan.FromSeconds(1), BeforeSave = () => saving.TrySetResult() };
        Task first = Client(store, TimeSpan.FromSeconds(20)).UpdateAsync(s_update);
        await saving.Task;
        Bitrix24Client second = Client(store, TimeSpan.FromSeconds(20));
        List<CrmUpdateResult> outcomes = await second.UpdateManyAsync(Enumerable.Range(1, 100).Select(static i => new LeadUpdate(i).SetName("Анна"))).ToListAsync();

        await first;
        Assert.All(outcomes, static o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_fails_after_the_timeout_if_the_store_hangs(bool blocks)
    {
        using var released = new ManualResetEventSlim();
        var never = new TaskCompletionSource();
        var store = new StubTokenStore(OAuthPortal.Token(1))
        {
            BeforeRead = _ =>
            {
                if (blocks)
                {
                    released.Wait(CancellationToken.None);
                }

                return never.Task;
            },
        };
        Bitrix24Client client = Client(store, TimeSpan.FromMilliseconds(200));
        Bitrix24TokenStoreException e = await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Contains("did not respond within 0.2 seconds", e.Message, StringComparison.Ordinal);
        Assert.Equal((true, false), (e.IsTransient, e.IsOutcomeUnknown));
        Assert.Empty(_portal.Http.Requests);
        store.BeforeRead = static _ => Task.CompletedTask;
        released.Set();
        never.SetResult();
        await client.UpdateAsync(s_update);
    }

    [Fact]
    public async Task Tokens_that_could_not_be_saved_in_time_are_saved_later()
    {
        _portal.ValidToken = 2;
        var store = new SlowStore { SavesAfter = Timeout.InfiniteTimeSpan };
        Bitrix24Client client = Client(store, TimeSpan.FromMilliseconds(100));
        for (int i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => client.UpdateAsync(s_update).WaitAsync(TimeSpan.FromSeconds(20)));
        }

        store.SavesAfter = TimeSpan.Zero;
        await client.UpdateAsync(s_update);
        Assert.Equal(["refresh1"], _portal.RefreshTokens);
        Assert.Equal("access2", store.Stored.Token.AccessToken);
    }

    [Fact]
    public async Task SaveAsync_gives_up_if_the_store_never_saves()
    {
        var store = new SlowStore { Rejects = true };
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => store.SaveAsync(OAuthPortal.Token(3)).AsTask());
        Assert.Equal(10, store.Saves);
        await Assert.ThrowsAsync<OperationCanceledException>(() => store.SaveAsync(OAuthPortal.Token(3), new CancellationToken(canceled: true)).AsTask());
        Assert.Equal(10, store.Saves);
    }

    // "save": the portal rejects the tokens, and the store hangs when it saves the new ones.
    [Theory]
    [InlineData("read")]
    [InlineData("save")]
    public async Task Dispose_ends_the_wait_for_a_store_that_hangs(string moment)
    {
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IOAuthTokenStore store = moment == "save"
            ? new SlowStore { SavesAfter = Timeout.InfiniteTimeSpan, BeforeSave = hangs.SetResult }
            : new StubTokenStore(OAuthPortal.Token(1))
            {
                BeforeRead = _ =>
                {
                    hangs.TrySetResult();
                    return Task.Delay(Timeout.Infinite, CancellationToken.None);
                },
            };
        _portal.ValidToken = 2;
        Bitrix24Client client = Client(store, TimeSpan.FromSeconds(100));
        Task single = client.UpdateAsync(s_update);
        Task<List<CrmUpdateResult>> bulk = CollectAsync(client);
        await hangs.Task;
        client.Dispose();

        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => single.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("the client was disposed. Nothing was sent", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsOutcomeUnknown);
        Assert.Equal([CrmUpdateStatus.NotSent, CrmUpdateStatus.NotSent], (await bulk.WaitAsync(TimeSpan.FromSeconds(20))).Select(static o => o.Status));
    }

    [Fact]
    public async Task A_disposed_client_does_not_refresh_tokens()
    {
        _portal.ValidToken = 2;
        Bitrix24Client client = Client(new StubTokenStore(OAuthPortal.Token(1)), TimeSpan.FromSeconds(100));
        _portal.BeforeCall = _ =>
        {
            client.Dispose();
            return Task.FromResult<HttpResponseMessage?>(null);
        };
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => client.UpdateAsync(s_update).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal((false, false), (e.IsTransient, e.IsOutcomeUnknown));
        Assert.Equal(["access1"], _portal.Calls);

        // The refresh would run on another thread.
        await Task.Delay(300);
        Assert.Empty(_portal.RefreshTokens);
    }

    private static async Task<List<CrmUpdateResult>> CollectAsync(Bitrix24Client client)
    {
        List<CrmUpdateResult> outcomes = [];
        await Assert.ThrowsAsync<Bitrix24TransportException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync([new LeadUpdate(1).SetName("a"), new LeadUpdate(2).SetName("$result[a]")]))
            {
                outcomes.Add(outcome);
            }
        });
        return outcomes;
    }

    private Bitrix24Client Client(IOAuthTokenStore store, TimeSpan timeout) =>
        _portal.Client(store, configure: o => (o.TimeProvider, o.Timeout) = (TimeProvider.System, timeout));

    /// <summary>A store that implements only the required methods, and ignores cancellation.</summary>
    private sealed class SlowStore : IOAuthTokenStore
    {
        private readonly object _gate = new();

        public TimeSpan SavesAfter { get; set; }

        public bool Rejects { get; init; }

        public Action BeforeSave { get; init; } = static () => { };

        public int Saves { get; private set; }

        public StoredOAuthToken Stored { get; private set; } = new(OAuthPortal.Token(1), 1);

        public ValueTask<StoredOAuthToken?> ReadAsync(CancellationToken cancellationToken) => new(Stored);

        public async ValueTask<bool> TrySaveAsync(StoredOAuthToken token, CancellationToken cancellationToken)
        {
            Saves++;
            BeforeSave();
            await Task.Delay(SavesAfter, CancellationToken.None);
            lock (_gate)
            {
                bool isNewer = !Rejects && token.Version > Stored.Version;
                Stored = isNewer ? token : Stored;
                return isNewer || token == Stored;
            }
        }
    }
}
