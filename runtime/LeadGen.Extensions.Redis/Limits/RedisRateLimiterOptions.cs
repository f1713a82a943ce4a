namespace LeadGen;

/// <summary>Represents options of a <see cref="RedisRateLimiter"/>. They are read once, by its constructor.</summary>
public sealed class RedisRateLimiterOptions
{
    /// <summary>Gets or sets how long Redis may take to reply before it counts as unavailable. The limiter tries again each second. The default is 500 milliseconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Gets or sets the time after which a process without activity no longer counts, and for which a process uses its share
    /// after Redis is available again, until the others have noticed it as well. Use the same value in all processes.
    /// </summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets the assumed number of processes if Redis is unavailable from the start.</summary>
    public int AssumedProcesses { get; set; } = 4;

    /// <summary>Gets or sets how many permits the callers in this process may wait for at once, including the current request. Further requests get a failed lease.</summary>
    public int QueueLimit { get; set; } = int.MaxValue;

    /// <summary>Gets or sets the clock for waits.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
