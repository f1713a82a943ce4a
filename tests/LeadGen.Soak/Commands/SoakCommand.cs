using System.CommandLine;
using System.Diagnostics;
using LeadGen.Soak.Output;
using LeadGen.Soak.Soaking;

namespace LeadGen.Soak.Commands;

/// <summary>Tens of thousands of updates on bad days, each of which is accounted for.</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var updates = new Option<int>("--updates") { Description = "How many updates.", DefaultValueFactory = static _ => 50_000 };
        var seconds = new Option<double?>("--seconds") { Description = "After which time the run ends wherever it is." };
        var seed = new Option<int?>("--seed") { Description = "Repeats a run." };
        var command = new Command("soak", "Updates leads in bulk through faults, expired tokens, a move and a Redis that dies; then every update is accounted for.") { updates, seconds, seed };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            SoakPlan.Long(parsed.GetValue(updates), parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000)) with
            {
                Limit = parsed.GetValue(seconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
                UsesRedis = RedisProcess.IsInstalled,
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SoakPlan plan, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Seed {plan.Seed}.{(plan.UsesRedis ? "" : " redis-server is not installed: the client's own limiter is used.")}");
        var watch = Stopwatch.StartNew();
        TimeSpan next = s_between;
        Report report = await SoakRun.RunAsync(plan, Tell, cancellationToken);
        report.WriteTo(Console.WriteLine);
        return report.ExitCode;

        void Tell(int outcomes)
        {
            if (watch.Elapsed >= next)
            {
                next += s_between;
                Console.WriteLine($"{Figures.Seconds(watch.Elapsed)}: {Figures.Count(outcomes)} of {Figures.Count(plan.Updates)}");
            }
        }
    }
}
