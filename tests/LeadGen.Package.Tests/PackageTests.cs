using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LeadGen.Package.Tests;

/// <summary>What lies in the packages.</summary>
[Collection(nameof(PackageFeed))]
public sealed partial class PackageTests(PackageFeed feed)
{
    private const string Repository = "https://github.com/leadgen-net/leadgen";

    // The kind of debug information that holds a SourceLink map: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    // By id, what each depends on beside the runtime and what the runtime depends on.
    private static readonly Dictionary<string, string[]> s_packages = new()
    {
        ["LeadGen"] = [],
        ["LeadGen.Extensions.DependencyInjection"] = ["LeadGen", "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions"],
        ["LeadGen.Extensions.HealthChecks"] = ["LeadGen", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Logging.Abstractions"],
        ["LeadGen.Extensions.Redis"] = ["LeadGen", "Microsoft.Extensions.Logging.Abstractions", "StackExchange.Redis"],
        ["LeadGen.Testing"] = [],
        ["LeadGen.Tool"] = [],
    };

    // A compiler on .NET Framework, Visual Studio's MSBuild, brings these in versions of its own: no System.Text.Json among them.
    // Of Roslyn 4.8, the oldest one that the analyzers are for.
    private static readonly Dictionary<string, Version> s_ofTheCompiler = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 8, 0, 0),
        ["System.Collections.Immutable"] = new(7, 0, 0, 0),
    };

    // Only editors load the fixes.
    private static readonly Dictionary<string, Version> s_ofTheEditor = new(s_ofTheCompiler) { ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 8, 0, 0) };

    public static TheoryData<string> Ids => new(s_packages.Keys);

    public static TheoryData<string> Libraries => new(s_packages.Keys.Where(id => id != "LeadGen.Tool"));

    [Fact]
    public void The_solution_packs_these_and_no_other()
    {
        string[] files = [.. Directory.GetFiles(feed.Feed).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        string[] expected = [.. s_packages.Keys.SelectMany(id => new[] { $"{id}.{Build.PackageVersion}.nupkg", $"{id}.{Build.PackageVersion}.snupkg" })];
        Assert.Equal(expected.Order(StringComparer.Ordinal), files);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_says_what_it_is_and_where_it_comes_from(string id)
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
    public void Each_assembly_of_ours_has_its_symbols_and_they_lead_to_the_sources_of_a_commit(string id)
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

            // A build for packages names no folder of its machine, any other names the files where a debugger finds them.
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
    public void A_library_depends_on_the_runtime_and_on_what_it_extends_alone(string id)
    {
        using ZipArchive package = feed.Open(id);
        XElement[] groups = [.. Metadata(package).Descendants().Where(e => e.Name.LocalName == "group" && e.Parent!.Name.LocalName == "dependencies")];
        Assert.Equal(["net10.0", "net8.0"], groups.Select(g => (string)g.Attribute("targetFramework")!).Order(StringComparer.Ordinal));

        // What the runtime and Redis's client depend on is repeated in the others by transitive pinning.
        string[] ofTheRuntime = ["Polly.Core", "System.Threading.RateLimiting"];
        Assert.All(groups, group =>
        {
            string[] dependencies = [.. group.Elements().Select(d => (string)d.Attribute("id")!)];
            Assert.Equal(s_packages[id], dependencies.Except(ofTheRuntime).Order(StringComparer.Ordinal));
            Assert.True(id != "LeadGen" || dependencies.Length == 2, string.Join(", ", dependencies));
        });
    }

    [Fact]
    public void Holds_the_runtime_the_generator_and_all_that_it_needs_beyond_the_compiler()
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

        // From the generator on, each assembly that one refers to lies beside it, or is the compiler's and no newer than in the oldest one.
        Assert.Equal(["LeadGen.Generator", "LeadGen.Schema", "LeadGen.Storage"], Loaded("LeadGen.Generator", s_ofTheCompiler));
        Assert.Equal(["LeadGen.CodeFixes", "LeadGen.Generator", "LeadGen.Schema", "LeadGen.Storage"], Loaded("LeadGen.CodeFixes", s_ofTheEditor));

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

                    Assert.True(given.TryGetValue(reference, out Version? oldest), $"{name} refers to {reference}, which no compiler brings and the package lacks.");
                    Assert.True(version <= oldest, $"{name} refers to {reference} {version}, and the oldest compiler has {oldest}.");
                }
            }

            return loaded;
        }
    }

    [Fact]
    public void The_emulators_package_brings_what_has_no_package_of_its_own()
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
