using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using LeadGen.Benchmarks.Analyzing;
using LeadGen.Benchmarks.Generating;
using LeadGen.Benchmarks.Starting;

namespace LeadGen.Benchmarks.Tests;

/// <summary>A benchmark that nobody runs rots: its setup compares the contenders' results, and each is called once.</summary>
public sealed class BenchmarkTests
{
    /// <summary>Each class with each of its parameters.</summary>
    public static IEnumerable<object[]> Cases => Run.Benchmarks.SelectMany(static type => Sizes(type).Select(size => new object[] { type, $"{size}" }));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_benchmark_runs(Type type, string size)
    {
        object benchmarks = Activator.CreateInstance(type)!;
        PropertyInfo parameter = type.GetProperties().Single(static p => p.IsDefined(typeof(ParamsAttribute)));

        // Two hundred files take seconds, and two show as much.
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

    [Fact]
    public void Fresh_processes_write_their_first_update()
    {
        (StartUp small, StartUp large) = StartUps.Measure(rounds: 1);
        Assert.All([small, large], static s => Assert.True(s.Time > TimeSpan.Zero && s.Bytes > 0, $"{s}"));
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

    // Generating and compiling a thousand fields shows no more than a few do, and takes seconds.
    private static IEnumerable<object> Sizes(Type type) => BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases
        .Select(static c => c.Parameters.Items.Single().Value)
        .Distinct()
        .Where(size => type != typeof(GeneratorBenchmarks) || size is "57");
}
