using System.CommandLine;
using System.Text.Json;
using LeadGen.Soak.Processes;
using LeadGen.Testing;

namespace LeadGen.Soak.Commands;

/// <summary>Runs a portal for another process of the run, until the standard input is closed.</summary>
internal static class PortalCommand
{
    public static Command Create()
    {
        var leads = new Option<int>("--leads");
        var https = new Option<bool>("--https");
        var command = new Command("portal", "Runs a portal for another process.") { leads, https };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(leads), parsed.GetValue(https), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int leads, bool useHttps, CancellationToken cancellationToken)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalProcess.Folder, new PortalEmulatorOptions { JournalCapacity = 0, UseHttps = useHttps }, cancellationToken);
        PortalProcess.AddLeads(portal, leads);
        var endpoints = new PortalProcess.PortalEndpoints(portal.Webhook.ToString(), portal.SecureWebhook?.ToString(), portal.CertificatePem);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(endpoints));
        await Console.In.ReadToEndAsync(cancellationToken);
        return 0;
    }
}
