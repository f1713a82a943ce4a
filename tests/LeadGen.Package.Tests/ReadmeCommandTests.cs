using LeadGen.Testing;

namespace LeadGen.Package.Tests;

/// <summary>The commands of the README and of the pages in their order, run in one shell, with the packed packages and an emulated portal.</summary>
/// <remarks>The translation has the same commands, by the tests of its snippets.</remarks>
[Collection(nameof(PackageFeed))]
public sealed class ReadmeCommandTests(PackageFeed feed)
{
    // They are for a clone of this repository, and build and test all of it: .ci/run does that, these tests included.
    private static readonly string[] s_ofAClone = ["dotnet run --project tests/LeadGen.Sample", "dotnet test LeadGen.sln"];

    private static readonly Fence[] s_fences = [.. Readme.Pages.SelectMany(static page => page.Fences)];

    [Fact]
    public void The_commands_that_are_not_run_here_are_run_by_the_checks() =>
        Assert.Subset(File.ReadLines(Path.Combine(Build.RepositoryRoot, ".ci", "run")).Select(l => l.Split(" 2>&1 ")[0]).ToHashSet(), s_ofAClone.ToHashSet());

    [ShellFact]
    public async Task A_reader_gets_from_an_empty_folder_to_a_lead_and_through_a_refresh()
    {
        string[] steps = [.. s_fences.Select(ToShell).OfType<string>()];
        Assert.NotEmpty(steps);
        Assert.Contains(s_fences, f => f.Text == string.Join('\n', s_ofAClone));

        string folder = feed.NewFolder("readme");
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), "<Project><PropertyGroup><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
        await using PortalEmulator portal = await PortalEmulator.StartAsync(Path.Combine(Build.RepositoryRoot, "schema", "portals", "romashka"));

        // This portal's own rule: a lead has a contract. The README's lead is anybody's.
        portal.EditField("UF_CRM_1700000012", static field => field["isRequired"] = false);
        string output = await DotNet.RunScriptAsync(
            folder,
            new Dictionary<string, string> { ["DOTNET_CLI_HOME"] = feed.Home, ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" },
            string.Join('\n', steps),
            input: portal.Webhook + "\n");

        Assert.Contains("ИП Титов: 12500, +7 999 123-45-67", output, StringComparison.Ordinal);
        Assert.Contains("The portal has the same schema as 'portals/acme'.", output, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
        Assert.Matches(@"UF_CRM_1665555555\s.*DeliveryMethod|DeliveryMethod\s.*UF_CRM_1665555555", output);
        Assert.DoesNotContain(portal.Webhook.Segments[^1].Trim('/'), output, StringComparison.OrdinalIgnoreCase);
        PortalCall update = portal.Journal.Last(c => c.Method == "crm.lead.update");
        Assert.Equal("12500", portal.StoredValue(update.LeadId!.Value, "OPPORTUNITY"));
        Assert.All(portal.Journal.SelectMany(c => c.Fields), field => Assert.Equal(FieldOutcome.Kept, field.Outcome));
    }

    /// <summary>Commands as they stand, and a file that a reader is to write; <see langword="null"/> for what is only to be read.</summary>
    private static string? ToShell(Fence fence) => (fence.Language, fence.Info) switch
    {
        ("sh", _) => fence.Text == string.Join('\n', s_ofAClone) ? null : fence.Text,
        ("csharp", [.., '.', 'c', 's'] file) => $"cat > {file} <<'END_OF_FILE'\n{fence.Text}\nEND_OF_FILE",
        _ => null,
    };

    /// <summary>A test of commands for a shell that reads <c>&amp;&amp;</c> and <c>read -s</c>.</summary>
    private sealed class ShellFactAttribute : FactAttribute
    {
        public ShellFactAttribute() => Skip = OperatingSystem.IsWindows() ? "The README's commands are for bash." : null;
    }
}
