using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests that Bitrix24's JavaScript SDK works with the emulator.</summary>
public sealed class B24JsSdkTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    [NodeFact]
    public async Task Updates_and_reads_a_lead_alone_and_in_a_batch()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { UseHttps = true });
        long id = portal.AddLead([new("TITLE", "Заявка"), new("COMMENTS", "старое")]);

        using JsonDocument answer = JsonDocument.Parse(await RunAsync(portal, id));
        JsonElement lead = answer.RootElement.GetProperty("lead");

        Assert.True(answer.RootElement.GetProperty("updated").GetBoolean());
        Assert.Equal(
            ("Ёлка & «Ко»", "1234.5", "+7 (999) 123-45-67"),
            (lead.GetProperty("NAME").GetString(), lead.GetProperty("OPPORTUNITY").GetString(), lead.GetProperty("PHONE")[0].GetProperty("VALUE").GetString()));
        Assert.Equal(("a&b=c#d% +", ""), (portal.GetStoredValue(id, "LAST_NAME"), portal.GetStoredValue(id, "COMMENTS")));
        Assert.Equal(["", "", "Method not found!"], answer.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetString()));
        Assert.All(portal.Journal.SelectMany(c => c.Fields), f => Assert.Equal(FieldOutcome.Kept, f.Outcome));
        Assert.All(portal.Journal.Where(c => c.BatchKey is null), c => Assert.DoesNotContain(c.Parameters, p => p.Outcome != FieldOutcome.Kept));
    }

    private static async Task<string> RunAsync(PortalEmulator portal, long id)
    {
        string certificate = Path.Combine(Path.GetTempPath(), $"leadgen-{Path.GetRandomFileName()}.pem");
        await File.WriteAllTextAsync(certificate, portal.CertificatePem);
        try
        {
            var start = new ProcessStartInfo("node", ["update.mjs", portal.SecureWebhook!.ToString(), id.ToString(CultureInfo.InvariantCulture)])
            {
                WorkingDirectory = NodeFactAttribute.ScriptFolder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["NODE_EXTRA_CA_CERTS"] = certificate },
            };
            using Process node = Process.Start(start)!;
            using var timeout = new CancellationTokenSource(s_timeout);
            try
            {
                Task<string> errors = node.StandardError.ReadToEndAsync(timeout.Token);
                string output = await node.StandardOutput.ReadToEndAsync(timeout.Token);
                await node.WaitForExitAsync(timeout.Token);
                Assert.True(node.ExitCode == 0, await errors);
                return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            }
            catch (OperationCanceledException)
            {
                node.Kill(entireProcessTree: true);
                throw;
            }
        }
        finally
        {
            File.Delete(certificate);
        }
    }
}

/// <summary>Marks a test that needs Node.js and the packages in the <c>b24jssdk</c> folder.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(ScriptFolder, "node_modules")))
        {
            Skip = $"@bitrix24/b24jssdk is not installed: run 'npm ci' in {ScriptFolder}.";
        }
        else if (!IsOnPath("node") && !IsOnPath("node.exe"))
        {
            Skip = "node is not installed.";
        }
    }

    internal static string ScriptFolder { get; } = typeof(NodeFactAttribute).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == nameof(ScriptFolder))
        .Value!;

    private static bool IsOnPath(string file) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, file)));
}
