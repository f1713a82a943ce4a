using System.CommandLine;
using LeadGen.Schema.Naming;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Output;
using LeadGen.Tool.Reports;
using LeadGen.Tool.Snapshots;

namespace LeadGen.Tool.Commands;

/// <summary>Implements <c>leadgen check</c>, which compares the portal with the snapshot. The exit code is the result.</summary>
internal static class CheckCommand
{
    public static Command Create(ToolEnvironment environment, Terminal terminal)
    {
        Argument<string?> folder = PortalOptions.FolderOrDefault();
        var against = new Option<string?>("--against") { Description = "Compare with the snapshot in this folder instead of the portal. Needs no webhook or network." };
        var connection = new PortalOptions.ConnectionOptions();
        var output = new ReportOptions();
        Command command = new Command("check", "Compare the portal with the snapshot. Exits with 0 (no change), 1 (compatible changes), 2 (breaking changes) or 3 (the comparison failed).") { folder, against }
            .WithExamples(
                "leadgen check portals/acme",
                "leadgen check portals/acme --format sarif --output leadgen.sarif",
                "leadgen check portals/acme --against ../production/portals/acme");
        connection.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            SnapshotFolder snapshot = PortalOptions.Resolve(environment, parsed.GetValue(folder));
            ChangeReport report = parsed.GetValue(against) is { } other
                ? await CompareFoldersAsync(snapshot, PortalOptions.Resolve(environment, other), connection.ReadNaming(parsed), ct).ConfigureAwait(false)
                : await ComparePortalAsync(snapshot, connection.Read(parsed, terminal, force: false), environment, terminal, ct).ConfigureAwait(false);
            await output.WriteAsync(report, parsed, environment, terminal, ct).ConfigureAwait(false);
            return report.ExitCode;
        });
        return command;
    }

    private static async Task<ChangeReport> CompareFoldersAsync(SnapshotFolder snapshot, SnapshotFolder other, NamingChoice naming, CancellationToken cancellationToken)
    {
        NamedPortal before = await PortalOptions.ReadAsync(snapshot, naming, cancellationToken).ConfigureAwait(false);
        NamedPortal after = await PortalOptions.ReadAsync(other, naming, cancellationToken).ConfigureAwait(false);
        return Plausibility.GetValidationError(before.Schema, after.Schema, $"'{other.Name}'") is { } validationError
            ? throw new ToolException(validationError, $"check that '{other.Name}' is a snapshot of the same portal.")
            : new ChangeReport($"'{snapshot.Name}'", $"'{other.Name}'", SnapshotComparison.Compare(before, after));
    }

    private static async Task<ChangeReport> ComparePortalAsync(
        SnapshotFolder snapshot, RefreshOptions options, ToolEnvironment environment, Terminal terminal, CancellationToken cancellationToken)
    {
        // A missing or invalid snapshot is an error here. PrepareAsync would ignore it.
        await PortalOptions.ReadAsync(snapshot, options.Naming, cancellationToken).ConfigureAwait(false);
        RefreshedPortal portal = await new Refresh(environment, terminal).PrepareAsync(snapshot, options, cancellationToken).ConfigureAwait(false);
        return new ChangeReport($"'{snapshot.Name}'", "The portal", SnapshotComparison.Compare(portal.Before!, portal.After));
    }
}
