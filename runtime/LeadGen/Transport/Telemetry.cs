using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using LeadGen.Limits;
using LeadGen.Settings;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace LeadGen.Transport;

/// <summary>Records traces and metrics with names that follow OpenTelemetry's conventions. They contain only the host of an address, so they contain no secrets.</summary>
internal static class Telemetry
{
    private const string Name = "LeadGen";
    private const string MethodTag = "bitrix24.method";
    private const string ErrorTag = "error.type";
    private const string StatusTag = "http.response.status_code";

    // In seconds. The buckets of OpenTelemetry's HTTP conventions, extended for batches, which may take minutes.
    private static readonly InstrumentAdvice<double> s_callBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120],
    };

    // The operating time is limited per ten minutes, so a call can wait for up to ten minutes.
    private static readonly InstrumentAdvice<double> s_waitBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
    };

    private static readonly ActivitySource? s_activities = Create(static () => new ActivitySource(Name));
    private static readonly Meter s_meter = new(Name);

    private static readonly Histogram<double>? s_duration = Create(static () => s_meter.CreateHistogram<double>(
        "leadgen.client.call.duration", "s", "Duration of an HTTP call, from the request to the last byte of the response.", tags: null, s_callBuckets));

    private static readonly Histogram<double>? s_wait = Create(static () => s_meter.CreateHistogram<double>(
        "leadgen.client.wait.duration", "s", "Delay of a call because of the portal's limits.", tags: null, s_waitBuckets));

    private static readonly Counter<long>? s_retries = Create(static () => s_meter.CreateCounter<long>(
        "leadgen.client.retries", "{retry}", "Number of retries after transient failures."));

    private static readonly Counter<long>? s_updates = Create(static () => s_meter.CreateCounter<long>(
        "leadgen.client.bulk.updates", "{update}", "Number of updates in bulk runs, by status."));

    private static readonly Counter<long>? s_drafts = Create(static () => s_meter.CreateCounter<long>(
        "leadgen.client.bulk.drafts", "{draft}", "Number of drafts in bulk runs, by status."));

    // A listener's callback can throw during creation, and a failed static constructor would fail all calls of the process. The meter
    // keeps the instrument, so a second attempt returns it. If an ActivitySource can't be created, no activities are recorded.
    private static T? Create<T>(Func<T> create)
        where T : class
    {
        T? created = null;
        for (int attempt = 0; attempt < 2 && created is null; attempt++)
        {
            SafeEvents.Raise(() => created = create());
        }

        return created;
    }

    /// <summary>Starts the activity of a call with all its retries. Returns <see langword="null"/> if there are no listeners.</summary>
    public static Activity? StartCall(CallTraits call, string portal)
    {
        Activity? activity = null, before = Activity.Current;
        SafeEvents.Raise(() => activity = s_activities?.StartActivity(call.Method, ActivityKind.Client));
        if (activity is null)
        {
            // A listener that throws leaves an activity that is never stopped.
            Activity.Current = before;
            return null;
        }

        activity.SetTag(MethodTag, call.Method).SetTag("http.request.method", GetHttpMethod(call.Method));
        foreach (Tag tag in CreateTags(portal))
        {
            activity.SetTag(tag.Key, tag.Value);
        }

        if (call.IsBatch)
        {
            activity.SetTag("leadgen.batch.method", string.Join(' ', call.MeteredCalls.Select(static metered => metered.Method))).SetTag("leadgen.batch.size", call.Commands);
        }

        return activity;
    }

    // A file is read with a GET, and all other calls are POSTs.
    private static string GetHttpMethod(string method) => method == RestMethod.FileDownload ? "GET" : "POST";

    /// <summary>Records the status of the last attempt, and the number of retries.</summary>
    public static void SetProgress(Activity? activity, CallProgress progress)
    {
        if (progress.LastStatus is { } received)
        {
            activity?.SetTag(StatusTag, (int)received);
        }

        if (progress.Retries > 0)
        {
            activity?.SetTag("http.request.resend_count", progress.Retries);
        }
    }

    public static void SetError(Activity? activity, Bitrix24Exception failure) =>
        activity?.SetTag(ErrorTag, GetErrorType(failure)).SetStatus(ActivityStatusCode.Error, failure.Message);

    public static void RecordCall(TimeSpan duration, string method, string portal, HttpStatusCode? status, Bitrix24Exception? failure)
    {
        TagList tags = CreateTags(portal, new Tag(MethodTag, method), new Tag("http.request.method", GetHttpMethod(method)));
        if (status is { } received)
        {
            tags.Add(StatusTag, (int)received);
        }

        if (failure is not null)
        {
            tags.Add(ErrorTag, GetErrorType(failure));
        }

        SafeEvents.Raise(() => s_duration?.Record(duration.TotalSeconds, tags));
    }

    public static void RecordDelay(TimeSpan duration, string method, string portal) =>
        SafeEvents.Raise(() => s_wait?.Record(duration.TotalSeconds, CreateTags(portal, new Tag(MethodTag, method))));

    public static void RecordRetry(string method, string portal, Bitrix24Exception failure) =>
        SafeEvents.Raise(() => s_retries?.Add(1, CreateTags(portal, new Tag(MethodTag, method), new Tag(ErrorTag, GetErrorType(failure)))));

    public static void RecordBulkUpdate(CrmUpdateStatus status, string portal) => RecordResult(s_updates, "leadgen.update.status", status, portal);

    public static void RecordBulkDraft(CrmCreateStatus status, string portal) => RecordResult(s_drafts, "leadgen.draft.status", status, portal);

    private static void RecordResult<TStatus>(Counter<long>? counter, string tag, TStatus status, string portal)
        where TStatus : struct, Enum
    {
        // Without a listener, no tags are created for the items of a long run.
        if (counter is { Enabled: true })
        {
            SafeEvents.Raise(() => counter.Add(1, CreateTags(portal, new Tag(tag, status.ToString()))));
        }
    }

    // The port of a self-hosted portal has a separate tag.
    private static TagList CreateTags(string portal, params ReadOnlySpan<Tag> others)
    {
        var tags = new TagList(others);
        int colon = portal.LastIndexOf(':');
        if (colon > portal.LastIndexOf(']') && int.TryParse(portal.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            tags.Add("server.address", portal[..colon]);
            tags.Add("server.port", port);
        }
        else
        {
            tags.Add("server.address", portal);
        }

        return tags;
    }

    // Returns only known error codes and exception types: descriptions are localized, and would give the metric unbounded cardinality.
    private static string GetErrorType(Bitrix24Exception failure) =>
        failure.ErrorCode is { Length: > 0 } code && PortalErrors.IsKnown(code) ? code : failure.GetType().Name;
}
