using LeadGen.Extensions.Redis.Tests.Harness;
using StackExchange.Redis;

namespace LeadGen.Extensions.Redis.Tests.Authentication;

[Collection(nameof(RedisServer))]
public sealed class RedisOAuthTokenStoreTests(RedisServer server)
{
    private readonly string _portal = $"{Guid.NewGuid():N}.example";

    [RedisFact]
    public async Task A_pair_is_read_as_it_was_saved()
    {
        RedisOAuthTokenStore store = Store();
        Assert.Null(await store.ReadAsync(CancellationToken.None));
        OAuthToken token = Pair(1);
        await store.SaveAsync(token, CancellationToken.None);
        Assert.Equal(token, await Store().ReadAsync(CancellationToken.None));

        OAuthToken other = Pair(2) with { MemberId = null, ExpiresAt = new DateTimeOffset(2026, 5, 1, 12, 0, 0, 123, TimeSpan.FromHours(3)) };
        await store.SaveAsync(other, CancellationToken.None);
        Assert.Equal(other, await Store().ReadAsync(CancellationToken.None));
        Assert.Equal($"RedisOAuthTokenStore of {_portal}", store.ToString());
    }

    [RedisFact]
    public async Task Processes_refresh_once_and_all_get_the_same_pair()
    {
        await Store().SaveAsync(RefreshWork.Expired(_portal), CancellationToken.None);
        using var journal = new Journal();
        Worker[] workers = await Worker.StartAsync(Enumerable.Repeat(RefreshWork.Of(server, _portal, callers: 25, journal.Path), 4));
        try
        {
            Array.ForEach(workers, w => w.Begin());
            string[] pairs = await Task.WhenAll(workers.Select(w => w.ReadLineAsync()));

            Assert.Equal(["refresh-0"], journal.Lines);
            OAuthToken stored = (await Store().ReadAsync(CancellationToken.None))!;
            Assert.All(pairs, pair => Assert.Equal(stored.AccessToken + "/" + stored.RefreshToken, pair));
            Assert.False(await server.Database.KeyExistsAsync(Lock));
        }
        finally
        {
            Array.ForEach(workers, w => w.Dispose());
        }
    }

    [RedisFact]
    public async Task Another_refreshes_after_the_one_that_did_was_killed()
    {
        using var journal = new Journal();
        OAuthToken expired = RefreshWork.Expired(_portal);
        await Store().SaveAsync(expired, CancellationToken.None);
        Worker[] workers = await Worker.StartAsync(RefreshWork.Of(server, _portal, callers: 1, journal.Path, answers: false));
        using Worker holder = workers[0];
        holder.Begin();
        Assert.Equal("asked", await holder.ReadLineAsync());

        int asked = 0;
        Task<OAuthToken> other = Store().RefreshAsync(expired, (_, _) => Task.FromResult(Pair(++asked)), CancellationToken.None).AsTask();

        // As long as it lives it prolongs its lock, which would have ended after one second.
        await Task.Delay(2000);
        Assert.False(other.IsCompleted);
        holder.Kill();

        Assert.Equal(Pair(1), await other.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, asked);
        Assert.Equal(Pair(1), await Store().ReadAsync(CancellationToken.None));
    }

    [RedisFact]
    public async Task A_pair_that_another_has_saved_is_taken_without_asking()
    {
        await Store().SaveAsync(Pair(1), CancellationToken.None);

        Assert.Equal(Pair(1), await Store().RefreshAsync(Pair(0), NeverAsync, CancellationToken.None));
    }

    [RedisFact]
    public async Task A_pair_that_was_lost_or_is_older_than_the_clients_own_is_not_used()
    {
        OAuthToken refreshed = await Store().RefreshAsync(Pair(1), (old, _) => Task.FromResult(Pair(old == Pair(1) ? 2 : -1)), CancellationToken.None);
        Assert.Equal(Pair(2), refreshed);

        await Store().SaveAsync(Pair(0), CancellationToken.None);
        refreshed = await Store().RefreshAsync(Pair(2), (old, _) => Task.FromResult(Pair(old == Pair(2) ? 3 : -1)), CancellationToken.None);
        Assert.Equal(Pair(3), refreshed);
        Assert.Equal(Pair(3), await Store().ReadAsync(CancellationToken.None));
    }

    [RedisFact]
    public async Task A_refresher_whose_lock_has_ended_does_not_replace_a_newer_pair()
    {
        await Store().SaveAsync(Pair(0), CancellationToken.None);

        OAuthToken refreshed = await Store().RefreshAsync(
            Pair(0),
            async (_, _) =>
            {
                await server.Database.StringSetAsync(Lock, "another");
                await Store().SaveAsync(Pair(2), CancellationToken.None);
                return Pair(1);
            },
            CancellationToken.None);

        Assert.Equal(Pair(2), refreshed);
        Assert.Equal(Pair(2), await Store().ReadAsync(CancellationToken.None));
        Assert.Equal("another", await server.Database.StringGetAsync(Lock));
    }

