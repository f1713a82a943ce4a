namespace LeadGen.Limits;

/// <summary>Converts delays for .NET timers, which ignore fractions of a millisecond and accept neither negative nor very long delays.</summary>
internal static class Timers
{
    /// <summary>The minimum delay of one timer.</summary>
    public static readonly TimeSpan Min = TimeSpan.FromMilliseconds(1);

    /// <summary>The maximum delay of one timer.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(1);

    /// <summary>Gets the delay of the next timer: rounded up to whole milliseconds, and between <see cref="Min"/> and <see cref="Max"/>.</summary>
    public static TimeSpan GetTimerDelay(TimeSpan delay) =>
        TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(delay.TotalMilliseconds), Min.TotalMilliseconds, Max.TotalMilliseconds));
}
