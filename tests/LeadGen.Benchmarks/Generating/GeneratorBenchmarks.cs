using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using LeadGen.Benchmarks.Portals;
using LeadGen.Generator;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;

namespace LeadGen.Benchmarks.Generating;

/// <summary>Measures the generator in the compiler's driver: without cached state, and with it after an edit of C# or of the schema.</summary>
/// <remarks>
/// All runs are warm, as in an editor or a build server. Both generators return text. The compiler parses the text from the
/// driver when it is first needed, which is in <see cref="Compile()"/>.
/// </remarks>
public class GeneratorBenchmarks
{
    public const string ManyPortals = "20 portals";

    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    private CompilerProject _project = null!;
    private CompilerFile _edited = null!;
    private CSharpCompilation _before = null!;
    private CSharpCompilation _after = null!;
    private Compilation _generated = null!;
    private GeneratorDriver _driver = null!;
    private Portal _portal = null!;

    /// <summary>Gets or sets the number of fields of the portal, or twenty portals with 57 fields each.</summary>
    [Params("57", "200", "1016", ManyPortals)]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        bool isMany = Size == ManyPortals;
        _portal = Portal.All.First(p => isMany || $"{p.Fields.Count}" == Size);
        string json = _portal.ToSchema();
        _project = SchemaProject.Create(json, [.. Enumerable.Range(0, isMany ? 20 : 1).Select(static i => $"Portal{i}")]);
        _edited = SchemaProject.File("Portal0", json.Replace("\"Сумма\"", "\"Сумма сделки\"", StringComparison.Ordinal));
        _before = Compile("class Program { static void Main() { } }");
        _after = Compile("class Program { static void Main() { int edited; } }");
        _driver = Create().RunGeneratorsAndUpdateCompilation(_before, out _generated, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult edited = EditSchema().GetRunResult().Results.Single();
        if (diagnostics.Any(static d => d.Severity >= DiagnosticSeverity.Warning)
            || !edited.GeneratedSources.Any(static s => s.SourceText.ToString().Contains("Сумма сделки", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException("The generator reported warnings, or did not generate code for the edited schema.");
        }
    }

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => Create().RunGenerators(_before);

    [Benchmark]
    public GeneratorDriver EditCSharp() => _driver.RunGenerators(_after);

    [Benchmark]
    public GeneratorDriver EditSchema() => _driver.ReplaceAdditionalText(_project.Files[0], _edited).RunGenerators(_before);

    /// <summary>Measures the rest of a compilation of only the generated code: binding it and writing the assembly.</summary>
    [Benchmark]
    public bool Compile()
    {
        using var assembly = new MemoryStream();

        // A compilation caches what it has bound, so each run compiles a clone.
        return _generated.Clone().Emit(assembly).Success ? true : throw new InvalidOperationException("The generated code does not compile.");
    }

    /// <returns>The number of characters of the code.</returns>
    [Benchmark]
    public int NJsonSchema() => _project.Files
        .Select((_, i) => new CSharpGenerator(ObjectSchema.Create(_portal), new CSharpGeneratorSettings { Namespace = $"Portal{i}" }).GenerateFile())
        .Sum(static text => text.Length);

    /// <summary>Gets the number of characters of code that each generator produces.</summary>
    public static (int LeadGen, int NJsonSchema) LengthOfCode(string size)
    {
        var one = new GeneratorBenchmarks { Size = size };
        one.Setup();
        return (one._driver.GetRunResult().Results.Single().GeneratedSources.Sum(static s => s.SourceText.Length), one.NJsonSchema());
    }

    private GeneratorDriver Create() => _project.CreateDriver(new LeadGenGenerator(), s_parse);

    private static CSharpCompilation Compile(string code) => CSharpCompilation.Create(
        "App",
        [CSharpSyntaxTree.ParseText(code, s_parse)],
        Net100.References.All.Append(MetadataReference.CreateFromFile(typeof(Bitrix24Client).Assembly.Location)),
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
}
