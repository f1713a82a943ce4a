using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeadGen.Generator.Tests.Harness;

/// <summary>Represents a run of the generator. Each run is repeated with edited code, and all steps of the second run must be cached.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(CompilerProject project, GeneratorDriver driver, Compilation input, Compilation output)
    {
        Project = project;
        Driver = driver;
        Input = input;
        Output = output;
        Result = driver.GetRunResult().Results.Single();
    }

    public CompilerProject Project { get; }

    public GeneratorDriver Driver { get; }

    public Compilation Input { get; }

    public Compilation Output { get; }

    public GeneratorRunResult Result { get; }

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    public IReadOnlyDictionary<string, string> Sources => Result.GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());

    /// <summary>Gets the compiler's errors and warnings, including those for missing and malformed documentation.</summary>
    public IEnumerable<Diagnostic> CompilerDiagnostics => Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning);

    public string Source(string ending) => Sources.Single(s => s.Key.EndsWith(ending, StringComparison.Ordinal)).Value;

    public static GeneratorRun Create(params LeadSchemaItem[] portals) => Create("", portals);

    public static GeneratorRun Create(string code, params LeadSchemaItem[] portals) => Create(code, LanguageVersion.CSharp12, portals);

    public static GeneratorRun Create(string code, LanguageVersion language, params LeadSchemaItem[] portals) => Create(code, language, References, "", portals);

    /// <summary>Runs the generator in a project that does not reference the runtime.</summary>
    public static GeneratorRun WithoutRuntime(string targetFramework, LanguageVersion language, params LeadSchemaItem[] portals) =>
        Create("", language, Net100.References.All, targetFramework, portals);

    // Created once, because the compiler caches the metadata that it has read from a reference object.
    private static MetadataReference[] References { get; } = [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Bitrix24Client).Assembly.Location)];

    private static GeneratorRun Create(
        string code, LanguageVersion language, IEnumerable<MetadataReference> references, string targetFramework, LeadSchemaItem[] portals)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(language).WithDocumentationMode(DocumentationMode.Diagnose);
        Compilation compilation = Compile(code, parse, references);
        var project = new CompilerProject([.. portals.SelectMany(p => p.Texts())], new LeadSchemaItemOptions(portals, targetFramework));
        GeneratorDriver driver = project
            .CreateDriver(new LeadGenGenerator(), parse, tracksSteps: true)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        AssertCached(driver.RunGenerators(Compile(code + "\nclass Unrelated { }", parse, references)).GetRunResult());
        return new GeneratorRun(project, driver, compilation, output);
    }

    /// <summary>Fails unless every step of the run was cached or unchanged.</summary>
    public static void AssertCached(GeneratorDriverRunResult result)
    {
        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in result.Results.Single().TrackedSteps)
        {
            foreach (IncrementalGeneratorRunStep step in steps)
            {
                Assert.All(step.Outputs, o => Assert.True(
                    o.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name}: {o.Reason}"));
            }
        }
    }

    private static CSharpCompilation Compile(string code, CSharpParseOptions parse, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        "App",
        [CSharpSyntaxTree.ParseText(code, parse, path: "/app/Program.cs")],
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));
}
