using System.Globalization;
using LeadGen.Benchmarks.Analyzing;
using LeadGen.Benchmarks.Contenders;
using LeadGen.Benchmarks.Generating;
using LeadGen.Benchmarks.Reading;
using LeadGen.Benchmarks.Rows;
using LeadGen.Benchmarks.Starting;
using LeadGen.Benchmarks.Writing;

namespace LeadGen.Benchmarks.Report;

/// <summary>Calculates the figures. Each is a ratio within one run, because the speed differs between machines and from hour to hour.</summary>
internal static class Figures
{
    private const int SmallestObject = 24;

    public static int[] Sizes { get; } = [57, 200, 1016];

    /// <summary>Gets the figures of the runtime.</summary>
    public static IEnumerable<Figure> Create(Measurements measured, StartUp small, StartUp large) =>
        [.. Writing(measured), .. Rows(measured), .. Reading(measured), .. Starting(small, large)];

    /// <summary>Gets the figures of the generator, the compiler and the analyzers.</summary>
    public static IEnumerable<Figure> Create(Measurements measured, IReadOnlyDictionary<int, (CompilerCost.Cost LeadGen, CompilerCost.Cost NJsonSchema)> costs) =>
        [.. Compiling(costs), .. Generating(measured), .. Analyzing(measured)];

    private static IEnumerable<Figure> Writing(Measurements measured)
    {
        const string Written = "the JSON of an update";
        const string Made = "an update from values to JSON";
        foreach (int size in Sizes)
        {
            string portal = Portal(size);
            yield return AtMost(Written, portal, Ratio(nameof(UpdateBodyBenchmarks.LeadGen), nameof(UpdateBodyBenchmarks.ByHand)), 1.15, "of `Utf8JsonWriter` by hand");
            long bytes = measured.Bytes<UpdateBodyBenchmarks>(nameof(UpdateBodyBenchmarks.LeadGen), size);

            // Allocations of other threads are counted, too. Their share of a call is smaller than any object.
            bytes = bytes < SmallestObject ? 0 : bytes;
            yield return new Figure(Written, portal, bytes, "bytes allocated beyond the builder", FigureUnit.Count, Highest: 0);
            yield return AtLeast(
                Written, portal, Ratio(nameof(UpdateBodyBenchmarks.NewtonsoftOfObject), nameof(UpdateBodyBenchmarks.LeadGen)), 3, "times as fast as Newtonsoft.Json with an existing object");
            yield return Without(Made, portal, Ratio(nameof(UpdateBodyBenchmarks.LeadGenFromValues), nameof(UpdateBodyBenchmarks.ByHand)), "of `Utf8JsonWriter` by hand");
            yield return AtLeast(Made, portal, Faster(nameof(UpdateBodyBenchmarks.Newtonsoft)), 3, "times as fast as Newtonsoft.Json with a class");
            yield return Without(Made, portal, Faster(nameof(UpdateBodyBenchmarks.NewtonsoftDictionary)), "times as fast as Newtonsoft.Json with a dictionary");
            yield return Without(Made, portal, Faster(nameof(UpdateBodyBenchmarks.SystemTextJson)), "times as fast as System.Text.Json with a generated serializer");
            yield return Without(Made, portal, Faster(nameof(UpdateBodyBenchmarks.SystemTextJsonDictionary)), "times as fast as System.Text.Json with a dictionary");

            double Ratio(string method, string other) => measured.Ratio<UpdateBodyBenchmarks>(method, other, size);

            double Faster(string other) => Ratio(other, nameof(UpdateBodyBenchmarks.LeadGenFromValues));
        }
    }

    private static IEnumerable<Figure> Rows(Measurements measured)
    {
        const string Comparison = "times as fast as `Uri.EscapeDataString` with a `StringBuilder`";
        foreach (int size in Sizes)
        {
            yield return AtLeast("a batch row of an update", Portal(size), measured.Ratio<BatchRowBenchmarks>(nameof(BatchRowBenchmarks.EscapeDataString), nameof(BatchRowBenchmarks.LeadGen), size), 2, Comparison);
            yield return Without("an update from values to a batch row", Portal(size), measured.Ratio<BatchRowBenchmarks>(nameof(BatchRowBenchmarks.EscapeDataString), nameof(BatchRowBenchmarks.LeadGenFromValues), size), Comparison);
        }
    }

    private static IEnumerable<Figure> Reading(Measurements measured) => Sizes.SelectMany(size => new[]
    {
        AtMost(
            "a lead, every property read", Fields(size), measured.Ratio<LeadReadingBenchmarks>(nameof(LeadReadingBenchmarks.LeadGen), nameof(LeadReadingBenchmarks.ByHand), size), 1.2, "of `Utf8JsonReader` by hand"),
        Without(
            "a lead, no property read", Fields(size), measured.Ratio<LeadReadingBenchmarks>(nameof(LeadReadingBenchmarks.LeadGenUnread), nameof(LeadReadingBenchmarks.ByHand), size), "of `Utf8JsonReader` by hand"),
    });

