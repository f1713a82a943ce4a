namespace LeadGen;

/// <summary>
/// Represents a process's share of a portal's bucket, while Redis is unavailable. It starts without available permits, because other
/// processes may have used those of the portal. Times are from the local clock.
/// </summary>
internal sealed class FairShare
{
    private readonly TimeSpan _interval;
    private readonly TimeSpan _full;

    // The time at which all permits are available again.

    // The time at which all permits are available again.
    private TimeSpan _emptyAt;

    /// <param name="limits">The limits of all processes together.</param>
    /// <param name="processes">The number of processes.</param>
    /// <param name="from">The time from which permits become available.</param>
    public FairShare(BucketSize limits, int processes, TimeSpan from)
    {
        _interval = limits.Interval * processes;
        _full = _interval * Math.Max(1, (double)limits.Burst / processes);
        _emptyAt = from + _full;
    }

    /// <summary>Gets the delay until the permits are available. For 0 permits, gets the delay until one permit is available.</summary>
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
    public void DiscardPermits(TimeSpan now) => _emptyAt = _emptyAt > now + _full ? _emptyAt : now + _full;

    /// <summary>Gets the number of available permits.</summary>
    public int Available(TimeSpan now) => (int)Math.Max(0, Math.Floor((_full - (_emptyAt > now ? _emptyAt - now : TimeSpan.Zero)) / _interval));
}
