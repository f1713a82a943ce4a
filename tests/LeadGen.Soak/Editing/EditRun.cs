using System.Diagnostics;
using System.Globalization;
using LeadGen.Soak.Output;
using LeadGen.Soak.Portal;
using LeadGen.Soak.Processes;
using LeadGen.Soak.Soaking;
using LeadGen.Testing;

namespace LeadGen.Soak.Editing;

/// <summary>Reads leads partially, changes them and sends the changes while replies are lost and another client changes the same leads.</summary>
internal static class EditRun
{
    /// <param name="plan">The settings.</param>
    /// <param name="progress">Called with the number of results that reported success.</param>
    /// <param name="cancellationToken">Ends the run without a report.</param>
    public static async Task<Report> RunAsync(EditPlan plan, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var tally = new PortalCounters();
        var clientTally = new ClientCounters();
        var ledger = new EditResults();
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            PortalProcess.Folder, new PortalEmulatorOptions { Limits = plan.Limits, JournalCapacity = 0, OnCall = tally.Watch }, cancellationToken);
        AddLeads(portal, plan);
        using var otherWriter = new ConcurrentWriter(portal);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            Webhook = portal.Webhook.ToString(),
            Limits = new PortalLimits { CallsPerSecond = plan.Limits.CallsPerSecond * 0.75, Burst = plan.Limits.Burst / 2, OperatingWindow = TimeSpan.FromSeconds(2) },
            Timeout = plan.Timeout,
            Retries = { Delay = plan.RetryDelay, MaxDelay = plan.RetryDelay * 16 },
            Events = clientTally,
        });
        EditFaults.Begin(portal, plan);
        var watch = Stopwatch.StartNew();
        using CancellationTokenSource progressCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task progressTask = ReportProgressAsync(ledger, progress, progressCancellation.Token);
        await Task.WhenAll(Enumerable.Range(0, plan.Workers).Select(number => Task.Run(
            () => new EditWorker(plan, number, portal, client, otherWriter, ledger).RunAsync(cancellationToken), cancellationToken)));
        await progressCancellation.CancelAsync();
        await progressTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        watch.Stop();

        var report = new Report();
        report.Add("seed", plan.Seed.ToString(CultureInfo.InvariantCulture));
        report.Add("duration", $"{Figures.Seconds(watch.Elapsed)}, {Figures.Count(ledger.Successes / watch.Elapsed.TotalSeconds)} successful results/s");
        report.Add("calls", $"{Figures.Count(portal.LimitStatistics.Requests)}: {Figures.Count(tally.Batches)} batches with {Figures.Count(tally.Rows)} rows, {Figures.Count(tally.Singles)} single updates, including those of the other client");
        report.Add("rejected by limits", $"{Figures.Count(portal.LimitStatistics.RejectedRequests)} requests");
        report.Add("faults", Figures.Counts(tally.Faults));
        report.Add("retries", Figures.Counts(clientTally.Retries));
        ledger.AddTo(report, plan);
        return report;
    }

    private static void AddLeads(PortalEmulator portal, EditPlan plan)
    {
        for (int i = 0; i < plan.Workers * plan.LeadsPerWorker; i++)
        {
            string id = i.ToString(CultureInfo.InvariantCulture);
            portal.AddLead(
            [
                new("TITLE", $"lead {id}"),

                // Not empty: an empty value is read as false, so assigning false would change nothing.
                new(LeadFields.Codes.BooleanOne, "1"),
                .. i % 3 == 0 ? Array.Empty<KeyValuePair<string, string>>() : [new("PHONE", $"first {id}"), new("PHONE", $"second {id}"), new("EMAIL", $"mail {id}")],
                .. i % 2 == 0 ? Array.Empty<KeyValuePair<string, string>>() : [new("ADDRESS", $"street {id}"), new("ADDRESS_CITY", $"city {id}"), new("ADDRESS_COUNTRY", $"country {id}")],
            ]);
        }
    }

    private static async Task ReportProgressAsync(EditResults ledger, Action<int>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), cancellationToken);
            progress?.Invoke(ledger.Successes);
        }
    }
}
