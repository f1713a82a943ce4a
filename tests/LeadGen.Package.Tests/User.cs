using LeadGen.Testing;
using Microsoft.Build.Logging.StructuredLogger;

namespace LeadGen.Package.Tests;

/// <summary>Runs commands as a user who has an empty folder, the tool, and a webhook in the environment.</summary>
internal sealed class User
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _variables;

    public User(PackageFeed feed, string name, PortalEmulator portal)
    {
        _folder = feed.NewFolder(name);
        _variables = new Dictionary<string, string>(feed.Shell) { ["LEADGEN_WEBHOOK"] = portal.Webhook.ToString() };
        Write("Directory.Build.props", "<Project><PropertyGroup><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
    }

    public string File(string name) => Path.Combine(_folder, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    public Task<string> RunAsync(params string[] arguments) => DotNet.RunAsync(_folder, _variables, arguments);

    public Task<(int ExitCode, string Output)> TryRunAsync(params string[] arguments) => DotNet.TryRunAsync(_folder, _variables, arguments);

    /// <summary>Runs <c>dotnet leadgen</c> and asserts its exit code.</summary>
    public async Task<string> LeadGenAsync(int expected, params string[] arguments)
    {
        (int exitCode, string output) = await TryRunAsync(["leadgen", .. arguments]);
        Assert.True(exitCode == expected, $"leadgen {string.Join(' ', arguments)} exited with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Builds with a binary log, asserts the exit code, and reads the log.</summary>
    public async Task<BuildRecord> BuildAsync(int expected, params string[] arguments)
    {
        (int exitCode, string output) = await TryRunAsync(["build", "-bl:build.binlog", .. arguments]);
        Assert.True(exitCode == expected, $"The build exited with {exitCode}:\n{output}");
        Microsoft.Build.Logging.StructuredLogger.Build build = BinaryLog.ReadBuild(File("build.binlog"));
        var tasks = new List<string>();
        var targets = new List<string>();
        var skipped = new List<string>();
        build.VisitAllChildren<Microsoft.Build.Logging.StructuredLogger.Task>(t => tasks.Add(t.Name));
        build.VisitAllChildren<Target>(t =>
        {
            (t.Skipped ? skipped : targets).Add(t.Name);
        });
        return new BuildRecord(output, tasks, targets, skipped);
    }
}

/// <summary>Represents the output, tasks and targets of a build.</summary>
internal sealed record BuildRecord(string Output, IReadOnlyCollection<string> Tasks, IReadOnlyCollection<string> Targets, IReadOnlyCollection<string> SkippedTargets);
