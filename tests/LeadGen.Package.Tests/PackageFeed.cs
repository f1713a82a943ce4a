using System.IO.Compression;

namespace LeadGen.Package.Tests;

/// <summary>The tests that install packages: one feed for all of them.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeedTests : ICollectionFixture<PackageFeed>;

/// <summary>A folder feed with the packages of this repository, packed once for all tests and deleted after them.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("leadgen-packages-").FullName;

    public string Feed => Path.Combine(_root, "feed");

    /// <summary>Where the SDK keeps what it would keep in the user's home.</summary>
    public string Home => Path.Combine(_root, "home");

    public async Task InitializeAsync()
    {
        string[] projects =
        [
            "runtime/LeadGen", "runtime/LeadGen.Extensions.DependencyInjection", "runtime/LeadGen.Extensions.Redis", "runtime/LeadGen.Testing", "schema/LeadGen.Tool",
        ];
        foreach (string project in projects)
        {
            await DotNet.RunAsync(
                Build.RepositoryRoot, "pack", project, "--no-build", "--configuration", Build.Configuration, "--output", Feed, "-p:UseSharedCompilation=false");
        }
    }

    /// <summary>Opens a packed package.</summary>
    public ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Build.PackageVersion}.nupkg"));

    /// <summary>An empty folder outside the repository, whose only feeds are this one and what the build has restored.</summary>
    public string NewFolder(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Feed}" /><add key="restored" value="{Build.RestoredPackages}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root, "cache")}" /></config>
            </configuration>
            """);
        return folder;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }
}
