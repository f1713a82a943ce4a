using System.Text.RegularExpressions;
using LeadGen.Testing;

namespace LeadGen.Package.Tests;

/// <summary>Runs the commands of the README and the other pages in order in one shell, with the packed packages and an emulated portal.</summary>
/// <remarks>The tests of the snippets check that the translation has the same commands.</remarks>
[Collection(nameof(PackageFeed))]
public sealed partial class ReadmeCommandTests(PackageFeed feed)
{
    // These commands need a clone of this repository, and build and test all of it, including these tests. They are run by .ci/run.
    private static readonly string[] s_cloneCommands = ["dotnet run --project tests/LeadGen.Sample", "dotnet test LeadGen.sln"];

    private static readonly Fence[] s_fences = [.. Readme.Pages.SelectMany(static page => page.Fences)];

    [Fact]
    public void The_commands_that_are_not_run_here_are_run_by_the_CI_script() =>
        Assert.Subset(File.ReadLines(Path.Combine(Build.RepositoryRoot, ".ci", "run")).Select(l => l.Split(" 2>&1 ")[0]).ToHashSet(), s_cloneCommands.ToHashSet());

    [ShellFact]
    public async Task The_documented_commands_update_a_lead_and_refresh_the_schema()
    {
        // A block that a page repeats with other comments is run once.
        string[] steps = [.. s_fences.Select(ToShell).OfType<string>().DistinctBy(static step => Comment.Replace(step, ""))];
        Assert.NotEmpty(steps);
        Assert.Contains(s_fences, f => f.Text == string.Join('\n', s_cloneCommands));

        string folder = feed.NewFolder("readme");
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), "<Project><PropertyGroup><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(Build.RepositoryRoot, "schema", "portals", "romashka"));

        // This portal requires a contract, which the lead in the README does not have.
        portal.UpdateField("UF_CRM_1700000012", static field => field["isRequired"] = false);
        string output = await DotNet.RunScriptAsync(
            folder,
            feed.Shell,
            string.Join('\n', steps),
            input: portal.Webhook + "\n");

        Assert.Contains("ИП Титов: 12500, +7 999 123-45-67", output, StringComparison.Ordinal);
        Assert.Contains("The portal has the same schema as 'portals/acme'.", output, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
        Assert.Matches(@"UF_CRM_1665555555\s.*DeliveryMethod|DeliveryMethod\s.*UF_CRM_1665555555", output);
        Assert.DoesNotContain(portal.Webhook.Segments[^1].Trim('/'), output, StringComparison.OrdinalIgnoreCase);
        PortalCall update = portal.Journal.Last(c => c.Method == "crm.lead.update");
        Assert.Equal("12500", portal.GetStoredValue(update.LeadId!.Value, "OPPORTUNITY"));
        Assert.All(portal.Journal.SelectMany(c => c.Fields), field => Assert.Equal(FieldOutcome.Kept, field.Outcome));
    }

    [GeneratedRegex(" +# .*")]
    private static partial Regex Comment { get; }

    /// <summary>Gets the commands of a shell block, or a command that writes a file block; <see langword="null"/> for other blocks.</summary>
    private static string? ToShell(Fence fence) => (fence.Language, fence.Info) switch
    {
        ("sh", _) => fence.Text == string.Join('\n', s_cloneCommands) ? null : fence.Text,
        ("csharp", [.., '.', 'c', 's'] file) => $"cat > {file} <<'END_OF_FILE'\n{fence.Text}\nEND_OF_FILE",
        _ => null,
    };

    /// <summary>Marks a test that needs bash, because it uses <c>&amp;&amp;</c> and <c>read -s</c>.</summary>
    private sealed class ShellFactAttribute : FactAttribute
    {
        public ShellFactAttribute() => Skip = OperatingSystem.IsWindows() ? "The README's commands are for bash." : null;
    }
}
