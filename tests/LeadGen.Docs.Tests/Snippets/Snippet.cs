using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using LeadGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Docs.Tests.Snippets;

/// <summary>Represents a code snippet, compiled in a project that has the portal acme and references every package.</summary>
internal sealed class Snippet
{
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    private static readonly SyntaxTree s_surroundings = CSharpSyntaxTree.ParseText(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "LeadGen.Docs.Tests", "Snippets", "Surroundings.cs")), s_parse, "/app/Surroundings.cs");

    // The BCL, and the packages that snippets reference, from the assemblies of the tests.
    private static readonly MetadataReference[] s_packages =
    [
        .. Net100.References.All,
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static file => IsReferenced(Path.GetFileNameWithoutExtension(file)))
            .Select(static file => MetadataReference.CreateFromFile(file)),
    ];

    private Snippet(SyntaxTree tree, Compilation compilation)
    {
        Tree = tree;
        Compilation = compilation;
    }

    /// <summary>Gets all analyzers of the package.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(LeadGenGenerator).Assembly.GetTypes()
            .Where(static type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>Gets the generated code for the portals, which all snippets share.</summary>
    public static Compilation Portals { get; } = Generate();

    // A separate assembly. Otherwise, each snippet would compile a thousand members again.
    private static MetadataReference PortalsReference { get; } = Portals.ToMetadataReference();

    public SyntaxTree Tree { get; }

    public Compilation Compilation { get; }

    public static Snippet Create(string code)
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

    /// <summary>Returns the diagnostics of the snippet in source order, and only the errors of the code around it.</summary>
    public async Task<IReadOnlyList<Diagnostic>> DiagnoseAsync()
    {
        var analysis = new CompilationWithAnalyzers(Compilation, Analyzers, new CompilationWithAnalyzersOptions(
            SamplePortals.AcmeAlone.Options, static (e, _, _) => throw e, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
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
        SamplePortals.Both.CreateDriver(new LeadGenGenerator(), s_parse)
            .RunGeneratorsAndUpdateCompilation(empty, out Compilation generated, out ImmutableArray<Diagnostic> diagnostics);
        return diagnostics.FirstOrDefault(d => d.Severity >= DiagnosticSeverity.Warning) is { } diagnostic
            ? throw new InvalidOperationException(diagnostic.ToString())
            : generated;
    }

    private static bool IsReferenced(string assembly) =>
        assembly is "LeadGen" or "LeadGen.Extensions.DependencyInjection" or "LeadGen.Extensions.HealthChecks" or "LeadGen.Extensions.Hosting" or "LeadGen.Extensions.Redis" or "LeadGen.Testing"
            or "PhoneNumbers" or "StackExchange.Redis" or "System.Threading.RateLimiting" or "xunit.assert"
        || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    // The SDK also suppresses the warning about assemblies of older frameworks (CS1701).
    private static CSharpCompilationOptions Options(OutputKind kind) => new(
        kind,
        nullableContextOptions: NullableContextOptions.Enable,
        warningLevel: 9999,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]);
}
