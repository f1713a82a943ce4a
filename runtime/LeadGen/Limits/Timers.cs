namespace LeadGen.Limits;

/// <summary>What timers can do: they drop fractions of a millisecond, and neither go back nor on for months.</summary>
internal static class Timers
{
    /// <summary>The shortest time that a timer keeps.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Longer than anybody waits for one thing.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>A time for a timer that is over when the wait is, and not a fraction before, or after a day.</summary>
    public static TimeSpan For(TimeSpan wait) =>
        TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), Shortest.TotalMilliseconds, Longest.TotalMilliseconds));
}
