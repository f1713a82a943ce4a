using LeadGen.Testing;
using Microsoft.Build.Logging.StructuredLogger;

namespace LeadGen.Package.Tests;

/// <summary>Someone with an empty console project, the tool installed, and the webhook of a portal in the environment.</summary>
internal sealed class User
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _variables;

    private User(string folder, Dictionary<string, string> variables)
    {
        _folder = folder;
        _variables = variables;
    }

    public static async Task<User> StartAsync(PackageFeed feed, string name, PortalEmulator portal)
    {
        var user = new User(feed.NewFolder(name), new Dictionary<string, string>
        {
            ["LEADGEN_WEBHOOK"] = portal.Webhook.ToString(),
            ["DOTNET_CLI_HOME"] = feed.Home,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
        });
        user.Write("Directory.Build.props", "<Project><PropertyGroup><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
        await user.RunAsync("new", "console", "--name", "App", "--output", ".", "--no-restore");
        await user.RunAsync("new", "tool-manifest");
        await user.RunAsync("tool", "install", "LeadGen.Tool", "--version", Build.PackageVersion);
        return user;
    }

    public string File(string name) => Path.Combine(_folder, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    public Task<string> RunAsync(params string[] arguments) => DotNet.RunAsync(_folder, _variables, arguments);

    public Task<(int ExitCode, string Output)> TryRunAsync(params string[] arguments) => DotNet.TryRunAsync(_folder, _variables, arguments);

    /// <summary>Runs <c>dotnet leadgen</c>, which must end with that exit code.</summary>
    public async Task<string> LeadGenAsync(int expected, params string[] arguments)
    {
        (int exitCode, string output) = await TryRunAsync(["leadgen", .. arguments]);
        Assert.True(exitCode == expected, $"leadgen {string.Join(' ', arguments)} exited with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Builds with a binary log, and reads it.</summary>
    public async Task<BuildRecord> BuildAsync(params string[] arguments)
    {
        await RunAsync(["build", "-bl:build.binlog", .. arguments]);
        Microsoft.Build.Logging.StructuredLogger.Build build = BinaryLog.ReadBuild(File("build.binlog"));
        var tasks = new List<string>();
        var targets = new List<string>();
        var skipped = new List<string>();
        build.VisitAllChildren<Microsoft.Build.Logging.StructuredLogger.Task>(t => tasks.Add(t.Name));
        build.VisitAllChildren<Target>(t =>
        {
            (t.Skipped ? skipped : targets).Add(t.Name);
        });
        return new BuildRecord(tasks, targets, skipped);
    }
}

/// <summary>What a build did.</summary>
internal sealed record BuildRecord(IReadOnlyCollection<string> Tasks, IReadOnlyCollection<string> Targets, IReadOnlyCollection<string> SkippedTargets);
