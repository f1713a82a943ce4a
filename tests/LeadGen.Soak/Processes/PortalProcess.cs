using System.Text.Json;
using LeadGen.Testing;

namespace LeadGen.Soak.Processes;

/// <summary>A portal in a process of its own, so that it shares neither memory nor threads with the client that is measured.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private PortalProcess(ChildProcess process, Doors doors)
    {
        _process = process;
        Open = doors;
    }

    /// <summary>The folder of the emulated portal.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "portal");

    /// <summary>Where it can be called.</summary>
    public Doors Open { get; }

    public static async Task<PortalProcess> StartAsync(int leads, CancellationToken cancellationToken, bool useHttps = false)
    {
        ChildProcess process = ChildProcess.StartSelf(["portal", "--leads", $"{leads}", .. useHttps ? ["--https"] : Array.Empty<string>()]);
        try
        {
            return new PortalProcess(process, JsonSerializer.Deserialize<Doors>(await process.ReadLineAsync(cancellationToken))!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a portal the leads 1, 2, 3…</summary>
    public static void AddLeads(PortalEmulator portal, int count)
    {
        for (int i = 0; i < count; i++)
        {
            portal.AddLead([new("TITLE", "Заявка")]);
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>What the process says of its portal, on its way through a pipe.</summary>
    internal sealed record Doors(string Webhook, string? SecureWebhook, string? CertificatePem);
}
