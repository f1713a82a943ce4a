using LeadGen.Extensions.Tests.Harness;
using StackExchange.Redis;

namespace LeadGen.Extensions.Tests.Authentication;

[Collection(nameof(RedisServer))]
public sealed class RedisOAuthTokenStoreTests(RedisServer server)
{
    private readonly string _portal = $"{Guid.NewGuid():N}.example";

    [RedisFact]
    public async Task A_saved_token_pair_is_read_unchanged()
    {
        RedisOAuthTokenStore store = Store();
        Assert.Null(await store.ReadAsync(CancellationToken.None));
        await store.SaveAsync(Pair(1));
        Assert.Equal(new StoredOAuthToken(Pair(1), 1), await Store().ReadAsync(CancellationToken.None));

        OAuthToken other = Pair(2) with { MemberId = null, ExpiresAt = new DateTimeOffset(2026, 5, 1, 12, 0, 0, 123, TimeSpan.FromHours(3)) };
        await store.SaveAsync(other);
        Assert.Equal(new StoredOAuthToken(other, 2), await Store().ReadAsync(CancellationToken.None));
        Assert.Equal($"RedisOAuthTokenStore of {_portal}", store.ToString());
    }

    [RedisFact]
    public async Task Tokens_without_an_expiration_time_are_refreshed_once_for_all_processes()
    {
        OAuthToken first = Pair(1) with { ExpiresAt = default };
        await Store().SaveAsync(first);
        Task<StoredOAuthToken> RefreshAsync() => Store().RefreshAsync(
            new StoredOAuthToken(first, 1), (_, _) => Task.FromResult(Pair(2) with { ExpiresAt = default }), CancellationToken.None).AsTask();

        StoredOAuthToken[] refreshed = [await RefreshAsync(), await RefreshAsync()];
        Assert.All(refreshed, r => Assert.Equal(new StoredOAuthToken(Pair(2) with { ExpiresAt = default }, 2), r));

        await server.Database.HashSetAsync(Tokens, "expires_at", "soon");
        Assert.Equal(refreshed[0], await Store().ReadAsync(CancellationToken.None));
    }

    [RedisFact]
    public async Task A_pair_of_the_same_or_an_older_version_does_not_replace_a_pair()
    {
        RedisOAuthTokenStore store = Store();
        Assert.True(await store.TrySaveAsync(new StoredOAuthToken(Pair(1), 5), CancellationToken.None));
        Assert.True(await store.TrySaveAsync(new StoredOAuthToken(Pair(1), 5), CancellationToken.None));
        Assert.False(await store.TrySaveAsync(new StoredOAuthToken(Pair(2), 5), CancellationToken.None));
        Assert.False(await store.TrySaveAsync(new StoredOAuthToken(Pair(2), 4), CancellationToken.None));
        Assert.Equal(new StoredOAuthToken(Pair(1), 5), await store.ReadAsync(CancellationToken.None));
    }

    [RedisFact]
    public async Task Processes_refresh_once_and_all_get_the_same_pair()
    {
        await Store().SaveAsync(RefreshWork.Expired(_portal));
        using var journal = new Journal();
        Worker[] workers = await Worker.StartAsync(Enumerable.Repeat(RefreshWork.CreateArguments(server, _portal, callers: 25, journal.Path), 4));
        try
        {
            Array.ForEach(workers, w => w.Begin());
            string[] pairs = await Task.WhenAll(workers.Select(w => w.ReadLineAsync()));

            Assert.Equal(["refresh-0"], journal.Lines);
            OAuthToken stored = (await Store().ReadAsync(CancellationToken.None))!.Token;
            Assert.All(pairs, pair => Assert.Equal(stored.AccessToken + "/" + stored.RefreshToken, pair));
            Assert.False(await server.Database.KeyExistsAsync(Lock));
        }
        finally
        {
            Array.ForEach(workers, w => w.Dispose());
        }
    }

