using System.Diagnostics;
using LeadGen.Extensions.Tests.Harness;
using StackExchange.Redis;

namespace LeadGen.Extensions.Tests.Limits;

[Collection(nameof(RedisServer))]
public sealed class RedisOperatingTimeStoreTests(RedisServer server)
{
    private const string Method = "crm.lead.update";

    // A portal returns whole seconds.
    private static readonly DateTimeOffset s_reset = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).AddMinutes(10);

    [RedisFact]
    public async Task A_written_time_is_read_by_other_stores()
    {
        string portal = NewPortal();
        OperatingTime time = Time(123.456789, s_reset);
        await Store(portal).WriteAsync(Method, time, CancellationToken.None);

        Assert.Equal(time, await Store(portal).ReadAsync(Method, CancellationToken.None));
        Assert.Null(await Store(portal).ReadAsync("batch", CancellationToken.None));
        Assert.Null(await Store(portal, "other").ReadAsync(Method, CancellationToken.None));
        Assert.Null(await Store(NewPortal()).ReadAsync(Method, CancellationToken.None));
        TimeSpan? left = await server.Database.KeyTimeToLiveAsync($"leadgen:{{{portal}}}:operating::{Method}");
        Assert.InRange(left ?? TimeSpan.MaxValue, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));
    }

    [RedisFact]
    public async Task A_reset_time_in_months_does_not_extend_the_expiration()
    {
        string portal = NewPortal();
        await Store(portal).WriteAsync(Method, Time(479, s_reset.AddDays(80)), CancellationToken.None);

        TimeSpan? left = await server.Database.KeyTimeToLiveAsync($"leadgen:{{{portal}}}:operating::{Method}");
        Assert.InRange(left ?? TimeSpan.MaxValue, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));
    }

    [RedisFact]
    public async Task A_later_window_or_a_longer_time_replaces_the_stored_time()
    {
        RedisOperatingTimeStore store = Store(NewPortal());
        OperatingTime first = Time(100, s_reset), longer = Time(150, s_reset), later = Time(90, s_reset.AddMinutes(1));

        foreach ((OperatingTime reported, OperatingTime kept) in new[] { (first, first), (longer, longer), (first, longer), (later, later), (longer, later) })
        {
            await store.WriteAsync(Method, reported, CancellationToken.None);
            Assert.Equal(kept, await store.ReadAsync(Method, CancellationToken.None));
        }
    }

    [RedisFact]
    public async Task Operating_times_are_kept_when_the_clock_of_Redis_is_ahead()
    {
        string portal = NewPortal();
        OperatingTime time = Time(100, s_reset.AddHours(-3));
        await Store(portal).WriteAsync(Method, time, CancellationToken.None);

        Assert.Equal(time, await Store(portal).ReadAsync(Method, CancellationToken.None));
        TimeSpan? left = await server.Database.KeyTimeToLiveAsync($"leadgen:{{{portal}}}:operating::{Method}");
        Assert.InRange(left ?? TimeSpan.MaxValue, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [RedisFact]
    public async Task A_time_is_kept_after_its_reset_time()
    {
        RedisOperatingTimeStore store = Store(NewPortal());
        OperatingTime time = Time(100, s_reset.AddMinutes(-15));
        await store.WriteAsync(Method, time, CancellationToken.None);

        Assert.Equal(time, await store.ReadAsync(Method, CancellationToken.None));
    }

    [RedisFact]
    public async Task A_hanging_Redis_does_not_block_callers()
    {
        await using RedisServer own = await RedisServer.StartNewAsync();
        var store = new RedisOperatingTimeStore(own.Connection, "hanging.example");
        await store.WriteAsync(Method, Time(100, s_reset), CancellationToken.None);
        await own.Database.ExecuteAsync("CLIENT", "PAUSE", "20000", "ALL");

        var time = Stopwatch.StartNew();
        Assert.Null(await store.ReadAsync(Method, CancellationToken.None));
        await store.WriteAsync(Method, Time(200, s_reset), CancellationToken.None);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Without_Redis_reads_return_null_and_writes_do_not_throw()
    {
        await using ConnectionMultiplexer nowhere = await RedisProcess.ConnectAsync(RedisProcess.FreePort());
        var store = new RedisOperatingTimeStore(nowhere, "acme.example");
        await store.WriteAsync(Method, Time(100, s_reset), CancellationToken.None);

        Assert.Null(await store.ReadAsync(Method, CancellationToken.None));
        Assert.Equal("RedisOperatingTimeStore of acme.example", store.ToString());
    }

    private RedisOperatingTimeStore Store(string portal, string? application = null) => new(server.Connection, portal, application) { Timeout = TimeSpan.FromSeconds(10) };

    private static string NewPortal() => $"{Guid.NewGuid():N}.example";

    private static OperatingTime Time(double seconds, DateTimeOffset resetAt) => new(TimeSpan.FromSeconds(seconds), resetAt);
}