    private static IEnumerable<Figure> Generating(Measurements measured)
    {
        string[] sizes = [.. Sizes.Select(static s => s.ToString(CultureInfo.InvariantCulture)), GeneratorBenchmarks.ManyPortals];
        var lengths = sizes.ToDictionary(static s => s, GeneratorBenchmarks.LengthOfCode);
        foreach (string size in sizes)
        {
            string portal = size == GeneratorBenchmarks.ManyPortals ? size : Fields(int.Parse(size, CultureInfo.InvariantCulture));
            double cold = measured.Time<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.Cold), size);
            double compile = measured.Time<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.Compile), size);
            double faster = measured.Ratio<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.NJsonSchema), nameof(GeneratorBenchmarks.Cold), size);
            (int leadGen, int nJsonSchema) = lengths[size];
            double afterEdit = measured.Ratio<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.NJsonSchema), nameof(GeneratorBenchmarks.EditCSharp), size);
            yield return AtLeast("the generator, warm: after an edit of C#", portal, afterEdit, 5, "times as fast as NJsonSchema's generator");
            yield return AtLeast("the generator, cold", portal, faster, 3, "times as fast as NJsonSchema's generator");
            yield return Without("the generator, cold, by the amount of code", portal, faster * leadGen / nJsonSchema, "times as fast as NJsonSchema's generator");
            yield return Share("the generator after an edit of C#", portal, measured.Ratio<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.EditCSharp), nameof(GeneratorBenchmarks.Cold), size), 0.005, "of a cold run");
            yield return AtMost("the generator after an edit of the schema", portal, measured.Ratio<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.EditSchema), nameof(GeneratorBenchmarks.Cold), size), 0.25, "of a cold run");
            yield return Share("the generator's share", portal, cold / (cold + compile), 0.10, "of compiling what it generated");
        }

        const string Growth = "57 to 1,016 fields";
        double growth = measured.Time<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.Cold), 1016) / measured.Time<GeneratorBenchmarks>(nameof(GeneratorBenchmarks.Cold), 57);
        double code = (double)lengths["1016"].LeadGen / lengths["57"].LeadGen;
        yield return AtMost("the generator, cold, per field", Growth, growth / 1016 * 57, 1.3, "times proportional growth");
        yield return AtMost("the generator, cold, by the amount of code", Growth, growth / code, 1.3, "times proportional growth");
    }

    private static IEnumerable<Figure> Compiling(IReadOnlyDictionary<int, (CompilerCost.Cost LeadGen, CompilerCost.Cost NJsonSchema)> costs)
    {
        foreach ((int size, (CompilerCost.Cost leadGen, CompilerCost.Cost nJsonSchema)) in costs)
        {
            double kilobytes = CompilerCost.Generate(Portals.Portal.All.Single(p => p.Fields.Count == size)).Sum(static f => CompilerCost.GetBytes(f.Text)) / 1000d;
            yield return new Figure("the generated code", Fields(size), kilobytes, "KB", FigureUnit.Count, Highest: size == Sizes[^1] ? 1100 : null);
            yield return AtMost("compiling the generated code, processor time", Fields(size), leadGen.Processor, 2.5, "of a class with documented properties and attributes");
            yield return Without("compiling NJsonSchema's code, processor time", Fields(size), nJsonSchema.Processor, "of a class with documented properties and attributes");
            yield return Without("compiling the generated code, elapsed time", Fields(size), leadGen.Elapsed, "of a class with documented properties and attributes");
            yield return AtMost("compiling the generated code, allocated memory", Fields(size), leadGen.Bytes, 4, "of a class with documented properties and attributes");
        }
    }

    private static IEnumerable<Figure> Starting(StartUp small, StartUp large) =>
    [
        Without("a process until its first update is written", Fields(1016), large.Time / small.Time, "of the time with 57 fields"),
        new Figure("a process until its first update is written", Fields(57), small.Time.TotalMilliseconds, "ms", FigureUnit.Count),
        Without("a process until its first update is written", Fields(1016), (double)large.Bytes / small.Bytes, "of the allocation with 57 fields"),
        new Figure("a process until its first update is written", Fields(57), small.Bytes / 1000d, "KB allocated", FigureUnit.Count),
    ];

    private static IEnumerable<Figure> Analyzing(Measurements measured) =>
    [
        Without("a build of 40,000 lines with the analyzers", "1,001 fields", measured.Ratio<AnalyzerBenchmarks>(nameof(AnalyzerBenchmarks.With), nameof(AnalyzerBenchmarks.Without), 200), "of a build without them"),
        Share("the analyzers' time, as reported by the compiler", "1,001 fields", AnalyzerBenchmarks.AnalyzerShare, 0.02, "of that build"),
    ];

    public static string Fields(int count) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} fields";

    public static string Portal(int size) => $"{Contender.Create(size).Written} of {Fields(size)}";

    private static Figure AtMost(string topic, string size, double ratio, double goal, string of) =>
        new(topic, size, ratio, of, Highest: goal);

    private static Figure AtLeast(string topic, string size, double ratio, double goal, string of) =>
        new(topic, size, ratio, of, Lowest: goal);

    private static Figure Share(string topic, string size, double ratio, double goal, string of) =>
        new(topic, size, ratio, of, FigureUnit.Percent, Highest: goal);

    private static Figure Without(string topic, string size, double ratio, string of) => new(topic, size, ratio, of);
}
