using System.Diagnostics;
using System.Globalization;
using LeadGen.Benchmarks.Portals;
using LeadGen.Generator;
using LeadGen.Generator.Usage;
using LeadGen.TestKit.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeadGen.Benchmarks.Generating;

/// <summary>Simulates a day in an editor: thousands of edits of a file, each followed by a run of the generator and the analyzers.</summary>
/// <remarks>The memory in use after the edits shows whether the generator or the analyzers keep compilations.</remarks>
internal static class EditorDay
{
    public const string Argument = "editor";

    public const int Edits = 2000;

    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    /// <summary>Runs the edits.</summary>
    /// <param name="portal">The portal of the project.</param>
    /// <param name="edits">The number of edits. The first tenth is for warm-up.</param>
    public static EditorCost Measure(Portal portal, int edits)
    {
        string code = $$"""
            using System.Threading.Tasks;
            using LeadGen;
            namespace Portal;
            public static class Program
            {
                public static Task RunAsync(Bitrix24Client client) => client.UpdateAsync(new LeadUpdate(1).SetTitle(""));
            }
            """;
        int place = code.IndexOf("\"\"", StringComparison.Ordinal) + 1;
        SyntaxTree file = CSharpSyntaxTree.ParseText(SourceText.From(code), s_parse, "Program.cs");
        CSharpCompilation compilation = CompilerCost.Compile([file]);
        CompilerProject project = SchemaProject.Create(portal.ToSchema(), "Portal");
        GeneratorDriver driver = project.CreateDriver(new LeadGenGenerator(), s_parse);
        var generator = new List<TimeSpan>();
        var compiler = new List<TimeSpan>();
        var whole = new List<TimeSpan>();
        long before = 0;
        for (int i = 0; i < edits; i++)
        {
            // Types a letter, or deletes it.
            SourceText text = file.GetText();
            TextChange edit = i % 2 == 0 ? new TextChange(new TextSpan(place, 0), "x") : new TextChange(new TextSpan(place, 1), "");
            SyntaxTree edited = file.WithChangedText(text.WithChanges(edit));
            compilation = compilation.ReplaceSyntaxTree(file, edited);
            file = edited;

            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
            generator.Add(Stopwatch.GetElapsedTime(start));
            SemanticModel model = generated.GetSemanticModel(file);
            model.GetDiagnostics();
            compiler.Add(Stopwatch.GetElapsedTime(start));
            CompilationWithAnalyzers analysis = generated.WithAnalyzers([new LeadCallAnalyzer(), new LiteralAnalyzer(), new TypedUsageAnalyzer()], project.Options);
            if (analysis.GetAnalyzerSemanticDiagnosticsAsync(model, null, CancellationToken.None).GetAwaiter().GetResult() is { IsEmpty: false } found)
            {
                throw new InvalidOperationException($"An analyzer reported {found[0]}.");
            }

            whole.Add(Stopwatch.GetElapsedTime(start));
            before = i == edits / 10 ? GC.GetTotalMemory(forceFullCollection: true) : before;
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(driver);
        GC.KeepAlive(compilation);
        return new EditorCost(Median(generator, edits), Median(compiler, edits), Median(whole, edits), before, after);
    }

    public static void Print()
    {
        EditorCost cost = Measure(Portal.All[^1], Edits);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Edits} edits: {cost.Generator.TotalMilliseconds:0.00} ms each in the generator, {cost.Compiler.TotalMilliseconds:0.0} ms with the compiler's diagnostics of the file, {cost.Whole.TotalMilliseconds:0.0} ms with those of the analyzers (medians). Memory after a tenth of the edits: {cost.BytesBefore / 1e6:0.0} MB, after all: {cost.BytesAfter / 1e6:0.0} MB."));
    }

    private static TimeSpan Median(List<TimeSpan> all, int edits) => all.Skip(edits / 10).Order().ElementAt((edits - (edits / 10)) / 2);

    /// <summary>Represents the cost of the edits.</summary>
    /// <param name="Generator">The median time of the generator for an edit.</param>
    /// <param name="Compiler">The median time of the generator and the compiler's diagnostics of the file for an edit.</param>
    /// <param name="Whole">The median time of the generator, the compiler and the analyzers for an edit.</param>
    /// <param name="BytesBefore">The memory in use after a tenth of the edits.</param>
    /// <param name="BytesAfter">The memory in use after all edits.</param>
    internal readonly record struct EditorCost(TimeSpan Generator, TimeSpan Compiler, TimeSpan Whole, long BytesBefore, long BytesAfter);
}
