using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Basic.Reference.Assemblies;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Analyzers.Tests;

/// <summary>
/// The folder Corpus contains the ways in which programs call a portal. A warning is expected on the lines that end with
/// <c>// expect: WORD</c>, and on no other line.
/// </summary>
public sealed partial class CorpusTests
{
    [Fact]
    public async Task Exactly_the_lines_that_lose_data_are_reported()
    {
        (string Name, string Text)[] files = ReadFiles();
        string[] expected = [.. files.SelectMany(static f => f.Text.Split('\n').Select((line, i) => (f.Name, Line: line, Number: i + 1)))
            .Where(static l => Expectation().IsMatch(l.Line))
            .Select(static l => $"{l.Name}:{l.Number} {l.Line.Trim()}")];
        Assert.True(expected.Length > 100);

        (Compilation compilation, AnalyzerOptions options) = await CompileAsync(files);
        ImmutableArray<Diagnostic> found = await Analysis.RunAsync(compilation, options);
        string[] reported = [.. found
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning)
            .Select(static d => d.Location.GetLineSpan())
            .Select(s => (Name: Path.GetFileName(s.Path), Number: s.StartLinePosition.Line + 1))
            .Distinct()
            .Select(l => $"{l.Name}:{l.Number} {files.Single(f => f.Name == l.Name).Text.Split('\n')[l.Number - 1].Trim()}")];

        string wrong = string.Join('\n', expected.Except(reported).Select(static l => "missed: " + l)
            .Concat(reported.Except(expected).Select(l => $"false: {l}  {string.Join(' ', found.Where(d => l.StartsWith($"{Path.GetFileName(d.Location.SourceTree!.FilePath)}:{d.Location.GetLineSpan().StartLinePosition.Line + 1} ", StringComparison.Ordinal)))}"))
            .Order(StringComparer.Ordinal));
        Assert.True(wrong.Length == 0, wrong);
    }

    /// <summary>The files of the corpus.</summary>
    internal static (string Name, string Text)[] ReadFiles() => [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests/LeadGen.Analyzers.Tests/Corpus"), "*.cs")
        .Where(static f => Path.GetFileName(f) != "Libraries.cs")
        .Order(StringComparer.Ordinal)
        .Select(static f => (Path.GetFileName(f), File.ReadAllText(f)))];

    /// <summary>Compiles files with a portal's schema and the declarations in Libraries.cs.</summary>
    internal static async Task<(Compilation Compilation, AnalyzerOptions Options)> CompileAsync(IEnumerable<(string Name, string Text)> files)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);
        var library = CSharpCompilation.Create(
            "Libraries",
            [CSharpSyntaxTree.ParseText(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests/LeadGen.Analyzers.Tests/Corpus/Libraries.cs")), parse)],
            Net100.References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = library.ToAssembly();
        const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";
        string folder = Path.Combine(Repository.Root, "schema/portals/romashka");
        return Analysis.Compile(
            files.Append(("Usings.cs", Usings)),
            Directory.GetFiles(folder, "*.json").ToDictionary(static f => SamplePortal.Folder + Path.GetFileName(f), File.ReadAllText),
            SamplePortal.Config + $"""


            [{SamplePortal.Folder}crm.lead.userfield.list.json]
            build_metadata.AdditionalFiles.LeadSchema = sidecar
            """,
            [MetadataReference.CreateFromStream(image)],
            mustCompile: true);
    }

    [GeneratedRegex(@"// expect: [a-z-]+\s*$")]
    private static partial Regex Expectation();
}
