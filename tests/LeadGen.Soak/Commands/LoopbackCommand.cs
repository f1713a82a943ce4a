using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using LeadGen.Soak.Comparing;
using LeadGen.Soak.Output;
using LeadGen.Soak.Processes;

namespace LeadGen.Soak.Commands;

/// <summary>Measures the overhead of the client against a portal without limits on the same machine.</summary>
internal static class LoopbackCommand
{
    private const double MinSpeedRatio = 0.9;
    private const int Leads = 5000;
    private const int Rounds = 21;
    private const int SdkRounds = 7;

    // In these rounds, both get faster because of tiered compilation.
    private const int WarmUpRounds = 10;

    private static readonly int s_concurrency = new CrmBulkOptions().MaxConcurrentBatches;

    public static Command Create()
    {
        var updates = new Option<int>("--updates") { Description = "The number of updates in each round.", DefaultValueFactory = static _ => 20_000 };
        var command = new Command("loopback", "Compare the client with a bare HttpClient that posts the same bodies, and with Bitrix24's JavaScript SDK.") { updates };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(updates), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int updates, CancellationToken cancellationToken)
    {
        var report = new Report();
        await using PortalProcess portal = await PortalProcess.StartAsync(Leads, cancellationToken, useHttps: true);
        report.Add("updates in each round", $"{Figures.Count(updates)}, {s_concurrency} batches at once");

        // Created in advance, like the bodies that the bare client posts, because creating updates is not measured.
        CrmUpdate[] updatesToSend = [.. BulkUpdates.Create(updates, Leads)];
        await CompareWithBareAsync(portal.Endpoints, updatesToSend, report, cancellationToken);
        await CompareWithSdkAsync(portal.Endpoints, updatesToSend, report, cancellationToken);
        report.WriteTo(Console.WriteLine);
        return report.ExitCode;
    }

    private static async Task CompareWithBareAsync(PortalProcess.PortalEndpoints portal, CrmUpdate[] updatesToSend, Report report, CancellationToken cancellationToken)
    {
        using var recorder = new BodyRecorder(new SocketsHttpHandler());
        using (var http = new HttpClient(recorder))
        using (Bitrix24Client recording = CreateClient(portal.Webhook, http))
        {
            await BulkUpdates.RunAsync(recording, updatesToSend, null, cancellationToken);
        }

        using Bitrix24Client client = CreateClient(portal.Webhook);
        using var bare = new BareClient(recorder.Address!);
        List<TimeSpan> clientTimes = [], bareTimes = [];
        for (int round = -WarmUpRounds; round < Rounds; round++)
        {
            TimeSpan clientTime = await TimeAsync(() => BulkUpdates.RunAsync(client, updatesToSend, null, cancellationToken));
            TimeSpan bareTime = await TimeAsync(() => bare.RunAsync(recorder.Bodies, s_concurrency, cancellationToken));
            if (round >= 0)
            {
                clientTimes.Add(clientTime);
                bareTimes.Add(bareTime);
            }
        }

        TimeSpan clientMedian = Figures.Median(clientTimes), bareMedian = Figures.Median(bareTimes);
        report.Add("LeadGen, http", Describe(clientTimes, updatesToSend.Length));
        report.Add("bare HttpClient, http", Describe(bareTimes, updatesToSend.Length));
        report.Add(new Claim($"speed of the client relative to a bare HttpClient, {Figures.Percent(MinSpeedRatio)} at least", bareMedian / clientMedian >= MinSpeedRatio, Figures.Percent(bareMedian / clientMedian)));
    }

    private static async Task CompareWithSdkAsync(PortalProcess.PortalEndpoints portal, CrmUpdate[] updatesToSend, Report report, CancellationToken cancellationToken)
    {
        if (JavaScriptSdk.SkipReason is { } skipReason)
        {
            report.Add("@bitrix24/b24jssdk", $"not measured: {skipReason}");
            return;
        }

        using var certificate = X509Certificate2.CreateFromPem(portal.CertificatePem);
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, got, _, _) => got?.GetCertHashString() == certificate.GetCertHashString() } };
        using var http = new HttpClient(handler);
        using Bitrix24Client client = CreateClient(portal.SecureWebhook!, http);
        await using JavaScriptSdk sdk = await JavaScriptSdk.StartAsync(portal, updatesToSend.Length, Leads, s_concurrency, cancellationToken);
        await sdk.RunAsync(cancellationToken);
        await BulkUpdates.RunAsync(client, updatesToSend, null, cancellationToken);

        List<TimeSpan> clientTimes = [], sdkTimes = [];
        for (int round = 0; round < SdkRounds; round++)
        {
            clientTimes.Add(await TimeAsync(() => BulkUpdates.RunAsync(client, updatesToSend, null, cancellationToken)));
            sdkTimes.Add(await sdk.RunAsync(cancellationToken));
        }

        report.Add("LeadGen, https", Describe(clientTimes, updatesToSend.Length));
        report.Add("@bitrix24/b24jssdk, https", Describe(sdkTimes, updatesToSend.Length));
        report.Add("time of the SDK divided by that of LeadGen", Figures.Number(Figures.Median(sdkTimes) / Figures.Median(clientTimes)));
    }

    private static Bitrix24Client CreateClient(string webhook, HttpClient? http = null) =>
        new(new Bitrix24ClientOptions { Webhook = webhook, Limits = PortalLimits.None }, http);

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed;
    }

    private static string Describe(List<TimeSpan> times, int updates)
    {
        TimeSpan median = Figures.Median(times);
        return $"{Figures.Milliseconds(median)}, {Figures.Count(updates / median.TotalSeconds)} updates/s; {times.Count} rounds of {Figures.Milliseconds(times.Min())} to {Figures.Milliseconds(times.Max())}";
    }
}
