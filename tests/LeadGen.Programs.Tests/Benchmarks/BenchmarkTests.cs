using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using LeadGen.Benchmarks;
using LeadGen.Benchmarks.Analyzing;
using LeadGen.Benchmarks.Generating;
using LeadGen.Benchmarks.Portals;
using LeadGen.Benchmarks.Starting;

namespace LeadGen.Programs.Tests.Benchmarks;

/// <summary>Calls each benchmark once. The setups verify that all implementations have the same results.</summary>
public sealed class BenchmarkTests
{
    /// <summary>Each class that runs no compiler, with its first parameter.</summary>
    public static IEnumerable<object[]> QuickCases => AllCases.Where(static c => !RunsCompiler(c.Type)).DistinctBy(static c => c.Type).Select(ToRow);

    /// <summary>The other classes, and the other parameters.</summary>
    public static IEnumerable<object[]> OtherCases => AllCases.Except(AllCases.Where(static c => !RunsCompiler(c.Type)).DistinctBy(static c => c.Type)).Select(ToRow);

    private static IEnumerable<(Type Type, string Size)> AllCases => Run.Benchmarks.SelectMany(static type => Sizes(type).Select(size => (type, $"{size}")));

    [Theory]
    [MemberData(nameof(QuickCases))]
    public void Every_quick_benchmark_runs(Type type, string size) => RunOnce(type, size);

    [Theory]
    [Trait("Category", "Nightly")]
    [MemberData(nameof(OtherCases))]
    public void Every_other_benchmark_runs(Type type, string size) => RunOnce(type, size);

    [Fact]
    [Trait("Category", "Nightly")]
    public void Fresh_processes_write_their_first_update()
    {
        (StartUp small, StartUp large) = StartUps.Measure(rounds: 1);
        Assert.All([small, large], static s => Assert.True(s.Time > TimeSpan.Zero && s.Bytes > 0, $"{s}"));
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public void Edits_of_a_file_do_not_increase_the_memory_in_use()
    {
        EditorDay.EditorCost cost = EditorDay.Measure(Portal.All[0], edits: 200);
        Assert.InRange(cost.BytesAfter, 0, cost.BytesBefore + 2_000_000);
    }

    [Fact]
    public void The_program_lists_every_benchmark()
    {
        using var program = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Run).Assembly.Location, "--list", "flat"]) { RedirectStandardOutput = true })!;
        string list = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        Assert.All(
            Run.Benchmarks.SelectMany(static t => BenchmarkConverter.TypeToBenchmarks(t).BenchmarksCases),
            c => Assert.Contains($"{c.Descriptor.Type.FullName}.{c.Descriptor.WorkloadMethod.Name}", list, StringComparison.Ordinal));
    }

    private static void RunOnce(Type type, string size)
    {
        object benchmarks = Activator.CreateInstance(type)!;
        PropertyInfo parameter = type.GetProperties().Single(static p => p.IsDefined(typeof(ParamsAttribute)));

        // Two hundred files take seconds, and two are enough.
        object value = type == typeof(AnalyzerBenchmarks) ? 2 : Sizes(type).Single(s => $"{s}" == size);
        parameter.SetValue(benchmarks, value);
        Call<GlobalSetupAttribute>();
        Call<BenchmarkAttribute>();
        Call<GlobalCleanupAttribute>();

        void Call<TAttribute>()
            where TAttribute : Attribute
        {
            foreach (MethodInfo method in type.GetMethods().Where(static m => m.IsDefined(typeof(TAttribute))))
            {
                method.Invoke(benchmarks, null);
            }
        }
    }

    private static bool RunsCompiler(Type type) => type == typeof(GeneratorBenchmarks) || type == typeof(AnalyzerBenchmarks);

    private static object[] ToRow((Type Type, string Size) @case) => [@case.Type, @case.Size];

    // Generating and compiling a thousand fields takes seconds, and a few fields are enough.
    private static IEnumerable<object> Sizes(Type type) => BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases
        .Select(static c => c.Parameters.Items.Single().Value)
        .Distinct()
        .Where(size => type != typeof(GeneratorBenchmarks) || size is "57");
}
