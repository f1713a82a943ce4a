using LeadGen.Benchmarks.Generating;
using LeadGen.Benchmarks.Reading;
using LeadGen.Benchmarks.Report;
using LeadGen.Benchmarks.Rows;
using LeadGen.Benchmarks.Starting;
using LeadGen.Benchmarks.Writing;

namespace LeadGen.Benchmarks.Charts;

/// <summary>Creates the charts of the README, by file name.</summary>
internal static class ChartFiles
{
    /// <summary>Creates the charts of the runtime.</summary>
    public static IReadOnlyDictionary<string, BarChart> Create(Measurements measured, StartUp small, StartUp large) => new Dictionary<string, BarChart>
    {
        ["writing.svg"] = Chart<UpdateBodyBenchmarks>(
            measured, "An update's JSON: time, by hand = 1", Figures.Portal, nameof(UpdateBodyBenchmarks.ByHand),
            ("LeadGen, an update's JSON", nameof(UpdateBodyBenchmarks.LeadGen)),
            ("LeadGen, from values", nameof(UpdateBodyBenchmarks.LeadGenFromValues)),
            ("Utf8JsonWriter by hand", nameof(UpdateBodyBenchmarks.ByHand)),
            ("System.Text.Json, class", nameof(UpdateBodyBenchmarks.SystemTextJson)),
            ("System.Text.Json, dictionary", nameof(UpdateBodyBenchmarks.SystemTextJsonDictionary)),
            ("Newtonsoft.Json, class", nameof(UpdateBodyBenchmarks.Newtonsoft)),
            ("Newtonsoft.Json, dictionary", nameof(UpdateBodyBenchmarks.NewtonsoftDictionary))),
        ["rows.svg"] = Chart<BatchRowBenchmarks>(
            measured, "A batch row: time, Uri.EscapeDataString = 1", Figures.Portal, nameof(BatchRowBenchmarks.EscapeDataString),
            ("LeadGen, an update's row", nameof(BatchRowBenchmarks.LeadGen)),
            ("LeadGen, from values", nameof(BatchRowBenchmarks.LeadGenFromValues)),
            ("Uri.EscapeDataString", nameof(BatchRowBenchmarks.EscapeDataString))),
        ["reading.svg"] = Chart<LeadReadingBenchmarks>(
            measured, "A lead's JSON: time, by hand = 1", Figures.Fields, nameof(LeadReadingBenchmarks.ByHand),
            ("LeadGen, every property read", nameof(LeadReadingBenchmarks.LeadGen)),
            ("LeadGen, no property read", nameof(LeadReadingBenchmarks.LeadGenUnread)),
            ("Utf8JsonReader by hand", nameof(LeadReadingBenchmarks.ByHand))),
        ["starting.svg"] = new BarChart(
            "A process until its first update is written: 57 fields = 1", "0.00",
            [
                new BarGroup("time", [new Bar("57 fields", 1, true), new Bar("1,016 fields", large.Time / small.Time, true)]),
                new BarGroup("allocated bytes", [new Bar("57 fields", 1, true), new Bar("1,016 fields", (double)large.Bytes / small.Bytes, true)]),
            ]),
    };

    /// <summary>Creates the charts of the generator.</summary>
    public static IReadOnlyDictionary<string, BarChart> Create(Measurements measured) => new Dictionary<string, BarChart>
    {
        ["generating.svg"] = Chart<GeneratorBenchmarks>(
            measured, "Generating code: time, a cold run = 1", Figures.Fields, nameof(GeneratorBenchmarks.Cold),
            ("LeadGen, cold", nameof(GeneratorBenchmarks.Cold)),
            ("LeadGen, schema edited", nameof(GeneratorBenchmarks.EditSchema)),
            ("LeadGen, C# edited", nameof(GeneratorBenchmarks.EditCSharp)),
            ("NJsonSchema", nameof(GeneratorBenchmarks.NJsonSchema)),
            ("compiling the result", nameof(GeneratorBenchmarks.Compile))),
    };

    private static BarChart Chart<TBenchmarks>(Measurements measured, string title, Func<int, string> name, string unit, params (string Name, string Method)[] bars) => new(
        title,
        "0.00",
        [.. Figures.Sizes.Select(size => new BarGroup(
            name(size),
            [.. bars.Select(b => new Bar(b.Name, measured.Ratio<TBenchmarks>(b.Method, unit, size), b.Name.StartsWith("LeadGen", StringComparison.Ordinal)))]))]);
}
