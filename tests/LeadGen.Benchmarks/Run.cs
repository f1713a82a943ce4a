using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using LeadGen.Benchmarks.Analyzing;
using LeadGen.Benchmarks.Charts;
using LeadGen.Benchmarks.Report;
using LeadGen.Benchmarks.Starting;
using Perfolizer.Horology;

namespace LeadGen.Benchmarks;

/// <summary>Runs all benchmarks and writes the README's figures and charts, or runs BenchmarkDotNet's command line if there are arguments.</summary>
internal static class Run
{
    // In this process: a process for each benchmark would build the repository each time, and ratios within one process are steadier.
    private static readonly Job s_inProcess = Job.Default.WithToolchain(new InProcessNoEmitToolchain(TimeSpan.FromMinutes(30), logOutput: true));

    private static readonly Job s_short = s_inProcess.WithIterationTime(TimeInterval.FromMilliseconds(100)).WithWarmupCount(10).WithIterationCount(15)

        // A collection before each iteration would return the memory, and large allocations would include the time to get it again.
        .WithGcForce(false);

    // A compilation of 40,000 lines takes seconds, so a few runs are enough.
    private static readonly Job s_long = s_inProcess.WithStrategy(RunStrategy.Monitoring).WithWarmupCount(1).WithIterationCount(6);

    /// <summary>Gets the folder of this project, which contains the README that a run writes.</summary>
    public static string Folder { get; } = typeof(Run).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "ProjectFolder").Value!;

    public static void All(string[] args)
    {
        bool isWhole = args.Length == 0;
        IEnumerable<Summary> summaries = Measure(isWhole ? ["--filter", "*"] : args);
        if (isWhole)
        {
            (StartUp small, StartUp large) = StartUps.Measure();
            var measured = new Measurements(summaries);
            Readme.Update(Path.Combine(Folder, "README.md"), Figures.Create(measured, small, large));
            foreach ((string name, BarChart chart) in ChartFiles.Create(measured, small, large))
            {
                chart.ToSvg().Save(Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "figures")).FullName, name));
            }
        }
    }

    private static Summary[] Measure(string[] args)
    {
        Type[] quick = [.. Benchmarks.Where(static t => t != typeof(AnalyzerBenchmarks))];
        return [.. Switch(quick, s_short, args), .. Switch([typeof(AnalyzerBenchmarks)], s_long, args)];
    }

    /// <summary>Gets the classes with benchmarks.</summary>
    public static IReadOnlyList<Type> Benchmarks { get; } = [.. typeof(Run).Assembly.GetTypes().Where(static t => t.Name.EndsWith("Benchmarks", StringComparison.Ordinal)).OrderBy(static t => t.FullName, StringComparer.Ordinal)];

    private static IEnumerable<Summary> Switch(Type[] types, Job job, string[] args) => BenchmarkSwitcher
        .FromTypes(types)
        .Run(args, DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results")));
}
