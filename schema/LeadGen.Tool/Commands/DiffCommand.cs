using System.CommandLine;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen diff</c>, which shows the changes between two snapshots and their consequences.</summary>
internal static class DiffCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal)
    {
        var before = new Argument<string>("before") { Description = "The folder of the older snapshot." };
        var after = new Argument<string>("after") { Description = "The folder of the newer snapshot." };
        Option<string?> className = PortalOptions.ClassName();
        Option<IdentifierStyle?> identifiers = PortalOptions.Identifiers();
        var output = new ReportOptions();
        Command command = new Command("diff", "Show the changes between two snapshots and their consequences. Exits with 0 even if there are changes.") { before, after, className, identifiers }
            .WithExamples("leadgen diff /tmp/old portals/acme", "leadgen diff /tmp/old portals/acme --format markdown --output comment.md");
        output.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            NamingChoice naming = PortalOptions.Naming(parsed, className, identifiers);
            SnapshotFolder old = PortalOptions.Resolve(environment, parsed.GetValue(before));
            SnapshotFolder now = PortalOptions.Resolve(environment, parsed.GetValue(after));
            var report = new ChangeReport(
                $"'{old.Name}'",
                $"'{now.Name}'",
                SnapshotComparison.Compare(
                    await PortalOptions.ReadAsync(old, naming, ct).ConfigureAwait(false),
                    await PortalOptions.ReadAsync(now, naming, ct).ConfigureAwait(false)));
            await output.WriteAsync(report, parsed, environment, terminal, ct).ConfigureAwait(false);
            // Also if there are changes: unlike check, diff is not a test.
            return ExitCodes.Success;
        });
        return command;
    }
}
