using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using LeadGen.Limits;
using LeadGen.Settings;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace LeadGen.Transport;

/// <summary>Traces and metrics, by the names of OpenTelemetry's conventions. Nothing in them is secret: an address is given by its host.</summary>
internal static class Telemetry
{
    private const string Name = "LeadGen";
    private const string MethodTag = "bitrix24.method";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource? s_activities = Create(static () => new ActivitySource(Name));
    private static readonly Meter s_meter = new(Name);

    private static readonly Histogram<double>? s_duration = Create(static () => s_meter.CreateHistogram<double>(
        "leadgen.client.call.duration", "s", "How long one HTTP call took, from its sending to the last byte of its answer."));

    private static readonly Histogram<double>? s_wait = Create(static () => s_meter.CreateHistogram<double>(
        "leadgen.client.wait.duration", "s", "How long a call was held back for the portal's limits."));

    private static readonly Counter<long>? s_retries = Create(static () => s_meter.CreateCounter<long>(
        "leadgen.client.retries", "{retry}", "Calls that failed in passing and were repeated."));

    private static readonly Counter<long>? s_outcomes = Create(static () => s_meter.CreateCounter<long>(
        "leadgen.client.bulk.updates", "{update}", "Updates of bulk runs, by what became of them."));

    // A listener's callback can throw during creation, and a failed static constructor would fail all calls of the process. The meter
    // keeps an instrument whose listener threw, so the second attempt gets it; a source can't be had then, and is left out.
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

    /// <summary>The activity of a call with all its repetitions; <see langword="null"/> where nobody listens.</summary>
    public static Activity? StartCall(CallTraits call, string portal)
    {
        Activity? activity = null, before = Activity.Current;
        SafeEvents.Raise(() => activity = s_activities?.StartActivity(call.Method, ActivityKind.Client));
        if (activity is null)
        {
            // A listener that throws leaves an activity that no one ends.
            Activity.Current = before;
            return null;
        }

        activity.SetTag(MethodTag, call.Method);
        foreach (Tag tag in TagsOf(portal))
        {
            activity.SetTag(tag.Key, tag.Value);
        }

        if (call.IsBatch)
        {
            activity.SetTag("leadgen.batch.method", call.WorkingMethod).SetTag("leadgen.batch.size", call.Commands);
        }

        return activity;
    }

    public static void Fail(Activity? activity, Bitrix24Exception failure) =>
        activity?.SetTag(ErrorTag, TypeOf(failure)).SetStatus(ActivityStatusCode.Error, failure.Message);

    public static void Sent(TimeSpan duration, string method, string portal, Bitrix24Exception? failure)
    {
        TagList tags = TagsOf(portal, new Tag(MethodTag, method));
        if (failure is not null)
        {
            tags.Add(ErrorTag, TypeOf(failure));
        }

        SafeEvents.Raise(() => s_duration?.Record(duration.TotalSeconds, tags));
    }

    public static void Waited(TimeSpan duration, string method, string portal) =>
        SafeEvents.Raise(() => s_wait?.Record(duration.TotalSeconds, TagsOf(portal, new Tag(MethodTag, method))));

    public static void Retried(string method, string portal, Bitrix24Exception failure) =>
        SafeEvents.Raise(() => s_retries?.Add(1, TagsOf(portal, new Tag(MethodTag, method), new Tag(ErrorTag, TypeOf(failure)))));

    public static void Ended(CrmUpdateStatus status, string portal)
    {
        // Asked for each update of a long run: where nobody listens, the tags need not be made.
        if (s_outcomes is { Enabled: true })
        {
            SafeEvents.Raise(() => s_outcomes.Add(1, TagsOf(portal, new Tag("leadgen.update.status", status.ToString()))));
        }
    }

    // A portal of one's own may have a port, which has a tag to itself.
    private static TagList TagsOf(string portal, params ReadOnlySpan<Tag> others)
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

    // The portal's own code where it has one: descriptions are in its user's language, and would make a metric without end.
    private static string TypeOf(Bitrix24Exception failure) =>
        failure.ErrorCode is { Length: > 0 } code && PortalErrors.IsKnown(code) ? code : failure.GetType().Name;
}
