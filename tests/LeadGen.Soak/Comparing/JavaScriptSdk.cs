using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using LeadGen.Soak.Processes;

namespace LeadGen.Soak.Comparing;

/// <summary>Sends the same updates with Bitrix24's JavaScript SDK in a separate process.</summary>
internal sealed class JavaScriptSdk : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    private readonly ChildProcess _node;
    private readonly string _certificate;

    private JavaScriptSdk(ChildProcess node, string certificate)
    {
        _node = node;
        _certificate = certificate;
    }

    /// <summary>Gets why the SDK can't run on this machine; <see langword="null"/> if it can.</summary>
    public static string? SkipReason =>
        !Directory.Exists(Path.Combine(Folder, "node_modules")) ? $"@bitrix24/b24jssdk is not installed: run 'npm ci' in {Folder}."
        : !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static f => File.Exists(Path.Combine(f, "node"))) ? "node is not installed."
        : null;

    private static string Folder { get; } = typeof(JavaScriptSdk).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static a => a.Key == "ScriptFolder")
        .Value!;

    public static async Task<JavaScriptSdk> StartAsync(PortalProcess.PortalEndpoints portal, int updates, int leads, int concurrency, CancellationToken cancellationToken)
    {
        string certificate = Path.Combine(Path.GetTempPath(), $"leadgen-{Path.GetRandomFileName()}.pem");
        await File.WriteAllTextAsync(certificate, portal.CertificatePem, cancellationToken);
        ChildProcess node = ChildProcess.Start(new ProcessStartInfo("node", ["bulk.mjs", .. new[] { updates, leads, concurrency }.Select(static n => n.ToString(CultureInfo.InvariantCulture))])
        {
            WorkingDirectory = Folder,
            Environment = { ["NODE_EXTRA_CA_CERTS"] = certificate },
        });
        await node.WriteLineAsync(portal.SecureWebhook!, cancellationToken);
        return new JavaScriptSdk(node, certificate);
    }

    /// <summary>Sends all updates once.</summary>
    /// <returns>The duration that the process measured.</returns>
    public async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        await _node.WriteLineAsync("go", cancellationToken);
        string milliseconds = await _node.ReadLineAsync(cancellationToken, s_timeout);
        return TimeSpan.FromMilliseconds(double.Parse(milliseconds, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        File.Delete(_certificate);
    }
}
