using System.Diagnostics;
using System.Threading.RateLimiting;
using LeadGen.Extensions.Tests.Harness;
using StackExchange.Redis;

namespace LeadGen.Extensions.Tests.Limits;

[Collection(nameof(RedisServer))]
public sealed class RedisRateLimiterTests(RedisServer server)
{
    // The bucket has nine permits, and is so slow that none is replenished during a test.
    private static readonly PortalLimits s_slow = new() { CallsPerSecond = 0.01, Burst = 10 };
    private static readonly PortalLimits s_quick = new() { CallsPerSecond = 50, Burst = 10 };
    private static readonly RedisRateLimiterOptions s_options = new() { StaleAfter = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(10) };

    [RedisFact]
    public async Task The_burst_is_shared_and_no_permit_is_acquired_when_it_is_used_up()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter one = Limiter(portal, s_slow);
        await using RedisRateLimiter two = Limiter(portal, s_slow);

        for (int i = 0; i < 3; i++)
        {
            Assert.True((await (i % 2 == 0 ? one : two).TryAcquireAsync(3)).IsAcquired);
        }

        foreach (RateLimitLease failed in new[] { (await one.TryAcquireAsync()), (await two.TryAcquireAsync()), (await two.TryAcquireAsync(0)) })
        {
            Assert.False(failed.IsAcquired);
            Assert.True(failed.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter));
            Assert.InRange(retryAfter, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(100));
        }

        RateLimiterStatistics statistics = two.GetStatistics()!;
        Assert.Equal((1, 2, 0, 0), (statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases, statistics.CurrentAvailablePermits, statistics.CurrentQueuedCount));
    }

    [RedisFact]
    public async Task Calls_that_must_not_wait_do_not_block_threads()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter limiter = Limiter(portal, s_slow);
        using StubPortal stub = StubPortal.Answering("""{"result": 1}""");
        using Bitrix24Client client = stub.Client(new Bitrix24ClientOptions { Webhook = StubPortal.Webhook, RateLimiter = limiter, MaxWait = TimeSpan.Zero });
        var time = Stopwatch.StartNew();
        Task[] calls = [.. Enumerable.Range(0, 300).Select(_ => Task.Run(() => Record.ExceptionAsync(() => client.CreateAsync(new Draft()))))];
        await Task.Run(static () => { });
        TimeSpan unrelated = time.Elapsed;
        await Task.WhenAll(calls);

        Assert.Equal(9, stub.Requests.Count);
        Assert.InRange(unrelated, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        Assert.False(limiter.AttemptAcquire().IsAcquired);
    }

    private sealed class Draft() : CrmDraft(new CrmEntity("lead", "crm.lead", 1, "OPPORTUNITY", "IS_MANUAL_OPPORTUNITY", "CONTACT_ID", "CONTACT_IDS"));

    [RedisFact]
    public async Task Callers_wait_for_permits_and_are_served_in_order()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter limiter = Limiter(portal, s_quick);
        var time = Stopwatch.StartNew();
        Task<RateLimitLease>[] callers = [.. Enumerable.Range(0, 20).Select(i => limiter.AcquireAsync(i % 2).AsTask())];
        for (int i = callers.Length / 2; i < callers.Length; i++)
        {
            Assert.True((await callers[i]).IsAcquired);
            Assert.All(callers[..i], earlier => Assert.True(earlier.IsCompletedSuccessfully));
        }

        // Ten permits, of which nine are the burst.
        Assert.True(time.Elapsed >= TimeSpan.FromMilliseconds(20), $"It took {time.Elapsed}.");
        Assert.Equal(20, limiter.GetStatistics()!.TotalSuccessfulLeases);
    }

    [RedisFact]
    public async Task A_request_for_more_permits_than_the_burst_is_rejected()
    {
        await using RedisRateLimiter limiter = Limiter(await NewPortalAsync(), s_slow);

        Assert.Throws<ArgumentOutOfRangeException>(() => limiter.AttemptAcquire(10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => limiter.AcquireAsync(10).AsTask());
        Assert.True((await limiter.AcquireAsync(9)).IsAcquired);
    }

    [RedisFact]
    public async Task The_permit_of_a_canceled_caller_goes_to_the_next_caller()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter limiter = Limiter(
            portal, new PortalLimits { CallsPerSecond = 1, Burst = 1 }, new RedisRateLimiterOptions { Timeout = TimeSpan.FromSeconds(10), StaleAfter = TimeSpan.FromMinutes(1) });
        Assert.True((await limiter.TryAcquireAsync()).IsAcquired);
        RedisValue taken = await server.Database.HashGetAsync(RedisServer.GetBucket(portal), "empty_at");
        using var cancellation = new CancellationTokenSource();
        Task<RateLimitLease> first = limiter.AcquireAsync(1, cancellation.Token).AsTask();
        Task<RateLimitLease> second = limiter.AcquireAsync().AsTask();
        Assert.Null(limiter.IdleDuration);
        Assert.False((await limiter.TryAcquireAsync()).IsAcquired);
        RedisValue reserved = taken;
        await RedisServer.WaitUntilAsync(async () => (reserved = await server.Database.HashGetAsync(RedisServer.GetBucket(portal), "empty_at")) != taken);
        await cancellation.CancelAsync();

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAsync<TaskCanceledException>(() => first)).CancellationToken);
        Assert.True((await second).IsAcquired);
        Assert.NotNull(limiter.IdleDuration);
        Assert.Equal(reserved, await server.Database.HashGetAsync(RedisServer.GetBucket(portal), "empty_at"));
    }

    [RedisFact]
    public async Task Callers_are_rejected_beyond_the_queue_limit_and_when_the_limiter_is_disposed()
    {
        string portal = await NewPortalAsync();
        RedisRateLimiter limiter = Limiter(portal, s_slow, new RedisRateLimiterOptions { QueueLimit = 2, Timeout = TimeSpan.FromSeconds(10), StaleAfter = TimeSpan.FromSeconds(1) });
        Assert.True((await limiter.TryAcquireAsync(9)).IsAcquired);
        Task<RateLimitLease>[] waiting = [limiter.AcquireAsync().AsTask(), limiter.AcquireAsync().AsTask()];
        RateLimitLease rejected = await limiter.AcquireAsync();
        Assert.False(rejected.IsAcquired);
        Assert.True(rejected.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter) && retryAfter >= TimeSpan.FromSeconds(300));
        Assert.Equal(2, limiter.GetStatistics()!.CurrentQueuedCount);
        await RedisServer.WaitUntilAsync(() => server.HasProcessesAsync(portal, 1));

        await limiter.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), lease => Assert.False(lease.IsAcquired));
        Assert.Throws<ObjectDisposedException>(() => limiter.AttemptAcquire());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => limiter.AcquireAsync().AsTask());
        await RedisServer.WaitUntilAsync(() => server.HasProcessesAsync(portal, 0));
    }

    [RedisFact]
    public async Task A_lost_bucket_is_recreated_as_used_up()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter limiter = Limiter(portal, s_slow);
        Assert.True((await limiter.TryAcquireAsync()).IsAcquired);

        Assert.True(await server.Database.KeyDeleteAsync(RedisServer.GetBucket(portal)));

        Assert.False((await limiter.TryAcquireAsync()).IsAcquired);
    }

    [RedisFact]
    public async Task A_missing_bucket_counts_as_used_up_and_is_replenished()
    {
        await using RedisServer own = await RedisServer.StartNewAsync();
        await own.CreateBucketAsync("lost.example");
        await using (var one = new RedisRateLimiter(own.Connection, "lost.example", s_slow, s_options))
        {
            Assert.True((await one.TryAcquireAsync(9)).IsAcquired);
        }

        // A missing bucket counts as used up, regardless of how long Redis has been running.
        await Task.Delay(TimeSpan.FromSeconds(2));
        await own.Database.ExecuteAsync("FLUSHALL");
        await using var next = new RedisRateLimiter(own.Connection, "lost.example", s_slow, s_options);
        Assert.False((await next.TryAcquireAsync()).IsAcquired);

        await using var quick = new RedisRateLimiter(own.Connection, "quick.example", s_quick, s_options);
        Assert.False((await quick.TryAcquireAsync()).IsAcquired);
        await RedisServer.WaitUntilAsync(async () => (await quick.TryAcquireAsync(9)).IsAcquired);
    }

    [RedisFact]
    public async Task A_damaged_bucket_that_drains_in_months_does_not_block_callers()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter limiter = Limiter(portal, s_quick);
        Assert.True((await limiter.TryAcquireAsync()).IsAcquired);
        await server.Database.HashSetAsync(RedisServer.GetBucket(portal), "empty_at", DateTimeOffset.UtcNow.AddDays(60).ToUnixTimeMilliseconds() * 1_000);

        Assert.True((await limiter.AcquireAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).IsAcquired);
        Assert.True(await server.Database.KeyDeleteAsync(RedisServer.GetBucket(portal)));
        Assert.True((await limiter.AcquireAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).IsAcquired);
    }

    [RedisFact]
    public async Task A_bucket_that_Redis_loads_from_disk_counts_as_used_up()
    {
        await using RedisServer own = await RedisServer.StartNewAsync();
        await own.CreateBucketAsync("copy.example");
        await own.Database.ExecuteAsync("SAVE");
        await using (var one = new RedisRateLimiter(own.Connection, "copy.example", s_slow, s_options))
        {
            Assert.True((await one.TryAcquireAsync(9)).IsAcquired);
        }

        own.Kill();
        own.Start();
        await using ConnectionMultiplexer connection = await RedisProcess.ConnectWhenStartedAsync(own.Port);
        Assert.Equal("0", await connection.GetDatabase().HashGetAsync(RedisServer.GetBucket("copy.example"), "empty_at"));
        await using var next = new RedisRateLimiter(connection, "copy.example", s_slow, s_options);
        Assert.False((await next.TryAcquireAsync()).IsAcquired);
    }

    [RedisFact]
    public async Task The_limit_holds_when_all_keys_are_deleted_and_another_process_starts()
    {
        const int Burst = 50, CallsPerSecond = 50;
        var limits = new PortalLimits { CallsPerSecond = CallsPerSecond, Burst = Burst };
        await using RedisServer own = await RedisServer.StartNewAsync();
        await own.CreateBucketAsync("flushed.example");
        using var end = new CancellationTokenSource();
        var grants = new System.Collections.Concurrent.ConcurrentBag<TimeSpan>();
        async Task CallAsync()
        {
            await using var limiter = new RedisRateLimiter(own.Connection, "flushed.example", limits, s_options);
            await Task.Yield();
            while (!end.IsCancellationRequested)
            {
                using RateLimitLease lease = await limiter.AcquireAsync();
                grants.Add(Stopwatch.GetElapsedTime(0));
            }
        }

        List<Task> processes = [.. Enumerable.Range(0, 6).Select(_ => CallAsync())];
        for (int i = 0; i < 3; i++)
        {
            await RedisServer.WaitUntilAsync(() => Task.FromResult(grants.Count > (i + 1) * 70));
            await own.Database.ExecuteAsync("FLUSHALL");
            processes.Add(CallAsync());
        }

        await Task.Delay(1000);
        await end.CancelAsync();
        await Task.WhenAll(processes);

        // Each caller may record one grant late. A bucket that came back full would add a whole burst.
        Assert.InRange(LeakyBucket.Highest(grants, CallsPerSecond), Burst * 0.9, Burst + processes.Count);
    }

    [RedisFact]
    public async Task A_bucket_is_used_up_for_all_processes_after_a_rejected_call()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter one = Limiter(portal, s_slow);
        await using RedisRateLimiter two = Limiter(portal, s_slow);
        Assert.True((await two.TryAcquireAsync()).IsAcquired);
        await one.DiscardPermitsAsync();

        Assert.False((await two.TryAcquireAsync()).IsAcquired);
    }

    [RedisFact]
    public async Task A_clock_that_was_set_back_does_not_block_callers()
    {
        string portal = await NewPortalAsync();
        double inAnHour = (DateTimeOffset.UtcNow.AddHours(1) - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        await server.Database.HashSetAsync(
            RedisServer.GetBucket(portal), [new HashEntry("seen_at", inAnHour), new HashEntry("empty_at", inAnHour + 180_000)]);
        await using RedisRateLimiter limiter = Limiter(portal, s_quick);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        Assert.True((await limiter.AcquireAsync(1, timeout.Token)).IsAcquired);
        Assert.InRange(await EmptyInAsync(portal), TimeSpan.MinValue, TimeSpan.FromMilliseconds(200));
    }

    [RedisFact]
    public async Task Calls_continue_while_Redis_hangs_and_Redis_is_used_again_afterwards()
    {
        await using RedisServer own = await RedisServer.StartNewAsync();
        await own.CreateBucketAsync("hanging.example");
        var options = new RedisRateLimiterOptions { Timeout = TimeSpan.FromSeconds(1), StaleAfter = TimeSpan.FromSeconds(1) };
        await using var limiter = new RedisRateLimiter(own.Connection, "hanging.example", s_quick, options);
        Assert.True((await limiter.TryAcquireAsync(9)).IsAcquired);
        await own.Database.ExecuteAsync("CLIENT", "PAUSE", "4000", "ALL");

        var time = Stopwatch.StartNew();
        for (int i = 0; i < 10; i++)
        {
            Assert.True((await limiter.AcquireAsync()).IsAcquired);
        }

        // One call waited for Redis. All calls waited for permits of this process, whose share is the whole limit.
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));

        // Redis responds when the pause is over.
        RedisValue before = await SeenAtAsync(own, "hanging.example");
        await RedisServer.WaitUntilAsync(async () => (await limiter.AcquireAsync()).IsAcquired && await SeenAtAsync(own, "hanging.example") != before);
    }

    [RedisFact]
    public async Task Redis_keys_contain_the_portal_and_expire()
    {
        string portal = await NewPortalAsync();
        await using RedisRateLimiter limiter = Limiter(portal.ToUpperInvariant(), s_quick);
        await limiter.AcquireAsync();

        TimeSpan? bucket = await server.Database.KeyTimeToLiveAsync($"leadgen:{{{portal}}}:bucket");
        TimeSpan? processes = await server.Database.KeyTimeToLiveAsync($"leadgen:{{{portal}}}:processes");
        Assert.InRange(bucket ?? TimeSpan.MaxValue, TimeSpan.FromDays(29), TimeSpan.FromDays(31));
        Assert.InRange(processes ?? TimeSpan.MaxValue, TimeSpan.Zero, TimeSpan.FromSeconds(10));

        Assert.Equal($"RedisRateLimiter of {portal}", limiter.ToString());
    }

    [Fact]
    public async Task Without_Redis_a_process_starts_with_an_assumed_share()
    {
        await using ConnectionMultiplexer nowhere = await RedisProcess.ConnectAsync(RedisProcess.FreePort());
        await using var limiter = new RedisRateLimiter(nowhere, "acme.example", s_quick);
        RateLimitLease lease = (await limiter.TryAcquireAsync());
        Assert.False(lease.IsAcquired);
        Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter));
        Assert.InRange(retryAfter, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(80));

        var time = Stopwatch.StartNew();
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await limiter.AcquireAsync()).IsAcquired);
        }

        // The share was created shortly before the stopwatch was started.
        Assert.True(time.Elapsed > TimeSpan.FromMilliseconds(5 * 80) - TimeSpan.FromMilliseconds(80), $"It took {time.Elapsed}.");
    }

    [Fact]
    public async Task A_portal_without_limit_is_called_without_Redis()
    {
        await using ConnectionMultiplexer nowhere = await RedisProcess.ConnectAsync(RedisProcess.FreePort());
        await using var limiter = new RedisRateLimiter(nowhere, "acme.example", PortalLimits.None);

        Assert.True((await limiter.TryAcquireAsync(1000)).IsAcquired);
        Assert.True((await limiter.AcquireAsync(1000)).IsAcquired);
    }

    [Fact]
    public async Task An_invalid_host_is_rejected_and_not_repeated_in_the_message()
    {
        await using ConnectionMultiplexer nowhere = await RedisProcess.ConnectAsync(RedisProcess.FreePort());
        string[] portals =
        [
            "https://acme.bitrix24.ru/rest/1/s3cr3t/", "acme.bitrix24.ru/rest/1/s3cr3t", "acme}{s3cr3t", "s3cr3t@acme.bitrix24.ru", "acme.bitrix24.ru?s3cr3t", "",
        ];
        foreach (string portal in portals)
        {
            foreach (Func<object> make in new Func<object>[]
            {
                () => new RedisRateLimiter(nowhere, portal, PortalLimits.Standard),
                () => new RedisOperatingTimeStore(nowhere, portal),
                () => new RedisOAuthTokenStore(nowhere, portal, "local.app"),
            })
            {
                ArgumentException rejected = Assert.Throws<ArgumentException>(make);
                Assert.DoesNotContain("s3cr3t", rejected.ToString(), StringComparison.Ordinal);
            }
        }
    }

    private RedisRateLimiter Limiter(string portal, PortalLimits limits, RedisRateLimiterOptions? options = null) =>
        new(server.Connection, portal, limits, options ?? s_options);

    private async Task<string> NewPortalAsync()
    {
        string portal = $"{Guid.NewGuid():N}.example";
        await server.CreateBucketAsync(portal);
        return portal;
    }

    private async Task<TimeSpan> EmptyInAsync(string portal)
    {
        double emptyAt = (double)await server.Database.HashGetAsync(RedisServer.GetBucket(portal), "empty_at");
        return TimeSpan.FromMicroseconds(emptyAt) - (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch);
    }

    private static Task<RedisValue> SeenAtAsync(RedisServer server, string portal) =>
        server.Database.HashGetAsync(RedisServer.GetBucket(portal), "seen_at");
}
