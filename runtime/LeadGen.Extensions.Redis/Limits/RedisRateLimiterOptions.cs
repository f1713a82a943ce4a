namespace LeadGen;

/// <summary>How a <see cref="RedisRateLimiter"/> behaves where Redis or a process is away. Read once, when the limiter is made.</summary>
public sealed class RedisRateLimiterOptions
{
    /// <summary>How long Redis may take to answer before it counts as away. It is tried again each second.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// After how long without a sign of life a process no longer counts; and for how long a process keeps to its share
    /// after Redis is back, until the others have found it as well. All processes should have the same.
    /// </summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Among how many processes the limit is shared where Redis is away from the start, so that nobody knows.</summary>
    public int AssumedProcesses { get; set; } = 4;

    /// <summary>How many permits the callers in this process may wait for at once, the one being asked for included. Who comes on top gets a failed lease.</summary>
    public int QueueLimit { get; set; } = int.MaxValue;

    /// <summary>The clock for waits.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
