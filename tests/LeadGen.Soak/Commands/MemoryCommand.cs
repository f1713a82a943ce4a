using System.CommandLine;
using System.Diagnostics;
using LeadGen.Soak.Comparing;
using LeadGen.Soak.Output;
using LeadGen.Soak.Processes;

namespace LeadGen.Soak.Commands;

/// <summary>Measures whether a long run needs more memory than a short one.</summary>
internal static class MemoryCommand
{
    private const long MaxGrowth = 64 * 1024 * 1024;
    private const int Leads = 5000;
    private const int WarmUp = 5000;

    public static Command Create()
    {
        var updates = new Option<int>("--updates") { Description = "The number of updates.", DefaultValueFactory = static _ => 1_000_000 };
        var command = new Command("memory", "Measure how much more memory a long run needs than a short one.") { updates };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(updates), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int updates, CancellationToken cancellationToken)
    {
        await using PortalProcess portal = await PortalProcess.StartAsync(Leads, cancellationToken);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = portal.Endpoints.Webhook, Limits = PortalLimits.None });
        await BulkUpdates.RunAsync(client, BulkUpdates.Create(WarmUp, Leads), null, cancellationToken);

        var memory = new MemoryWatch();
        var watch = Stopwatch.StartNew();
        await using (memory)
        {
            await BulkUpdates.RunAsync(client, BulkUpdates.Create(updates, Leads), ReportProgress, cancellationToken);
        }

        var report = new Report();
        report.Add("updates", $"{Figures.Count(updates)} after {Figures.Count(WarmUp)} to warm up");
        report.Add("duration", $"{Figures.Seconds(watch.Elapsed)}, {Figures.Count(updates / watch.Elapsed.TotalSeconds)} updates/s");
        Add(report, "working set", memory.InitialWorkingSet, memory.PeakWorkingSet);
        Add(report, "managed heap", memory.InitialHeap, memory.PeakHeap);
        report.WriteTo(Console.WriteLine);
        return report.ExitCode;

        void ReportProgress(long done)
        {
            if (done % (Math.Max(1, updates / 10L)) == 0)
            {
                Console.WriteLine($"{Figures.Seconds(watch.Elapsed)}: {Figures.Count(done)} of {Figures.Count(updates)}");
            }
        }
    }

    private static void Add(Report report, string what, long start, long peak)
    {
        report.Add(what, $"{Figures.Memory(start)} at the start, {Figures.Memory(peak)} at most");
        report.Add(new Claim($"growth of the {what}, {Figures.Memory(MaxGrowth)} at most", peak - start <= MaxGrowth, Figures.Memory(peak - start)));
    }
}
