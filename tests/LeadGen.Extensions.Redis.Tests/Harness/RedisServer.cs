using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace LeadGen.Extensions.Redis.Tests.Harness;

/// <summary>The tests that use Redis: one after the other, most of them on one server.</summary>
[CollectionDefinition(nameof(RedisServer))]
public sealed class RedisServerTests : ICollectionFixture<RedisServer>;

/// <summary>A redis-server of the tests' own, on a free port of this machine, which keeps nothing on disk.</summary>
public sealed class RedisServer : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("leadgen-redis-").FullName;
    private Process? _process;
    private ConnectionMultiplexer? _connection;

    public int Port { get; } = FreePort();

    /// <summary>A connection for looking around and for the test's own limiters.</summary>
    public ConnectionMultiplexer Connection => _connection!;

    public IDatabase Database => Connection.GetDatabase();

    public static async Task<RedisServer> StartNewAsync()
    {
        var server = new RedisServer();
        await server.InitializeAsync();
        return server;
    }

    /// <summary>A connection such as a program has, to a server that may be away.</summary>
    public static Task<ConnectionMultiplexer> ConnectAsync(int port)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse($"127.0.0.1:{port}");
        options.AbortOnConnectFail = false;
        options.AllowAdmin = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = 1000;
        options.ReconnectRetryPolicy = new LinearRetry(200);
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    public async Task InitializeAsync()
    {
        if (RedisFactAttribute.Reason is null)
        {
            Start();
            _connection = await ConnectAsync(Port);
            await UntilAsync(() => Task.FromResult(_connection.IsConnected));
        }
    }

    public void Start()
    {
        _process = Process.Start(new ProcessStartInfo(
            "redis-server",
            [
                "--port", Port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1",
                "--dir", _folder, "--daemonize", "no", "--logfile", Path.Combine(_folder, "log"),
            ]))!;
    }

    /// <summary>Ends the server at once, with all that it knows.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Makes a portal's bucket, empty: a server that has just been started gives a new one nothing to begin with.</summary>
    public Task MakeBucketAsync(string portal) =>
        Database.HashSetAsync(BucketOf(portal), [new HashEntry("empty_at", 0), new HashEntry("seen_at", 0)]);

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

        if (_process is not null)
        {
            Kill();
        }

        Directory.Delete(_folder, recursive: true);
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
