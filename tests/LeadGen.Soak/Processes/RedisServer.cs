using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace LeadGen.Soak.Processes;

/// <summary>A redis-server of the run's own, on a free port of this machine, which keeps nothing on disk.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";

    private readonly string _folder = Directory.CreateTempSubdirectory("leadgen-soak-").FullName;
    private Process? _process;

    private RedisServer()
    {
    }

    /// <summary>Whether Debian's redis-server is installed.</summary>
    public static bool IsInstalled { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, Program)));

    public int Port { get; } = FreePort();

    public static RedisServer StartNew()
    {
        var server = new RedisServer();
        server.Start();
        return server;
    }

    /// <summary>A connection to a server that may come and go, once it is there.</summary>
    public static async Task<ConnectionMultiplexer> ConnectAsync(int port)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
        options.AbortOnConnectFail = false;
        options.ConnectRetry = 1;
        options.ConnectTimeout = 1000;
        options.ReconnectRetryPolicy = new LinearRetry(200);
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!connection.IsConnected)
        {
            await Task.Delay(50, patience.Token);
        }

        return connection;
    }

    public void Start() => _process = Process.Start(new ProcessStartInfo(
        Program,
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1",
            "--dir", _folder, "--daemonize", "no", "--logfile", Path.Combine(_folder, "log"),
        ]));

    /// <summary>Ends the server at once, with all that it knows.</summary>
    public void Kill()
    {
        if (_process is { } process)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
