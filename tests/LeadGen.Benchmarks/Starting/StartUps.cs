using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace LeadGen.Benchmarks.Starting;

/// <summary>Measures new processes, alternately with a portal of 57 fields and one of 1,016 fields.</summary>
/// <remarks>
/// Not a benchmark, because BenchmarkDotNet builds a project to start a process. Here, the time of the process itself is
/// measured, including JIT compilation and loading of the portal's classes.
/// </remarks>
internal static class StartUps
{
    public const string Argument = "first-update";

    private const int Rounds = 15;

    public static (StartUp Small, StartUp Large) Measure(int rounds = Rounds)
    {
        var small = new List<StartUp>();
        var large = new List<StartUp>();

        // The first process of each portal also reads the files from the disk, so it is not counted.
        for (int i = 0; i <= rounds; i++)
        {
            small.Add(Start(57));
            large.Add(Start(1016));
        }

        return (Median(small[1..]), Median(large[1..]));
    }

    private static StartUp Start(int fields)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Assembly.GetExecutingAssembly().Location, Argument, fields.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,

            // Short programs use the workstation garbage collector.
            Environment = { ["DOTNET_gcServer"] = "0" },
        })!;
        string[] figures = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return process.ExitCode == 0
            ? new StartUp(TimeSpan.FromMicroseconds(long.Parse(figures[0], CultureInfo.InvariantCulture)), long.Parse(figures[1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"A process ended with {process.ExitCode}.");
    }

    private static StartUp Median(List<StartUp> all) => new(
        all.Select(static s => s.Time).Order().ElementAt(all.Count / 2),
        all.Select(static s => s.Bytes).Order().ElementAt(all.Count / 2));
}

/// <summary>Represents the time and allocation of a process until its first update was written.</summary>
internal readonly record struct StartUp(TimeSpan Time, long Bytes);
