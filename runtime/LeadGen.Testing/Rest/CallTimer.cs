using System.Globalization;
using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>Times one call and tells of it as a portal does: in seconds, and in the server's zone.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/data-types.html#time.</remarks>
internal sealed class CallTimer(TimeProvider time, TimeZoneInfo zone)
{
    private readonly long _started = time.GetTimestamp();
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private TimeSpan _simulated;

    /// <summary>How long the call takes so far.</summary>
    public TimeSpan Duration => time.GetElapsedTime(_started) + _simulated;

    /// <summary>Adds time that nobody waited for.</summary>
    public void AdvanceSimulatedTime(TimeSpan used) => _simulated += used;

    /// <summary>The <c>time</c> block of an answer, but for the operating time: a batch has none.</summary>
    public JsonObject ToBlock(TimeSpan duration)
    {
        DateTimeOffset finish = _start + duration;
        string start = Local(_start);
        bool isSameSecond = finish.UtcTicks / TimeSpan.TicksPerSecond == _start.UtcTicks / TimeSpan.TicksPerSecond;
        return new JsonObject
        {
            ["start"] = _start.ToUnixTimeMilliseconds() / 1000.0,
            ["finish"] = finish.ToUnixTimeMilliseconds() / 1000.0,
            ["duration"] = duration.TotalSeconds,
            ["processing"] = duration.TotalSeconds,
            ["date_start"] = start,
            ["date_finish"] = isSameSecond ? start : Local(finish),
        };
    }

    private string Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
