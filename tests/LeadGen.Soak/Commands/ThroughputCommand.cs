using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using LeadGen.Soak.Output;
using LeadGen.Soak.Processes;
using LeadGen.Testing;

namespace LeadGen.Soak.Commands;

/// <summary>Measures how much of a portal's limit one or several processes use together.</summary>
internal static class ThroughputCommand
{
    private const double MinShare = 0.98;
    private const int BatchSize = 5;
    private const int Leads = 1000;

    private static readonly int[] s_processes = [1, 2, 4];

    // The limits of most plans, multiplied by ten.
    private static readonly PortalEmulatorLimits s_limits = new() { CallsPerSecond = 20, Burst = 500 };

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "The duration of each measurement, in seconds.", DefaultValueFactory = static _ => 20 };
        var command = new Command("throughput", "Measure how much of a portal's limit 1, 2 and 4 processes use together through Redis.") { seconds };
        command.SetAction((parsed, cancellationToken) => RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (!RedisProcess.IsInstalled)
        {
            Console.WriteLine("redis-server is not installed: there is nothing to measure.");
            return 0;
        }

        var report = new Report();
        using var redis = new RedisProcess();
        redis.Start();
        foreach (int processes in s_processes)
        {
            await MeasureAsync(processes, redis, time, report, cancellationToken);
        }

        report.WriteTo(Console.WriteLine);
        return report.ExitCode;
    }

    private static async Task MeasureAsync(int processes, RedisProcess redis, TimeSpan time, Report report, CancellationToken cancellationToken)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalProcess.Folder, new PortalEmulatorOptions { Limits = s_limits, JournalCapacity = 0 }, cancellationToken);
        PortalProcess.AddLeads(portal, Leads);
        var settings = new WorkerSettings(
            portal.Webhook.ToString(), redis.Port, $"of-{processes}.example", s_limits.CallsPerSecond, s_limits.Burst, BatchSize, Leads);
        List<ChildProcess> workers = [];
        try
        {
            foreach (int _ in Enumerable.Range(0, processes))
            {
                workers.Add(ChildProcess.StartSelf("worker"));
                await workers[^1].WriteLineAsync(JsonSerializer.Serialize(settings), cancellationToken);
            }

            foreach (ChildProcess worker in workers)
            {
                await worker.ReadLineAsync(cancellationToken);
            }

            await WaitForEndOfBurstAsync(portal, cancellationToken);
            long before = portal.LimitStatistics.Requests;
            var watch = Stopwatch.StartNew();
            await Task.Delay(time, cancellationToken);
            PortalLimitStatistics after = portal.LimitStatistics;
            double allowed = watch.Elapsed.TotalSeconds * s_limits.CallsPerSecond;
            double share = (after.Requests - before) / allowed;

            string who = processes == 1 ? "1 process" : $"{processes} processes";
            report.Add(who, $"{Figures.Count(after.Requests - before)} calls in {Figures.Seconds(watch.Elapsed)} of {Figures.Number(allowed)} that the portal allows, highest level {Figures.Number(after.HighestLevel)} of {s_limits.Burst}");
            report.Add(new Claim($"{who}: share of the limit, {Figures.Percent(MinShare)} at least", share >= MinShare, Figures.Percent(share)));
            report.Add(new Claim($"{who}: calls that the portal rejected", after.RejectedRequests == 0, $"{after.RejectedRequests}"));
        }
        finally
        {
            foreach (ChildProcess worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    // The initial burst is not measured. It is over when the rate of calls does not exceed the portal's limit.
    private static async Task WaitForEndOfBurstAsync(PortalEmulator portal, CancellationToken cancellationToken)
    {
        const int Seconds = 3;
        for (int steady = 0; steady < Seconds;)
        {
            long before = portal.LimitStatistics.Requests;
            var watch = Stopwatch.StartNew();
            await Task.Delay(s_second, cancellationToken);
            double calls = portal.LimitStatistics.Requests - before;
            steady = calls > 0 && calls <= (watch.Elapsed.TotalSeconds * s_limits.CallsPerSecond) + 1 ? steady + 1 : 0;
        }
    }
}
