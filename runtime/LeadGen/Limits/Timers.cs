namespace LeadGen.Limits;

/// <summary>Adapts times to timers, which ignore fractions of a millisecond and accept neither negative nor very long times.</summary>
internal static class Timers
{
    /// <summary>Gets the shortest time of a timer.</summary>
    public static readonly TimeSpan Min = TimeSpan.FromMilliseconds(1);

    /// <summary>The maximum time of one timer.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(1);

    /// <summary>Converts a wait to a time for a timer: rounded up to whole milliseconds, and at most a day.</summary>
    public static TimeSpan For(TimeSpan wait) =>
        TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), Min.TotalMilliseconds, Max.TotalMilliseconds));
}
