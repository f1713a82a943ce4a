using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using LeadGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Docs.Tests.Snippets;

/// <summary>A piece of code in a project of the portal acme that has every package, as the compiler and the analyzers see it.</summary>
internal sealed class Snippet
{
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    private static readonly SyntaxTree s_surroundings = CSharpSyntaxTree.ParseText(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "LeadGen.Docs.Tests", "Snippets", "Surroundings.cs")), s_parse, "/app/Surroundings.cs");

    // What the code refers to beside the BCL, where the tests themselves have it from.
    private static readonly MetadataReference[] s_packages =
    [
        .. Net100.References.All,
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static file => IsReferred(Path.GetFileNameWithoutExtension(file)))
            .Select(static file => MetadataReference.CreateFromFile(file)),
    ];

    private Snippet(SyntaxTree tree, Compilation compilation)
    {
        Tree = tree;
        Compilation = compilation;
    }

    /// <summary>All analyzers that the package brings.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(LeadGenGenerator).Assembly.GetTypes()
            .Where(static type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>What the generator makes of the portals, once for all snippets.</summary>
    public static Compilation Portals { get; } = Generate();

    // As an assembly of its own: each snippet would compile a thousand members anew.
    private static MetadataReference PortalsReference { get; } = Portals.ToMetadataReference();

    public SyntaxTree Tree { get; }

    public Compilation Compilation { get; }

    public static Snippet Of(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, s_parse, "/app/Program.cs");
        bool isProgram = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        return new Snippet(tree, CSharpCompilation.Create(
            "Shop", [s_surroundings, tree], [.. s_packages, PortalsReference], Options(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)));
    }

    /// <summary>Returns the code as a file of the project for which the types are generated.</summary>
    public static Snippet OfPortals(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, s_parse, "/app/Program.cs");
        return new Snippet(tree, Portals.AddSyntaxTrees(tree));
    }

    /// <summary>What the compiler and the analyzers say of the snippet, in its order; of what surrounds it, errors alone.</summary>
    public async Task<IReadOnlyList<Diagnostic>> DiagnoseAsync()
    {
        var analysis = new CompilationWithAnalyzers(Compilation, Analyzers, new CompilationWithAnalyzersOptions(
            SamplePortals.AcmeAlone, static (e, _, _) => throw e, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> found = await analysis.GetAllDiagnosticsAsync();
        // The sample portal requires a field that a reader's portal does not.
        return [.. found
            .Where(static d => d.Id != "LG1020")
            .Where(d => d.Severity == DiagnosticSeverity.Error || (d.Severity == DiagnosticSeverity.Warning && (d.Location.SourceTree == Tree || !d.Location.IsInSource)))
            .OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    private static Compilation Generate()
    {
        Compilation empty = CSharpCompilation.Create("Portals", [], s_packages, Options(OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver
            .Create([new LeadGenGenerator().AsSourceGenerator()], SamplePortals.Both.AdditionalFiles, s_parse, SamplePortals.Both.AnalyzerConfigOptionsProvider)
            .RunGeneratorsAndUpdateCompilation(empty, out Compilation generated, out ImmutableArray<Diagnostic> complaints);
        return complaints.FirstOrDefault(d => d.Severity >= DiagnosticSeverity.Warning) is { } complaint
            ? throw new InvalidOperationException(complaint.ToString())
            : generated;
    }

    private static bool IsReferred(string assembly) =>
        assembly is "LeadGen" or "LeadGen.Extensions.DependencyInjection" or "LeadGen.Extensions.HealthChecks" or "LeadGen.Extensions.Redis" or "LeadGen.Testing"
            or "StackExchange.Redis" or "System.Threading.RateLimiting" or "xunit.assert"
        || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    // Assemblies of older frameworks are no warning in the SDK's builds either (CS1701).
    private static CSharpCompilationOptions Options(OutputKind kind) => new(
        kind,
        nullableContextOptions: NullableContextOptions.Enable,
        warningLevel: 9999,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]);
}
