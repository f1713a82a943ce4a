using System.Diagnostics;
using StackExchange.Redis;

namespace LeadGen.Extensions.Redis.Tests.Harness;

/// <summary>The tests that use Redis: one after the other, most of them on one server.</summary>
[CollectionDefinition(nameof(RedisServer))]
public sealed class RedisServerTests : ICollectionFixture<RedisServer>;

/// <summary>The redis-server of the tests, and a connection to it.</summary>
public sealed class RedisServer : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly RedisProcess _process = new();
    private ConnectionMultiplexer? _connection;

    public int Port => _process.Port;

    /// <summary>A connection for looking around and for the test's own limiters.</summary>
    public ConnectionMultiplexer Connection => _connection!;

    public IDatabase Database => Connection.GetDatabase();

    public static async Task<RedisServer> StartNewAsync()
    {
        var server = new RedisServer();
        await server.InitializeAsync();
        return server;
    }

    public async Task InitializeAsync()
    {
        if (RedisProcess.IsInstalled)
        {
            Start();
            _connection = await RedisProcess.ConnectWhenStartedAsync(Port);
        }
    }

    public void Start() => _process.Start();

    /// <summary>Ends the server at once, with all that it knows.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Creates a portal's bucket of which nothing is used; one that is missing counts as used up.</summary>
    public async Task MakeBucketAsync(string portal)
    {
        IGrouping<string, KeyValuePair<string, string>>[] info = await Connection.GetServers()[0].InfoAsync("server");
        string run = info.SelectMany(static g => g).Single(static p => p.Key == "run_id").Value;
        await Database.HashSetAsync(
            BucketOf(portal), [new HashEntry("empty_at", 0), new HashEntry("seen_at", 0), new HashEntry("since", 1), new HashEntry("server", run)]);
    }

    /// <summary>Whether so many processes have shown that they use a portal.</summary>
    public async Task<bool> HasProcessesAsync(string portal, int count) =>
        Connection.IsConnected && await Database.SortedSetLengthAsync($"leadgen:{{{portal}}}:processes") == count;

    public static RedisKey BucketOf(string portal) => $"leadgen:{{{portal}}}:bucket";

    /// <summary>Waits for something that must come about.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(patience.Elapsed < s_patience, "It did not come about.");
            await Task.Delay(20);
        }
    }

    public async Task DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _process.Dispose();
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());
}
