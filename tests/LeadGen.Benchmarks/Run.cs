using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using LeadGen.Benchmarks.Analyzing;
using LeadGen.Benchmarks.Charts;
using LeadGen.Benchmarks.Generating;
using LeadGen.Benchmarks.Portals;
using LeadGen.Benchmarks.Report;
using LeadGen.Benchmarks.Starting;
using Perfolizer.Horology;

namespace LeadGen.Benchmarks;

/// <summary>Runs all benchmarks and writes the README's figures and charts, or runs BenchmarkDotNet's command line if there are arguments.</summary>
internal static class Run
{
    /// <summary>The argument for the benchmarks of the runtime.</summary>
    public const string RuntimeArgument = "runtime";

    /// <summary>The argument for the benchmarks of the generator, the compiler and the analyzers.</summary>
    public const string CompilerArgument = "compiler";

    private const int Runs = 3;

    private static readonly string[] s_all = ["--filter", "*"];

    // In this process: a process for each benchmark would build the repository each time, and ratios within one process are steadier.
    private static readonly Job s_inProcess = Job.Default.WithToolchain(new InProcessNoEmitToolchain(TimeSpan.FromMinutes(30), logOutput: true));

    private static readonly Job s_short = s_inProcess.WithIterationTime(TimeInterval.FromMilliseconds(100)).WithWarmupCount(10).WithIterationCount(15)

        // A collection before each iteration would return the memory, and large allocations would include the time to get it again.
        .WithGcForce(false);

    // A compilation of 40,000 lines takes seconds, so a few runs are enough.
    private static readonly Job s_long = s_inProcess.WithStrategy(RunStrategy.Monitoring).WithWarmupCount(1).WithIterationCount(6);

    /// <summary>Gets the folder of this project, which contains the README that a run writes.</summary>
    public static string Folder { get; } = typeof(Run).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "ProjectFolder").Value!;

    /// <summary>Runs the benchmarks that the arguments of BenchmarkDotNet select, and prints their results.</summary>
    public static void Selected(string[] args) => Measure(Benchmarks, args);

    /// <summary>Runs all benchmarks several times, each time in new processes, and writes the figures.</summary>
    public static void All()
    {
        var runs = new List<IReadOnlyList<Figure>>();
        for (int i = 0; i < Runs; i++)
        {
            runs.Add([.. MeasureInProcess(RuntimeArgument, serverCollector: false), .. MeasureInProcess(CompilerArgument, serverCollector: true)]);
        }

        Readme.Update(Path.Combine(Folder, "README.md"), runs);
    }

    /// <summary>Measures one part, writes its charts, and writes its figures to a file.</summary>
    /// <param name="part">The argument of the part.</param>
    /// <param name="file">The file, which is created.</param>
    public static void Part(string part, string file)
    {
        Figure[] figures;
        IReadOnlyDictionary<string, BarChart> charts;
        if (part == CompilerArgument)
        {
            // First, because the heap that BenchmarkDotNet leaves makes collections slower.
            var costs = Portal.All.ToDictionary(static p => p.Fields.Count, CompilerCost.Measure);
            var measured = new Measurements(Measure([typeof(GeneratorBenchmarks), typeof(AnalyzerBenchmarks)], s_all));
            (figures, charts) = ([.. Figures.Create(measured, costs)], ChartFiles.Create(measured));
        }
        else
        {
            (StartUp small, StartUp large) = StartUps.Measure();
            var measured = new Measurements(Measure([.. Benchmarks.Where(static t => t != typeof(GeneratorBenchmarks) && t != typeof(AnalyzerBenchmarks))], s_all));
            (figures, charts) = ([.. Figures.Create(measured, small, large)], ChartFiles.Create(measured, small, large));
        }

        foreach ((string name, BarChart chart) in charts)
        {
            chart.ToSvg().Save(Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "figures")).FullName, name));
        }

        File.WriteAllText(file, JsonSerializer.Serialize(figures));
    }

    // The compiler server uses the server garbage collector, and programs use the workstation one unless they are web applications.
    private static Figure[] MeasureInProcess(string part, bool serverCollector)
    {
        string file = Path.Combine(AppContext.BaseDirectory, $"{part}.json");
        File.Delete(file);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Assembly.GetExecutingAssembly().Location, part, file])
        {
            Environment = { ["DOTNET_gcServer"] = serverCollector ? "1" : "0" },
        })!;
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Figure[]>(File.ReadAllText(file))!
            : throw new InvalidOperationException($"A process that measured '{part}' ended with {process.ExitCode}.");
    }

    private static Summary[] Measure(IEnumerable<Type> types, string[] args)
    {
        ILookup<bool, Type> byDuration = types.ToLookup(static t => t == typeof(AnalyzerBenchmarks));
        return [.. Switch([.. byDuration[false]], s_short, args), .. Switch([.. byDuration[true]], s_long, args)];
    }

    /// <summary>Gets the classes with benchmarks.</summary>
    public static IReadOnlyList<Type> Benchmarks { get; } = [.. typeof(Run).Assembly.GetTypes().Where(static t => t.Name.EndsWith("Benchmarks", StringComparison.Ordinal)).OrderBy(static t => t.FullName, StringComparer.Ordinal)];

    private static IEnumerable<Summary> Switch(Type[] types, Job job, string[] args) => types.Length == 0 ? [] : BenchmarkSwitcher
        .FromTypes(types)
        .Run(args, DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results")));
}
