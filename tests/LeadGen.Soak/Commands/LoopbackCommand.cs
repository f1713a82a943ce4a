using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using LeadGen.Soak.Comparing;
using LeadGen.Soak.Output;
using LeadGen.Soak.Processes;

namespace LeadGen.Soak.Commands;

/// <summary>What the client costs, where the portal has no limits and is on the same machine.</summary>
internal static class LoopbackCommand
{
    private const double Least = 0.9;
    private const int Leads = 5000;
    private const int Rounds = 21;
    private const int RoundsOfSdk = 7;

    // Until then both get faster from round to round, as their code is compiled anew.
    private const int RoundsToWarmUp = 10;

    private static readonly int s_concurrency = new CrmBulkOptions().MaxConcurrentBatches;

    public static Command Create()
    {
        var updates = new Option<int>("--updates") { Description = "How many updates each round has.", DefaultValueFactory = static _ => 20_000 };
        var command = new Command("loopback", "Compares the client with a bare HttpClient that posts the same bodies, and with Bitrix24's SDK for JavaScript.") { updates };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(updates), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int updates, CancellationToken cancellationToken)
    {
        var report = new Report();
        await using PortalProcess portal = await PortalProcess.StartAsync(Leads, cancellationToken, useHttps: true);
        report.Add("updates in each round", $"{Figures.Count(updates)}, {s_concurrency} batches at once");

        // Made before, as the bodies are that the bare client posts: who makes them, and how, is the caller's business.
        CrmUpdate[] made = [.. BulkUpdates.Of(updates, Leads)];
        await CompareWithBareAsync(portal.Open, made, report, cancellationToken);
        await CompareWithSdkAsync(portal.Open, made, report, cancellationToken);
        report.WriteTo(Console.WriteLine);
        return report.ExitCode;
    }

    private static async Task CompareWithBareAsync(PortalProcess.Doors portal, CrmUpdate[] made, Report report, CancellationToken cancellationToken)
    {
        using var recorder = new BodyRecorder(new SocketsHttpHandler());
        using (var http = new HttpClient(recorder))
        using (Bitrix24Client recording = ClientOf(portal.Webhook, http))
        {
            await BulkUpdates.RunAsync(recording, made, null, cancellationToken);
        }

        using Bitrix24Client client = ClientOf(portal.Webhook);
        using var bare = new BareClient(recorder.Address!);
        List<TimeSpan> ofClient = [], ofBare = [];
        for (int round = -RoundsToWarmUp; round < Rounds; round++)
        {
            TimeSpan timeOfClient = await TimeAsync(() => BulkUpdates.RunAsync(client, made, null, cancellationToken));
            TimeSpan timeOfBare = await TimeAsync(() => bare.RunAsync(recorder.Bodies, s_concurrency, cancellationToken));
            if (round >= 0)
            {
                ofClient.Add(timeOfClient);
                ofBare.Add(timeOfBare);
            }
        }

        TimeSpan medianOfClient = Figures.Median(ofClient), medianOfBare = Figures.Median(ofBare);
        report.Add("LeadGen, http", Describe(ofClient, made.Length));
        report.Add("bare HttpClient, http", Describe(ofBare, made.Length));
        report.Add(new Claim($"speed of a bare HttpClient that the client reaches, {Figures.Percent(Least)} at least", medianOfBare / medianOfClient >= Least, Figures.Percent(medianOfBare / medianOfClient)));
    }

    private static async Task CompareWithSdkAsync(PortalProcess.Doors portal, CrmUpdate[] made, Report report, CancellationToken cancellationToken)
    {
        if (JavaScriptSdk.Obstacle is { } obstacle)
        {
            report.Add("@bitrix24/b24jssdk", $"not measured: {obstacle}");
            return;
        }

        using var certificate = X509Certificate2.CreateFromPem(portal.CertificatePem);
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, got, _, _) => got?.GetCertHashString() == certificate.GetCertHashString() } };
        using var http = new HttpClient(handler);
        using Bitrix24Client client = ClientOf(portal.SecureWebhook!, http);
        await using JavaScriptSdk sdk = await JavaScriptSdk.StartAsync(portal, made.Length, Leads, s_concurrency, cancellationToken);
        await sdk.RunAsync(cancellationToken);
        await BulkUpdates.RunAsync(client, made, null, cancellationToken);

        List<TimeSpan> ofClient = [], ofSdk = [];
        for (int round = 0; round < RoundsOfSdk; round++)
        {
            ofClient.Add(await TimeAsync(() => BulkUpdates.RunAsync(client, made, null, cancellationToken)));
            ofSdk.Add(await sdk.RunAsync(cancellationToken));
        }

        report.Add("LeadGen, https", Describe(ofClient, made.Length));
        report.Add("@bitrix24/b24jssdk, https", Describe(ofSdk, made.Length));
        report.Add("time of the SDK to that of LeadGen", Figures.Number(Figures.Median(ofSdk) / Figures.Median(ofClient)));
    }

    private static Bitrix24Client ClientOf(string webhook, HttpClient? http = null) =>
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
