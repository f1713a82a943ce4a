using System.Globalization;
using BenchmarkDotNet.Reports;

namespace LeadGen.Benchmarks.Report;

/// <summary>Contains the results of BenchmarkDotNet, by benchmark and parameter.</summary>
internal sealed class Measurements
{
    private readonly Dictionary<(Type Type, string Method, string Size), (double Nanoseconds, long? Bytes)> _all = [];

    /// <exception cref="InvalidOperationException">A benchmark failed.</exception>
    public Measurements(IEnumerable<Summary> summaries)
    {
        foreach (BenchmarkReport report in summaries.SelectMany(static s => s.Reports))
        {
            var target = report.BenchmarkCase.Descriptor;
            string size = Convert.ToString(report.BenchmarkCase.Parameters.Items.Single().Value, CultureInfo.InvariantCulture)!;
            _all[(target.Type, target.WorkloadMethod.Name, size)] = report is { Success: true, ResultStatistics: { } statistics }
                ? (statistics.Min, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase))
                : throw new InvalidOperationException($"{target.DisplayInfo} has no result.");
        }
    }

    /// <summary>Gets the fastest iteration, in nanoseconds per call, because other work on the machine can only slow an iteration down.</summary>
    public double Time<TBenchmarks>(string method, object size) => Get<TBenchmarks>(method, size).Nanoseconds;

    /// <summary>Gets the time of a benchmark divided by that of another one of the same class.</summary>
    public double Ratio<TBenchmarks>(string method, string other, object size) => Time<TBenchmarks>(method, size) / Time<TBenchmarks>(other, size);

    public long Bytes<TBenchmarks>(string method, object size) => Get<TBenchmarks>(method, size).Bytes!.Value;

    private (double Nanoseconds, long? Bytes) Get<TBenchmarks>(string method, object size) =>
        _all[(typeof(TBenchmarks), method, Convert.ToString(size, CultureInfo.InvariantCulture)!)];
}