    [RedisFact]
    public async Task Another_process_refreshes_after_the_refreshing_process_was_killed()
    {
        using var journal = new Journal();
        StoredOAuthToken expired = await Store().SaveAsync(RefreshWork.Expired(_portal));
        Worker[] workers = await Worker.StartAsync(RefreshWork.CreateArguments(server, _portal, callers: 1, journal.Path, answers: false));
        using Worker holder = workers[0];
        holder.Begin();
        Assert.Equal("asked", await holder.ReadLineAsync());

        int asked = 0;
        Task<StoredOAuthToken> other = Store().RefreshAsync(expired, (_, _) => Task.FromResult(Pair(++asked)), CancellationToken.None).AsTask();

        // The worker extends its lock as long as it runs. Otherwise, the lock would expire after one second.
        await Task.Delay(2000);
        Assert.False(other.IsCompleted);
        holder.Kill();

        Assert.Equal(new StoredOAuthToken(Pair(1), 2), await other.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, asked);
        Assert.Equal(new StoredOAuthToken(Pair(1), 2), await Store().ReadAsync(CancellationToken.None));
    }

    [RedisFact]
    public async Task A_pair_that_another_process_saved_is_used_without_a_refresh()
    {
        await Store().TrySaveAsync(new StoredOAuthToken(Pair(1), 2), CancellationToken.None);

        Assert.Equal(Pair(1), (await Store().RefreshAsync(new StoredOAuthToken(Pair(0), 1), NeverAsync, CancellationToken.None)).Token);
    }

    [RedisFact]
    public async Task A_missing_or_older_stored_pair_is_not_used()
    {
        StoredOAuthToken refreshed = await Store().RefreshAsync(
            new StoredOAuthToken(Pair(1), 7), (old, _) => Task.FromResult(Pair(old == Pair(1) ? 2 : -1)), CancellationToken.None);
        Assert.Equal(new StoredOAuthToken(Pair(2), 8), refreshed);

        // Simulates that an old backup of the data is restored.
        await server.Database.KeyDeleteAsync(Tokens);
        await Store().TrySaveAsync(new StoredOAuthToken(Pair(0), 6), CancellationToken.None);
        refreshed = await Store().RefreshAsync(refreshed, (old, _) => Task.FromResult(Pair(old == Pair(2) ? 3 : -1)), CancellationToken.None);
        Assert.Equal(new StoredOAuthToken(Pair(3), 9), refreshed);
        Assert.Equal(refreshed, await Store().ReadAsync(CancellationToken.None));
    }

    [RedisFact]
    public async Task A_process_whose_lock_has_expired_does_not_replace_a_newer_pair()
    {
        StoredOAuthToken expired = await Store().SaveAsync(Pair(0));

        StoredOAuthToken refreshed = await Store().RefreshAsync(
            expired,
            async (_, _) =>
            {
                await server.Database.StringSetAsync(Lock, "another");
                await Store().SaveAsync(Pair(2), CancellationToken.None);
                return Pair(1);
            },
            CancellationToken.None);

        Assert.Equal(new StoredOAuthToken(Pair(2), 2), refreshed);
        Assert.Equal(refreshed, await Store().ReadAsync(CancellationToken.None));
        Assert.Equal("another", await server.Database.StringGetAsync(Lock));
    }

    [RedisFact]
    public async Task A_failed_refresh_releases_the_lock_and_throws_unless_another_succeeded()
    {
        StoredOAuthToken expired = await Store().SaveAsync(Pair(0));
        await Assert.ThrowsAsync<NotSupportedException>(() => Store().RefreshAsync(expired, NeverAsync, CancellationToken.None).AsTask());
        Assert.False(await server.Database.KeyExistsAsync(Lock));

        StoredOAuthToken refreshed = await Store().RefreshAsync(
            expired,
            async (old, cancellationToken) =>
            {
                await Store().SaveAsync(Pair(1), CancellationToken.None);
                return await NeverAsync(old, cancellationToken);
            },
            CancellationToken.None);
        Assert.Equal(Pair(1), refreshed.Token);
    }

