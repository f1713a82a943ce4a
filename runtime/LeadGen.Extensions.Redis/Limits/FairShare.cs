namespace LeadGen;

/// <summary>
/// Represents a process's share of a portal's bucket, while Redis is unavailable. It starts used up, because the others may
/// have filled the portal's bucket. Times are from the local clock.
/// </summary>
internal sealed class FairShare
{
    private readonly TimeSpan _interval;
    private readonly TimeSpan _full;
    private TimeSpan _emptyAt;

    /// <param name="limits">The limits of all processes together.</param>
    /// <param name="processes">The number of processes.</param>
    /// <param name="from">The time at which it starts to drain.</param>
    public FairShare(BucketSize limits, int processes, TimeSpan from)
    {
        _interval = limits.Interval * processes;
        _full = _interval * Math.Max(1, (double)limits.Burst / processes);
        _emptyAt = from + _full;
    }

    /// <summary>Gets the time until the permits are available; for none, until one is.</summary>
    public TimeSpan WaitFor(int permits, TimeSpan now)
    {
        TimeSpan wait = _emptyAt + (_interval * Math.Max(1, permits)) - _full - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes permits, and returns when they may be used.</summary>
    public TimeSpan Reserve(int permits, TimeSpan now)
    {
        TimeSpan due = now + WaitFor(permits, now);
        _emptyAt = (_emptyAt > now ? _emptyAt : now) + (_interval * permits);
        return due;
    }

    /// <summary>Discards the available permits.</summary>
    public void Empty(TimeSpan now) => _emptyAt = _emptyAt > now + _full ? _emptyAt : now + _full;

    /// <summary>Gets the number of available permits.</summary>
    public int Available(TimeSpan now) => (int)Math.Max(0, Math.Floor((_full - (_emptyAt > now ? _emptyAt - now : TimeSpan.Zero)) / _interval));
}
