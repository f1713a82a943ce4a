using System.CommandLine;
using System.Diagnostics;
using LeadGen.Soak.Output;
using LeadGen.Soak.Soaking;

namespace LeadGen.Soak.Commands;

/// <summary>Sends tens of thousands of updates with injected faults, and verifies the result of each.</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var updates = new Option<int>("--updates") { Description = "The number of updates.", DefaultValueFactory = static _ => 50_000 };
        var seconds = new Option<double?>("--seconds") { Description = "End the run after this number of seconds." };
        var seed = new Option<int?>("--seed") { Description = "The seed of the run to repeat." };
        var api = new Option<LeadApi>("--api") { Description = "The API that sends the updates." };
        var verifies = new Option<bool>("--verify") { Description = "Compare each update with the stored lead." };
        var command = new Command("soak", "Update leads in bulk despite faults, expired tokens, a move and a Redis failure, and verify the result of each update.") { updates, seconds, seed, api, verifies };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            SoakPlan.Long(parsed.GetValue(updates), parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000)) with
            {
                Api = parsed.GetValue(api),
                Verifies = parsed.GetValue(verifies),
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
        TimeSpan next = s_progressInterval;
        Report report = await SoakRun.RunAsync(plan, ReportProgress, cancellationToken);
        report.WriteTo(Console.WriteLine);
        return report.ExitCode;

        void ReportProgress(int results)
        {
            if (watch.Elapsed >= next)
            {
                next += s_progressInterval;
                Console.WriteLine($"{Figures.Seconds(watch.Elapsed)}: {Figures.Count(results)} of {Figures.Count(plan.Updates)}");
            }
        }
    }
}
