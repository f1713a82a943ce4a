using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Basic.Reference.Assemblies;
using BenchmarkDotNet.Attributes;
using LeadGen.Benchmarks.Generating;
using LeadGen.Generator;
using LeadGen.Generator.Usage;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeadGen.Benchmarks.Analyzing;

/// <summary>Measures how much the analyzers add to the compilation of 200 files with 40,000 lines and a schema of 1,001 fields.</summary>
/// <remarks>
/// The baseline binds the code, runs an analyzer that requests the same operations and ignores them, and emits the assembly.
/// </remarks>
public class AnalyzerBenchmarks
{
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);

    private static readonly DiagnosticAnalyzer[] s_analyzers = [new LiteralAnalyzer(), new LeadCallAnalyzer(), new TypedUsageAnalyzer()];

    private static readonly string s_schema = "{\"TITLE\": {\"type\": \"string\"}, " + string.Join(", ", Enumerable.Range(0, 1000).Select(i =>
        $"\"UF_CRM_{1_700_000_000 + i}\": {{\"type\": \"string\", \"isDynamic\": true, \"formLabel\": \"Поле {i}\"}}")) + "}";

    private SyntaxTree[] _trees = [];
    private AnalyzerOptions _options = null!;

    /// <summary>Gets or sets the number of files. Each has 200 lines.</summary>
    [Params(200)]
    public int Files { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        CompilerProject project = SchemaProject.Create(s_schema, "Acme.Crm");
        _options = project.Options;
        project.CreateDriver(new LeadGenGenerator(), s_parse)
            .RunGeneratorsAndUpdateCompilation(Compile([]), out Compilation generated, out _);
        _trees = [.. generated.SyntaxTrees, .. Enumerable.Range(0, Files).Select(i => CSharpSyntaxTree.ParseText(File(i), s_parse, $"/app/File{i}.cs"))];
        int lines = _trees.Skip(generated.SyntaxTrees.Count()).Sum(t => t.GetText().Lines.Count);
        ImmutableArray<Diagnostic> errors = [.. Compile(_trees).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (lines < 200 * Files || !errors.IsEmpty)
        {
            throw new InvalidOperationException($"{lines} lines, {errors.FirstOrDefault()}");
        }
    }

    [Benchmark(Baseline = true)]
    public int Without() => Build(new IdleAnalyzer());

    [Benchmark]
    public int With() => Build([new IdleAnalyzer(), .. s_analyzers]);

    /// <summary>Gets the analyzers' share of a build as reported by the compiler, which is less noisy than the difference of two totals.</summary>
    /// <remarks>The median of five builds: a garbage collection or another process counts as the time of the analyzer that it interrupts.</remarks>
    internal static double AnalyzerShare { get; private set; }

    [GlobalCleanup(Target = nameof(With))]
    public void MeasureShares()
    {
        double[] shares = [.. Enumerable.Range(0, 5).Select(_ => MeasureShare()).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"// The analyzers' share of each of five builds: {string.Join(", ", shares.Select(static s => s.ToString("P2", CultureInfo.InvariantCulture)))}"));
        AnalyzerShare = shares[2];
    }

    private double MeasureShare()
    {
        var watch = Stopwatch.StartNew();
        CSharpCompilation compilation = Compile(_trees);
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            [new IdleAnalyzer(), .. s_analyzers],
            new CompilationWithAnalyzersOptions(_options, null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        using var assembly = new MemoryStream();
        compilation.Emit(assembly);
        TimeSpan whole = watch.Elapsed;
        return s_analyzers.Sum(a => analysis.GetAnalyzerTelemetryInfoAsync(a, CancellationToken.None).GetAwaiter().GetResult().ExecutionTime / whole);
    }

    private int Build(params DiagnosticAnalyzer[] analyzers)
    {
        CSharpCompilation compilation = Compile(_trees);
        int found = compilation.WithAnalyzers([.. analyzers], _options).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult().Length;
        using var assembly = new MemoryStream();
        return compilation.Emit(assembly).Success ? found : throw new InvalidOperationException("The code does not compile.");
    }

    private static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(
        "App",
        trees,
        Net100.References.All.Append(MetadataReference.CreateFromFile(typeof(Bitrix24Client).Assembly.Location)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    // Two hundred lines of typical application code: calls, literals, dictionaries, and a few updates of leads.
    private static string File(int number)
    {
        var code = new StringBuilder($$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;
            using LeadGen;
            using Acme.Crm;
            namespace App;
            public sealed class Service{{number}}
            {

            """);
        for (int i = 0; i < 15; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $$"""
                public async Task<IReadOnlyList<string>> Work{{i}}Async(IEnumerable<string> names, Bitrix24Client client)
                {
                    var result = new List<string>();
                    var settings = new Dictionary<string, object> { ["timeout"] = {{i}}, ["address"] = "https://example.org/items/{{i}}", ["title"] = "x" };
                    foreach (string name in names.Where(n => n.Length > {{i}}).OrderBy(n => n, StringComparer.Ordinal))
                    {
                        result.Add(string.Concat(name.Trim(), ":", settings.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                        if (name.StartsWith("a", StringComparison.Ordinal) && settings.TryGetValue("title", out object? title))
                        {
                            Console.WriteLine("{0} {1}", name, title);
                        }
                    }

                    await client.UpdateAsync(new LeadUpdate({{i + 1}}).SetTitle("Заявка {{i}}").SetPole{{i}}("x"));

                """).AppendLine("        return result;").AppendLine("    }");
        }

        return code.AppendLine("}").ToString();
    }

    /// <summary>Requests the same operations as the analyzers, so that the difference is only their work.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class IdleAnalyzer : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_rule = new("X0001", "None", "None", "None", DiagnosticSeverity.Hidden, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterOperationAction(static _ => { }, OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.PropertyReference);
        }
    }
}
