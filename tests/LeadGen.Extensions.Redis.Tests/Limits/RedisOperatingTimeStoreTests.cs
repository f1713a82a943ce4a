using System.Diagnostics;
using LeadGen.Extensions.Redis.Tests.Harness;
using StackExchange.Redis;

namespace LeadGen.Extensions.Redis.Tests.Limits;

[Collection(nameof(RedisServer))]
public sealed class RedisOperatingTimeStoreTests(RedisServer server)
{
    private const string Method = "crm.lead.update";

    // A portal says whole seconds.
    private static readonly DateTimeOffset s_reset = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).AddMinutes(10);

    [RedisFact]
    public async Task Others_read_what_one_has_written()
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
    public async Task A_window_that_would_end_in_months_is_kept_no_longer_than_one_that_has_just_begun()
    {
        string portal = NewPortal();
        await Store(portal).WriteAsync(Method, Time(479, s_reset.AddDays(80)), CancellationToken.None);

        TimeSpan? left = await server.Database.KeyTimeToLiveAsync($"leadgen:{{{portal}}}:operating::{Method}");
        Assert.InRange(left ?? TimeSpan.MaxValue, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));
    }

    [RedisFact]
    public async Task A_later_window_wins_and_within_one_the_longer_time()
    {
        RedisOperatingTimeStore store = Store(NewPortal());
        OperatingTime first = Time(100, s_reset), longer = Time(150, s_reset), later = Time(90, s_reset.AddMinutes(1));

        foreach ((OperatingTime said, OperatingTime kept) in new[] { (first, first), (longer, longer), (first, longer), (later, later), (longer, later) })
        {
            await store.WriteAsync(Method, said, CancellationToken.None);
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
    public async Task What_the_portal_has_forgotten_in_part_is_known()
    {
        RedisOperatingTimeStore store = Store(NewPortal());
        OperatingTime time = Time(100, s_reset.AddMinutes(-15));
        await store.WriteAsync(Method, time, CancellationToken.None);

        Assert.Equal(time, await store.ReadAsync(Method, CancellationToken.None));
    }

    [RedisFact]
    public async Task A_Redis_that_hangs_holds_nobody_up()
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
    public async Task Without_Redis_nothing_is_known_and_nothing_fails()
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
