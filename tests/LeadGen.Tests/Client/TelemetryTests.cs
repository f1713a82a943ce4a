using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using LeadGen.Tests.Bulk;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests that OpenTelemetry receives the names and tags that runtime/docs/hosting.md lists, and no secrets.</summary>
public sealed class TelemetryTests
{
    // Listeners receive the data of all tests in the process. A separate host identifies the data of this class.
    private const string Host = "measured.example";
    private const string Webhook = $"https://{Host}/rest/7/{StubPortal.Secret}/";

    // Uses a second copy of the assembly, because the source and the meter are created only once per copy.
    [Fact]
    public void Listeners_that_throw_while_the_meter_is_created_do_not_fail_calls()
    {
        int thread = -1;
        int thrown = 0;
        using var meters = new MeterListener { InstrumentPublished = (_, _) => Throw() };
        using var activities = new ActivityListener { ShouldListenTo = _ => Throw() };
        ActivitySource.AddActivityListener(activities);
        meters.Start();
        thread = Environment.CurrentManagedThreadId;
        var copy = new AssemblyLoadContext("copy", isCollectible: true);
        try
        {
            Type telemetry = copy.LoadFromAssemblyPath(typeof(Bitrix24Client).Assembly.Location).GetType("LeadGen.Transport.Telemetry", throwOnError: true)!;
            RuntimeHelpers.RunClassConstructor(telemetry.TypeHandle);
            telemetry.GetMethod("RecordDelay")!.Invoke(null, [TimeSpan.Zero, "crm.lead.update", Host]);
            Assert.InRange(thrown, 6, 12);
        }
        finally
        {
            thread = -1;
            copy.Unload();
        }

        bool Throw() => thread == Environment.CurrentManagedThreadId && thrown++ >= 0
            ? throw new InvalidOperationException("The exporter failed.") : false;
    }

    [Fact]
    public async Task Calls_are_traced_with_their_retries_and_failures()
    {
        ConcurrentQueue<Activity> activities = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "LeadGen",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await Client(Script.Create(Script.Page(502), Script.Json(Script.Ok)), Webhook).UpdateAsync(Named(1));
        await Assert.ThrowsAsync<Bitrix24AccessDeniedException>(() => Client(Script.Create(Script.Error(403, "ACCESS_DENIED")), Webhook).UpdateAsync(Named(1)));
        await Client(new BatchPortal().Http, Webhook.Replace(Host, Host + ":8443", StringComparison.Ordinal)).UpdateManyAsync([Named(1), Named(2)]).ToListAsync();

        Assert.Equal(
            [
                $"crm.lead.update Client Unset bitrix24.method=crm.lead.update http.request.method=POST http.request.resend_count=1 http.response.status_code=200 server.address={Host}",
                $"crm.lead.update Client Error bitrix24.method=crm.lead.update error.type=ACCESS_DENIED http.request.method=POST http.response.status_code=403 server.address={Host}",
                $"batch Client Unset bitrix24.method=batch http.request.method=POST http.response.status_code=200 leadgen.batch.method=crm.lead.update leadgen.batch.size=2 server.address={Host} server.port=8443",
            ],
            activities.Where(a => a.GetTagItem("server.address") is Host).Select(a => $"{a.OperationName} {a.Kind} {a.Status} {Text(a.TagObjects)}"));
    }

    [Fact]
    public async Task Calls_waits_retries_and_results_are_measured()
    {
        ConcurrentQueue<string> measured = [];
        ConcurrentDictionary<string, double> longestBuckets = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "LeadGen")
                {
                    if (instrument is Histogram<double> histogram)
                    {
                        longestBuckets[histogram.Name] = histogram.Advice!.HistogramBucketBoundaries![^1];
                    }

                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value >= 0, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await Client(Script.Create(Script.Page(502), Script.Json(Script.Ok)), Webhook).UpdateAsync(Named(1));
        var portal = new BatchPortal { Answer = static lead => lead == 2 ? """{"error": "", "error_description": "Not found"}""" : "true" };
        await Client(portal.Http, Webhook).UpdateManyAsync([Named(1), Named(2)]).ToListAsync();

        Assert.Equal(
            [
                $"leadgen.client.bulk.updates {{update}} 1 leadgen.update.status=Rejected server.address={Host}",
                $"leadgen.client.bulk.updates {{update}} 1 leadgen.update.status=Updated server.address={Host}",
                $"leadgen.client.call.duration s True bitrix24.method=batch http.request.method=POST http.response.status_code=200 server.address={Host}",
                $"leadgen.client.call.duration s True bitrix24.method=crm.lead.update error.type=Bitrix24ServerException http.request.method=POST http.response.status_code=502 server.address={Host}",
                $"leadgen.client.call.duration s True bitrix24.method=crm.lead.update http.request.method=POST http.response.status_code=200 server.address={Host}",
                $"leadgen.client.retries {{retry}} 1 bitrix24.method=crm.lead.update error.type=Bitrix24ServerException server.address={Host}",
                $"leadgen.client.wait.duration s True bitrix24.method=batch server.address={Host}",
                $"leadgen.client.wait.duration s True bitrix24.method=crm.lead.update server.address={Host}",
                $"leadgen.client.wait.duration s True bitrix24.method=crm.lead.update server.address={Host}",
            ],
            measured.Order(StringComparer.Ordinal));
        Assert.Equal((120, 600), (longestBuckets["leadgen.client.call.duration"], longestBuckets["leadgen.client.wait.duration"]));

        void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string text = Text(tags.ToArray());
            Assert.DoesNotContain(StubPortal.Secret, text, StringComparison.Ordinal);
            if (text.Contains(Host, StringComparison.Ordinal) && !text.Contains("server.port", StringComparison.Ordinal))
            {
                measured.Enqueue($"{instrument.Name} {instrument.Unit} {value} {text}");
            }
        }
    }

    [Fact]
    public async Task Results_of_new_leads_are_counted_by_status()
    {
        ConcurrentQueue<string> measured = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "LeadGen", Name: "leadgen.client.bulk.drafts" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue($"{instrument.Unit} {value} {Text(tags.ToArray())}"));
        listener.Start();
        var portal = new StubPortal(static (request, _) => Task.FromResult(Script.Json(
            request.RequestUri!.AbsolutePath.EndsWith("batch.json", StringComparison.Ordinal)
                ? """{"result": {"result": {"c0": 7}, "result_error": {"c1": {"error": "", "error_description": "TITLE is required"}}}}"""
                : """{"result": 1}""")()));
        LeadDraft[] drafts = [new LeadDraft().SetName("a"), new LeadDraft().SetName("b"), new LeadDraft().SetStatusId(new LeadStatus("NO_SUCH_CODE"))];
        Assert.Equal(
            [CrmCreateStatus.Created, CrmCreateStatus.Rejected, CrmCreateStatus.Invalid],
            (await Client(portal, Webhook).CreateManyAsync(drafts).ToListAsync()).OrderBy(static r => r.Index).Select(static r => r.Status));
        Assert.Equal(
            new[] { "Created", "Invalid", "Rejected" }.Select(static status => $"{{draft}} 1 leadgen.draft.status={status} server.address={Host}"),
            measured.Where(static m => m.EndsWith($"server.address={Host}", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static LeadUpdate Named(long id) => new LeadUpdate(id).SetName("Анна");

    private static Bitrix24Client Client(StubPortal portal, string webhook)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt(webhook);
        options.TimeProvider = new SkippingClock();
        options.Retries.MaxRetries = 1;
        return portal.Client(options);
    }

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
}
