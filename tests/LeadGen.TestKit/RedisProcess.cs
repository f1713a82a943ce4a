using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace LeadGen.TestKit;

/// <summary>Runs a separate redis-server without persistence on a free port. It can be killed and restarted.</summary>
public sealed class RedisProcess : IDisposable
{
    private const string Program = "redis-server";

    private static readonly TimeSpan s_timeLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("leadgen-redis-").FullName;
    private Process? _process;

    /// <summary>Gets whether redis-server is installed.</summary>
    public static bool IsInstalled { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, Program)));

    public int Port { get; } = FreePort();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Connects to a server that may be unavailable, like an application.</summary>
    public static Task<ConnectionMultiplexer> ConnectAsync(int port)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
        options.AbortOnConnectFail = false;
        options.AllowAdmin = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = 1000;
        options.ReconnectRetryPolicy = new LinearRetry(200);
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Connects as soon as the server accepts commands. An open connection may not be usable yet.</summary>
    public static async Task<ConnectionMultiplexer> ConnectWhenStartedAsync(int port)
    {
        using var timeout = new CancellationTokenSource(s_timeLimit);
        while (!await IsListeningAsync(port, timeout.Token))
        {
            await Task.Delay(20, timeout.Token);
        }

        ConnectionMultiplexer connection = await ConnectAsync(port);
        while (!await AnswersAsync(connection))
        {
            await Task.Delay(20, timeout.Token);
        }

        return connection;
    }

    public void Start() => _process = Process.Start(new ProcessStartInfo(
        Program,
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1",
            "--dir", _folder, "--daemonize", "no", "--logfile", Path.Combine(_folder, "log"),
        ]));

    /// <summary>Kills the server. Its data is lost.</summary>
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

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(ConnectionMultiplexer connection)
    {
        IDatabase database = connection.GetDatabase();
        try
        {
            await database.PingAsync();
            return database.IsConnected("any", CommandFlags.DemandMaster);
        }
        catch (Exception notYet) when (notYet is RedisException or TimeoutException)
        {
            return false;
        }
    }
}
