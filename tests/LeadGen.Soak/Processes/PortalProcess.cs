using System.Text.Json;
using LeadGen.Testing;

namespace LeadGen.Soak.Processes;

/// <summary>Runs a portal in a separate process, so that it shares neither memory nor threads with the client that is measured.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private PortalProcess(ChildProcess process, PortalEndpoints endpoints)
    {
        _process = process;
        Endpoints = endpoints;
    }

    /// <summary>The folder of the emulated portal.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "portal");

    /// <summary>Gets the addresses of the portal.</summary>
    public PortalEndpoints Endpoints { get; }

    public static async Task<PortalProcess> StartAsync(int leads, CancellationToken cancellationToken, bool useHttps = false)
    {
        ChildProcess process = ChildProcess.StartSelf(["portal", "--leads", $"{leads}", .. useHttps ? ["--https"] : Array.Empty<string>()]);
        try
        {
            return new PortalProcess(process, JsonSerializer.Deserialize<PortalEndpoints>(await process.ReadLineAsync(cancellationToken))!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds leads with the IDs 1, 2, 3… to a portal.</summary>
    public static void AddLeads(PortalEmulator portal, int count)
    {
        for (int i = 0; i < count; i++)
        {
            portal.AddLead([new("TITLE", "Заявка")]);
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Represents the addresses that the process writes to its standard output.</summary>
    internal sealed record PortalEndpoints(string Webhook, string? SecureWebhook, string? CertificatePem);
}