    [RedisFact]
    public async Task A_refresh_that_fails_frees_the_lock_and_says_why_unless_another_has_succeeded()
    {
        await Store().SaveAsync(Pair(0), CancellationToken.None);
        await Assert.ThrowsAsync<NotSupportedException>(() => Store().RefreshAsync(Pair(0), NeverAsync, CancellationToken.None).AsTask());
        Assert.False(await server.Database.KeyExistsAsync(Lock));

        OAuthToken refreshed = await Store().RefreshAsync(
            Pair(0),
            async (old, cancellationToken) =>
            {
                await Store().SaveAsync(Pair(1), CancellationToken.None);
                return await NeverAsync(old, cancellationToken);
            },
            CancellationToken.None);
        Assert.Equal(Pair(1), refreshed);
    }

    [RedisFact]
    public async Task Who_waits_for_another_can_give_up()
    {
        await server.Database.StringSetAsync(Lock, "another");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store().RefreshAsync(Pair(0), NeverAsync, cancellation.Token).AsTask());
    }

    [RedisFact]
    public async Task What_Redis_has_instead_of_a_pair_is_an_error_that_does_not_repeat_it()
    {
        await server.Database.HashSetAsync(Tokens, [new HashEntry("access_token", "s3cr3t"), new HashEntry("refresh_token", "s3cr3t"), new HashEntry("expires_at", "soon")]);
        RedisTokenStoreException thrown = await Assert.ThrowsAsync<RedisTokenStoreException>(() => Store().ReadAsync(CancellationToken.None).AsTask());
        Assert.DoesNotContain("s3cr3t", thrown.ToString(), StringComparison.Ordinal);

        await server.Database.KeyDeleteAsync(Tokens);
        await server.Database.StringSetAsync(Tokens, "s3cr3t");
        OAuthToken token = Pair(1) with { AccessToken = "s3cr3t" };
        thrown = await Assert.ThrowsAsync<RedisTokenStoreException>(() => Store().SaveAsync(token, CancellationToken.None).AsTask());
        Assert.DoesNotContain("s3cr3t", thrown.ToString(), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Without_Redis_nobody_refreshes_and_a_pair_that_was_bought_is_saved_when_it_is_back()
    {
        await using RedisServer own = await RedisServer.StartNewAsync();
        RedisOAuthTokenStore store = RefreshWork.StoreOf(own.Connection, _portal);
        await store.SaveAsync(Pair(0), CancellationToken.None);
        Task<OAuthToken> refreshing = store.RefreshAsync(
            Pair(0),
            async (_, _) =>
            {
                own.Kill();
                await RedisServer.UntilAsync(() => Task.FromResult(!own.Connection.IsConnected));
                return Pair(1);
            },
            CancellationToken.None).AsTask();
        await RedisServer.UntilAsync(() => Task.FromResult(!own.Connection.IsConnected));

        RedisOAuthTokenStore other = RefreshWork.StoreOf(own.Connection, _portal);
        await Assert.ThrowsAsync<RedisTokenStoreException>(() => other.ReadAsync(CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<RedisTokenStoreException>(() => other.ReadAsync(new CancellationToken(canceled: true)).AsTask());
        await Assert.ThrowsAsync<RedisTokenStoreException>(() => other.RefreshAsync(Pair(0), NeverAsync, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<RedisTokenStoreException>(() => store.ReadAsync(CancellationToken.None).AsTask());
        Assert.False(refreshing.IsCompleted);

        own.Start();
        Assert.Equal(Pair(1), await refreshing.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(Pair(1), await other.ReadAsync(CancellationToken.None));
    }

    private RedisKey Tokens => $"leadgen:{{{_portal}}}:oauth:local.app";

    private RedisKey Lock => $"leadgen:{{{_portal}}}:oauth:local.app:lock";

    private RedisOAuthTokenStore Store() => RefreshWork.StoreOf(server.Connection, _portal);

    private OAuthToken Pair(int number)
    {
        OAuthToken first = RefreshWork.Expired(_portal);
        return first with { AccessToken = $"access-{number}", RefreshToken = $"refresh-{number}", ExpiresAt = first.ExpiresAt.AddHours(number) };
    }

    private static Task<OAuthToken> NeverAsync(OAuthToken token, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The authorization server refuses.");

    private sealed class Journal : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("leadgen-oauth-");

        public string Path => System.IO.Path.Combine(_folder.FullName, "asked");

        public string[] Lines => File.ReadAllLines(Path);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
