using System.Globalization;
using System.Text.Json.Nodes;

namespace LeadGen.Testing.Rest;

/// <summary>Times one call and tells of it as a portal does: in seconds, and in the server's zone.</summary>
/// <remarks>See https://apidocs.bitrix24.com/api-reference/data-types.html#time.</remarks>
internal sealed class CallTimer(TimeProvider time, TimeSpan offset)
{
    // The operating time of a method is counted in a window of ten minutes.
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);

    private readonly long _started = time.GetTimestamp();
    private readonly DateTimeOffset _start = time.GetUtcNow();

    /// <summary>The <c>time</c> block of an answer that is given now.</summary>
    public JsonObject ToBlock()
    {
        TimeSpan duration = time.GetElapsedTime(_started);
        DateTimeOffset finish = _start + duration;
        return new JsonObject
        {
            ["start"] = _start.ToUnixTimeMilliseconds() / 1000.0,
            ["finish"] = finish.ToUnixTimeMilliseconds() / 1000.0,
            ["duration"] = duration.TotalSeconds,
            ["processing"] = duration.TotalSeconds,
            ["date_start"] = Local(_start),
            ["date_finish"] = Local(finish),
            ["operating_reset_at"] = (_start + s_window).ToUnixTimeSeconds(),
            ["operating"] = duration.TotalSeconds,
        };
    }

    private string Local(DateTimeOffset moment) => moment.ToOffset(offset).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
