using System.IO.Compression;

namespace LeadGen.Package.Tests;

/// <summary>The tests that install packages. They share one feed.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeedTests : ICollectionFixture<PackageFeed>;

/// <summary>Provides a folder feed with the packages of this repository. All tests share it.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("leadgen-packages-").FullName;

    private Task? _tool;

    public string Feed => Path.Combine(_root, "feed");

    /// <summary>Gets the environment variables of a shell in which the SDK uses a separate folder instead of the user's home folder.</summary>
    public IReadOnlyDictionary<string, string> Shell => new Dictionary<string, string>
    {
        ["DOTNET_CLI_HOME"] = Path.Combine(_root, "home"),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    public async Task InitializeAsync()
    {
        // A restored package would take precedence over the feed.
        Assert.False(Directory.Exists(Path.Combine(Build.RestoredPackages, "leadgen")), $"LeadGen is already in {Build.RestoredPackages}.");
        File.WriteAllText(Path.Combine(_root, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Feed}" /><add key="restored" value="{Build.RestoredPackages}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root, "cache")}" /></config>
              <fallbackPackageFolders><clear /><add key="restored" value="{Build.RestoredPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        await DotNet.RunAsync(Build.RepositoryRoot, "pack", "LeadGen.sln", "--no-build", "--configuration", Build.Configuration, "--output", Feed, "-m:1");
    }

    /// <summary>Installs the tool for the tests that need it.</summary>
    public Task InstallToolAsync() => _tool ??= InstallAsync();

    /// <summary>Opens a packed package.</summary>
    public ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Build.PackageVersion}.{extension}"));

    /// <summary>Creates an empty folder outside the repository. It uses only this feed and the restored packages.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    public async Task DisposeAsync()
    {
        await DotNet.StopCompilerAsync();
        Directory.Delete(_root, recursive: true);
    }

    // The SDK finds the manifest from all folders below.
    private async Task InstallAsync()
    {
        await DotNet.RunAsync(_root, Shell, "new", "tool-manifest");
        await DotNet.RunAsync(_root, Shell, "tool", "install", "LeadGen.Tool", "--version", Build.PackageVersion);
    }
}
