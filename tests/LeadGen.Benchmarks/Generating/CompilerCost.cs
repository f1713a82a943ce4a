using System.Diagnostics;
using System.Globalization;
using System.Text;
using Basic.Reference.Assemblies;
using LeadGen.Benchmarks.Portals;
using LeadGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NJsonSchema.CodeGeneration.CSharp;

namespace LeadGen.Benchmarks.Generating;

/// <summary>
/// Measures what the compiler needs for the generated code, from the text to the assembly, compared with a class that has a documented
/// property with an attribute for each field.
/// </summary>
/// <remarks>
/// Not a benchmark of BenchmarkDotNet, because the compilations alternate: on a machine with other work, the ratio of neighbors is steadier. The
/// time is the processor time of the process, which other processes change less than the elapsed time. The elapsed time is printed too: the
/// compiler works on several classes at the same time, and the class with attributes is only one.
/// </remarks>
internal static class CompilerCost
{
    public const string Argument = "compile";

    private const int WarmUps = 2;
    private const int Rounds = 4;

    // Without documentation files, the compiler reads documentation as comments.
    private static readonly CSharpParseOptions s_parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14).WithDocumentationMode(DocumentationMode.None);

    private static readonly MetadataReference[] s_references = [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Bitrix24Client).Assembly.Location)];

    /// <summary>Gets the generated files of a portal, by name.</summary>
    public static IReadOnlyList<(string Name, SourceText Text)> Generate(Portal portal) =>
    [
        .. SchemaProject.Create(portal.ToSchema(), "Portal").CreateDriver(new LeadGenGenerator(), s_parse)
            .RunGenerators(Compile([])).GetRunResult().Results.Single().GeneratedSources.Select(static s => (s.HintName, s.SourceText)),
    ];

    /// <summary>Gets the cost of the generated code, and of a class from NJsonSchema, relative to the class with attributes.</summary>
    public static (Cost LeadGen, Cost NJsonSchema) Measure(Portal portal)
    {
        SourceText[][] contenders =
        [
            [Text(AttributeClass.Generate(portal))],
            [.. Generate(portal).Select(static f => f.Text)],
            [Text(new CSharpGenerator(ObjectSchema.Create(portal), new CSharpGeneratorSettings { Namespace = "Portal", ClassStyle = CSharpClassStyle.Inpc, JsonLibrary = CSharpJsonLibrary.SystemTextJson }).GenerateFile())],
        ];
        Cost[] quickest = [.. contenders.Select(static texts => new Cost(double.MaxValue, double.MaxValue, MeasureBytes(texts)))];
        for (int i = 0; i < WarmUps + Rounds; i++)
        {
            for (int j = 0; j < contenders.Length; j++)
            {
                Cost cost = Measure(contenders[j]);
                quickest[j] = i < WarmUps ? quickest[j] : quickest[j].Lower(cost);
            }
        }

        return (quickest[1].RelativeTo(quickest[0]), quickest[2].RelativeTo(quickest[0]));
    }

    /// <summary>Prints the size of the generated files and the cost of each portal.</summary>
    public static void Print()
    {
        Print("portal", "file", "KB", "lines");
        foreach (Portal portal in Portal.All)
        {
            IReadOnlyList<(string Name, SourceText Text)> files = Generate(portal);
            foreach ((string name, SourceText text) in files)
            {
                Print($"{portal.Fields.Count}", name, Kilobytes(GetBytes(text)), $"{text.Lines.Count}");
            }

            Print($"{portal.Fields.Count}", "all", Kilobytes(files.Sum(static f => GetBytes(f.Text))), $"{files.Sum(static f => f.Text.Lines.Count)}");
        }

        Print("portal", "compared with a class with attributes", "CPU", "time", "memory");
        foreach (Portal portal in Portal.All)
        {
            (Cost leadGen, Cost nJsonSchema) = Measure(portal);
            PrintCost(portal, "LeadGen", leadGen);
            PrintCost(portal, "NJsonSchema, with change notification", nJsonSchema);
        }

        static void Print(params string[] columns) =>
            Console.WriteLine($"{columns[0],-8}{columns[1],-40}{string.Concat(columns[2..].Select(static c => $"{c,10}"))}");

        static void PrintCost(Portal portal, string name, Cost cost) =>
            Print($"{portal.Fields.Count}", name, Ratio(cost.Processor), Ratio(cost.Elapsed), Ratio(cost.Bytes));

        static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

        static string Kilobytes(int bytes) => (bytes / 1000d).ToString("0", CultureInfo.InvariantCulture);
    }

    public static int GetBytes(SourceText text) => Encoding.UTF8.GetByteCount(text.ToString());

    private static Cost Measure(SourceText[] texts)
    {
        GC.Collect();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        Emit(texts, isConcurrent: true);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return new Cost((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds, elapsed.TotalMilliseconds, double.MaxValue);
    }

    // On one thread, because only its allocations are counted exactly. The first compilation also allocates what all compilations share.
    private static long MeasureBytes(SourceText[] texts)
    {
        Emit(texts, isConcurrent: false);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        Emit(texts, isConcurrent: false);
        return GC.GetAllocatedBytesForCurrentThread() - bytes;
    }

    private static void Emit(SourceText[] texts, bool isConcurrent)
    {
        using var assembly = new MemoryStream();
        if (!Compile([.. texts.Select(static t => CSharpSyntaxTree.ParseText(t, s_parse))], isConcurrent).Emit(assembly).Success)
        {
            throw new InvalidOperationException("The code does not compile.");
        }
    }

    private static SourceText Text(string code) => SourceText.From(code, Encoding.UTF8);

    public static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees, bool isConcurrent = true) => CSharpCompilation.Create(
        "App", trees, s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: isConcurrent));

    /// <summary>Represents what a compilation needs: milliseconds of processor time, elapsed milliseconds, and allocated bytes; or the ratios of two compilations.</summary>
    internal readonly record struct Cost(double Processor, double Elapsed, double Bytes)
    {
        public Cost Lower(Cost other) => new(Math.Min(Processor, other.Processor), Math.Min(Elapsed, other.Elapsed), Math.Min(Bytes, other.Bytes));

        public Cost RelativeTo(Cost other) => new(Processor / other.Processor, Elapsed / other.Elapsed, Bytes / other.Bytes);
    }
}
