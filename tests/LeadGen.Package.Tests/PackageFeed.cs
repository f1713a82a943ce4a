using System.IO.Compression;

namespace LeadGen.Package.Tests;

/// <summary>The tests that install packages: one feed for all of them.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeedTests : ICollectionFixture<PackageFeed>;

/// <summary>A folder feed with the packages of this repository, and the tool installed from it, made once for all tests and deleted after them.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("leadgen-packages-").FullName;

    public string Feed => Path.Combine(_root, "feed");

    /// <summary>Where the SDK keeps what it would keep in the user's home.</summary>
    public string Home => Path.Combine(_root, "home");

    /// <summary>The variables of a shell whose home this is.</summary>
    public IReadOnlyDictionary<string, string> Shell => new Dictionary<string, string>
    {
        ["DOTNET_CLI_HOME"] = Home,
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    public async Task InitializeAsync()
    {
        // What lies there is taken before what is in the feed.
        Assert.False(Directory.Exists(Path.Combine(Build.RestoredPackages, "leadgen")), $"An earlier LeadGen lies in {Build.RestoredPackages}.");
        File.WriteAllText(Path.Combine(_root, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Feed}" /><add key="restored" value="{Build.RestoredPackages}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root, "cache")}" /></config>
              <fallbackPackageFolders><clear /><add key="restored" value="{Build.RestoredPackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        await DotNet.RunAsync(Build.RepositoryRoot, "pack", "LeadGen.sln", "--no-build", "--configuration", Build.Configuration, "--output", Feed, "-m:1");

        // Found from every folder below.
        await DotNet.RunAsync(_root, Shell, "new", "tool-manifest");
        await DotNet.RunAsync(_root, Shell, "tool", "install", "LeadGen.Tool", "--version", Build.PackageVersion);
    }

    /// <summary>Opens a packed package.</summary>
    public ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Build.PackageVersion}.{extension}"));

    /// <summary>An empty folder outside the repository, whose only feeds are this one and what the build has restored, with the tool at hand.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    public async Task DisposeAsync()
    {
        await DotNet.StopCompilerAsync();
        Directory.Delete(_root, recursive: true);
    }
}
