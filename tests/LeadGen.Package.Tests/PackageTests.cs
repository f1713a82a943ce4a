using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LeadGen.Package.Tests;

/// <summary>Tests the content of the packages.</summary>
[Collection(nameof(PackageFeed))]
public sealed partial class PackageTests(PackageFeed feed)
{
    private const string Repository = "https://github.com/leadgen-net/leadgen";

    // The kind of debug information that holds a SourceLink map: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    // The dependencies of each package, without the runtime's own dependencies.
    private static readonly Dictionary<string, string[]> s_packages = new()
    {
        ["LeadGen"] = [],
        ["LeadGen.Extensions.DependencyInjection"] = ["LeadGen", "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions"],
        ["LeadGen.Extensions.HealthChecks"] = ["LeadGen", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions"],
        ["LeadGen.Extensions.Hosting"] =
        [
            "LeadGen.Extensions.DependencyInjection", "LeadGen.Extensions.HealthChecks", "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions", "OpenTelemetry.Api",
            "OpenTelemetry.Extensions.Hosting",
        ],
        ["LeadGen.Extensions.Redis"] = ["LeadGen", "Microsoft.Extensions.Logging.Abstractions", "StackExchange.Redis"],
        ["LeadGen.Testing"] = [],
        ["LeadGen.Tool"] = [],
    };

    // The assemblies that each compiler provides, in the versions of Roslyn 4.8, the oldest supported one. System.Text.Json is not one of
    // them, because the compiler on .NET Framework (MSBuild in Visual Studio) does not provide it.
    private static readonly Dictionary<string, Version> s_compilerAssemblies = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 8, 0, 0),
        ["System.Collections.Immutable"] = new(7, 0, 0, 0),
    };

    // Only editors load the code fixes.
    private static readonly Dictionary<string, Version> s_editorAssemblies = new(s_compilerAssemblies) { ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 8, 0, 0) };

    public static TheoryData<string> Ids => new(s_packages.Keys);

    public static TheoryData<string> Libraries => new(s_packages.Keys.Where(id => id != "LeadGen.Tool"));

    [Fact]
    public void The_solution_packs_exactly_these_packages()
    {
        string[] files = [.. Directory.GetFiles(feed.Feed).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        string[] expected = [.. s_packages.Keys.SelectMany(id => new[] { $"{id}.{Build.PackageVersion}.nupkg", $"{id}.{Build.PackageVersion}.snupkg" })];
        Assert.Equal(expected.Order(StringComparer.Ordinal), files);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_has_complete_metadata(string id)
    {
        using ZipArchive package = feed.Open(id);
        XElement metadata = Metadata(package);
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;

        Assert.All(new[] { "title", "description", "tags" }, name => Assert.NotEmpty(Value(name)));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal(Repository, Value("projectUrl"));
        Assert.Equal($"{Repository}/blob/main/CHANGELOG.md", Value("releaseNotes"));
        XElement repository = metadata.Elements().Single(e => e.Name.LocalName == "repository");
        Assert.Equal(("git", Repository), ((string?)repository.Attribute("type"), (string?)repository.Attribute("url")));
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));

        Assert.Equal([137, 80, 78, 71], Bytes(package.GetEntry(Value("icon"))!)[..4]);
        string readme = Encoding.UTF8.GetString(Bytes(package.GetEntry(Value("readme"))!));
        Assert.Contains($"]({Repository}/blob/main/runtime/docs/silent-losses.md)", readme, StringComparison.Ordinal);
        Assert.DoesNotMatch(RelativeLink, readme);
        Assert.Equal(WithoutLinks(File.ReadAllText(Path.Combine(Build.RepositoryRoot, "README.md"))), WithoutLinks(readme));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_LeadGen_assembly_has_symbols_with_source_links(string id)
    {
        using ZipArchive package = feed.Open(id);
        using ZipArchive symbols = feed.Open(id, "snupkg");
        ZipArchiveEntry[] ours = [.. package.Entries.Where(e => e.Name.StartsWith("LeadGen", StringComparison.Ordinal) && e.Name.EndsWith(".dll", StringComparison.Ordinal))];
        Assert.NotEmpty(ours);
        Assert.All(ours, assembly =>
        {
            using var file = new PEReader(new MemoryStream(Bytes(assembly)));
            DebugDirectoryEntry[] debug = [.. file.ReadDebugDirectory()];
            Assert.Contains(debug, d => d.Type == DebugDirectoryEntryType.Reproducible);
            DebugDirectoryEntry[] embedded = [.. debug.Where(d => d.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)];
            using MetadataReaderProvider provider = embedded is [var whole]
                ? file.ReadEmbeddedPortablePdbDebugDirectoryData(whole)
                : MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(symbols.GetEntry(Path.ChangeExtension(assembly.FullName, ".pdb"))!)));
            MetadataReader pdb = provider.GetMetadataReader();
            BlobHandle link = Assert.Single(pdb.CustomDebugInformation.Select(pdb.GetCustomDebugInformation), i => pdb.GetGuid(i.Kind) == s_sourceLink).Value;
            string sources = Encoding.UTF8.GetString(pdb.GetBlobBytes(link));
            Assert.Matches("https://raw.githubusercontent.com/leadgen-net/leadgen/[0-9a-f]{40}/\\*", sources);

            // A deterministic build contains no local paths. Any other build contains the local paths of the files for the debugger.
            string[] paths =
            [
                sources,
                .. debug.Where(d => d.Type == DebugDirectoryEntryType.CodeView).Select(d => file.ReadCodeViewDebugDirectoryData(d).Path),
                .. pdb.Documents.Select(d => pdb.GetString(pdb.GetDocument(d).Name)),
            ];
            Assert.NotEqual(Build.IsReproducible, paths.Any(p => p.Contains(Build.RepositoryRoot, StringComparison.Ordinal)));
        });
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_depends_only_on_the_runtime_and_on_what_it_extends(string id)
    {
        using ZipArchive package = feed.Open(id);
        XElement[] groups = [.. Metadata(package).Descendants().Where(e => e.Name.LocalName == "group" && e.Parent!.Name.LocalName == "dependencies")];
        Assert.Equal(["net10.0", "net8.0"], groups.Select(g => (string)g.Attribute("targetFramework")!).Order(StringComparer.Ordinal));

        // Because of transitive pinning, the other packages repeat the dependencies of the runtime and of the Redis client.
        Assert.All(groups, group =>
        {
            bool isOldest = (string)group.Attribute("targetFramework")! == "net8.0";
            string[] runtimeDependencies = ["Polly.Core", "System.Threading.RateLimiting", .. isOldest ? new[] { "System.Diagnostics.DiagnosticSource" } : []];
            string[] dependencies = [.. group.Elements().Select(d => (string)d.Attribute("id")!)];
            Assert.Equal(s_packages[id], dependencies.Except(runtimeDependencies).Order(StringComparer.Ordinal));
            Assert.True(id != "LeadGen" || dependencies.Length == runtimeDependencies.Length, string.Join(", ", dependencies));
        });
    }

    [Fact]
    public void The_main_package_contains_the_runtime_and_the_generator_with_its_dependencies()
    {
        using ZipArchive package = feed.Open("LeadGen");
        string[] files = [.. package.Entries.Select(e => e.FullName)];

        Assert.Superset(
            new HashSet<string>
            {
                "lib/net8.0/LeadGen.dll", "lib/net10.0/LeadGen.dll", "lib/net10.0/LeadGen.xml", "build/LeadGen.props", "build/LeadGen.targets",
                "buildTransitive/LeadGen.props", "buildTransitive/LeadGen.targets",
            },
            files.ToHashSet());
        Dictionary<string, ZipArchiveEntry> analyzers = package.Entries
            .Where(e => e.FullName.StartsWith("analyzers/", StringComparison.Ordinal))
            .ToDictionary(e => Path.GetFileNameWithoutExtension(e.Name));
        Assert.All(analyzers.Values, a => Assert.Equal($"analyzers/dotnet/cs/{a.Name}", a.FullName));
        Assert.Equal(["LeadGen.CodeFixes", "LeadGen.Generator", "LeadGen.Schema", "LeadGen.Storage"], analyzers.Keys.Order(StringComparer.Ordinal));

        // Each assembly that the generator references, directly or indirectly, is in the package or is provided by the oldest supported compiler.
        Assert.Equal(["LeadGen.Generator", "LeadGen.Schema", "LeadGen.Storage"], Loaded("LeadGen.Generator", s_compilerAssemblies));
        Assert.Equal(["LeadGen.CodeFixes", "LeadGen.Generator", "LeadGen.Schema", "LeadGen.Storage"], Loaded("LeadGen.CodeFixes", s_editorAssemblies));

        IEnumerable<string> Loaded(string first, Dictionary<string, Version> given)
        {
            var loaded = new SortedSet<string>(StringComparer.Ordinal);
            var next = new Queue<string>([first]);
            while (next.TryDequeue(out string? name))
            {
                if (!loaded.Add(name))
                {
                    continue;
                }

                foreach ((string reference, Version version) in References(analyzers[name]))
                {
                    if (analyzers.ContainsKey(reference))
                    {
                        next.Enqueue(reference);
                        continue;
                    }

                    Assert.True(given.TryGetValue(reference, out Version? oldest), $"{name} refers to {reference}, which is neither in a compiler nor in the package.");
                    Assert.True(version <= oldest, $"{name} refers to {reference} {version}, and the oldest compiler has {oldest}.");
                }
            }

            return loaded;
        }
    }

    [Fact]
    public void The_emulator_package_contains_the_schema_library()
    {
        using ZipArchive package = feed.Open("LeadGen.Testing");
        Assert.NotNull(package.GetEntry("lib/net10.0/LeadGen.Testing.dll"));
        Assert.NotNull(package.GetEntry("lib/net10.0/LeadGen.Schema.dll"));
        Assert.NotNull(package.GetEntry("lib/net10.0/LeadGen.Storage.dll"));
    }

    [GeneratedRegex(@"\]\((?![a-z]+:|#)")]
    private static partial Regex RelativeLink { get; }

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Link { get; }

    private static string WithoutLinks(string page) => Link.Replace(page, "]()").TrimEnd();

    private static XElement Metadata(ZipArchive package)
    {
        using Stream nuspec = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    private static IEnumerable<(string Name, Version Version)> References(ZipArchiveEntry assembly)
    {
        using var file = new PEReader(new MemoryStream(Bytes(assembly)));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version))];
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