    [RedisFact]
    public async Task Waiting_for_another_process_can_be_canceled()
    {
        await server.Database.StringSetAsync(Lock, "another");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store().RefreshAsync(new StoredOAuthToken(Pair(0), 1), NeverAsync, cancellation.Token).AsTask());
    }

    [RedisFact]
    public async Task Invalid_stored_tokens_cause_an_error_without_their_values()
    {
        await server.Database.HashSetAsync(Tokens, [new HashEntry("access_token", "s3cr3t"), new HashEntry("refresh_token", "s3cr3t"), new HashEntry("client_endpoint", "s3cr3t")]);
        Bitrix24TokenStoreException thrown = await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => Store().ReadAsync(CancellationToken.None).AsTask());
        Assert.DoesNotContain("s3cr3t", thrown.ToString(), StringComparison.Ordinal);

        await server.Database.KeyDeleteAsync(Tokens);
        await server.Database.StringSetAsync(Tokens, "s3cr3t");
        OAuthToken token = Pair(1) with { AccessToken = "s3cr3t" };
        thrown = await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => Store().TrySaveAsync(new StoredOAuthToken(token, 1), CancellationToken.None).AsTask());
        Assert.DoesNotContain("s3cr3t", thrown.ToString(), StringComparison.Ordinal);
        Assert.Contains("could not be saved in Redis: it rejected the command", thrown.Message, StringComparison.Ordinal);
        Assert.Null(thrown.InnerException);
    }

    [RedisFact]
    public async Task Without_Redis_no_refresh_starts_and_a_new_pair_is_saved_when_Redis_is_back()
    {
        await using RedisServer own = await RedisServer.StartNewAsync();
        RedisOAuthTokenStore store = RefreshWork.CreateStore(own.Connection, _portal);
        StoredOAuthToken expired = await store.SaveAsync(Pair(0));
        Task<StoredOAuthToken> refreshing = store.RefreshAsync(
            expired,
            async (_, _) =>
            {
                own.Kill();
                await RedisServer.WaitUntilAsync(() => Task.FromResult(!own.Connection.IsConnected));
                return Pair(1);
            },
            CancellationToken.None).AsTask();
        await RedisServer.WaitUntilAsync(() => Task.FromResult(!own.Connection.IsConnected));

        RedisOAuthTokenStore other = RefreshWork.CreateStore(own.Connection, _portal);
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => other.ReadAsync(CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => other.ReadAsync(new CancellationToken(canceled: true)).AsTask());
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => other.RefreshAsync(expired, NeverAsync, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<Bitrix24TokenStoreException>(() => store.ReadAsync(CancellationToken.None).AsTask());
        Assert.False(refreshing.IsCompleted);

        own.Start();
        Assert.Equal(new StoredOAuthToken(Pair(1), 2), await refreshing.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(Pair(1), (await other.ReadAsync(CancellationToken.None))!.Token);
    }

    private RedisKey Tokens => $"leadgen:{{{_portal}}}:oauth:local.app";

    private RedisKey Lock => $"leadgen:{{{_portal}}}:oauth:local.app:lock";

    private RedisOAuthTokenStore Store() => RefreshWork.CreateStore(server.Connection, _portal);

    private OAuthToken Pair(int number)
    {
        OAuthToken first = RefreshWork.Expired(_portal);
        return first with { AccessToken = $"access-{number}", RefreshToken = $"refresh-{number}", ExpiresAt = first.ExpiresAt.AddHours(number) };
    }

    private static Task<OAuthToken> NeverAsync(OAuthToken token, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The authorization server rejects the request.");

    private sealed class Journal : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("leadgen-oauth-");

        public string Path => System.IO.Path.Combine(_folder.FullName, "asked");

        public string[] Lines => File.ReadAllLines(Path);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
