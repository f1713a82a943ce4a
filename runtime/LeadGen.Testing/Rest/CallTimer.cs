using System.Globalization;
using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>Measures the duration of a call and creates the <c>time</c> block of its response, with durations in seconds and times in the server's zone.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/data-types.html#time.</remarks>
internal sealed class CallTimer(TimeProvider time, TimeZoneInfo zone)
{
    private readonly long _started = time.GetTimestamp();
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private TimeSpan _simulated;

    /// <summary>Gets the elapsed time of the call, including simulated time.</summary>
    public TimeSpan Duration => time.GetElapsedTime(_started) + _simulated;

    /// <summary>Adds simulated time to the duration, without waiting.</summary>
    public void AdvanceSimulatedTime(TimeSpan time) => _simulated += time;

    /// <summary>Creates the <c>time</c> block of a response, without the operating time, which a batch does not have.</summary>
    public JsonObject ToTimeBlock(TimeSpan duration)
    {
        DateTimeOffset finish = _start + duration;
        string start = FormatLocal(_start);
        bool isSameSecond = finish.UtcTicks / TimeSpan.TicksPerSecond == _start.UtcTicks / TimeSpan.TicksPerSecond;
        return new JsonObject
        {
            ["start"] = _start.ToUnixTimeMilliseconds() / 1000.0,
            ["finish"] = finish.ToUnixTimeMilliseconds() / 1000.0,
            ["duration"] = duration.TotalSeconds,
            ["processing"] = duration.TotalSeconds,
            ["date_start"] = start,
            ["date_finish"] = isSameSecond ? start : FormatLocal(finish),
        };
    }

    private string FormatLocal(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
