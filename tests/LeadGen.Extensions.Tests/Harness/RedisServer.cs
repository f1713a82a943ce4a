using System.Diagnostics;
using StackExchange.Redis;

namespace LeadGen.Extensions.Tests.Harness;

/// <summary>The tests that use Redis. They run sequentially, most of them on one server.</summary>
[CollectionDefinition(nameof(RedisServer))]
public sealed class RedisServerTests : ICollectionFixture<RedisServer>;

/// <summary>Provides a redis-server and a connection to it.</summary>
public sealed class RedisServer : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    private readonly RedisProcess _process = new();
    private ConnectionMultiplexer? _connection;

    public int Port => _process.Port;

    /// <summary>Gets a connection for assertions and for the limiters of the test process.</summary>
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

    /// <summary>Kills the server. Its data is lost.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Creates an unused bucket for a portal, because a missing bucket counts as used up.</summary>
    public async Task CreateBucketAsync(string portal)
    {
        IGrouping<string, KeyValuePair<string, string>>[] info = await Connection.GetServers()[0].InfoAsync("server");
        string run = info.SelectMany(static g => g).Single(static p => p.Key == "run_id").Value;
        await Database.HashSetAsync(
            GetBucket(portal), [new HashEntry("empty_at", 0), new HashEntry("seen_at", 0), new HashEntry("since", 1), new HashEntry("server", run)]);
    }

    /// <summary>Determines whether the specified number of processes is registered for a portal.</summary>
    public async Task<bool> HasProcessesAsync(string portal, int count) =>
        Connection.IsConnected && await Database.SortedSetLengthAsync($"leadgen:{{{portal}}}:processes") == count;

    public static RedisKey GetBucket(string portal) => $"leadgen:{{{portal}}}:bucket";

    /// <summary>Waits until a condition is met, and fails after a timeout.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        var stopwatch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(stopwatch.Elapsed < s_timeout, "The condition was not met in time.");
            await Task.Delay(20);
        }
    }

    public async Task DisposeAsync()
    {
        // First, because a connection to a server that hangs waits for its replies for seconds.
        _process.Dispose();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());
}
