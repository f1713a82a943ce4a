namespace LeadGen;

/// <summary>
/// A process's part of a portal's bucket, for the time in which the processes can't agree. It begins used up: the others may
/// just have filled the portal's. Times are of the process's own clock.
/// </summary>
internal sealed class FairShare
{
    private readonly TimeSpan _interval;
    private readonly TimeSpan _full;
    private TimeSpan _emptyAt;

    /// <param name="limits">Those of all processes together.</param>
    /// <param name="processes">How many share them.</param>
    /// <param name="from">From when on it drains.</param>
    public FairShare(BucketSize limits, int processes, TimeSpan from)
    {
        _interval = limits.Interval * processes;
        _full = _interval * Math.Max(1, (double)limits.Burst / processes);
        _emptyAt = from + _full;
    }

    /// <summary>How long until so many permits are free; for none, until one is.</summary>
    public TimeSpan WaitFor(int permits, TimeSpan now)
    {
        TimeSpan wait = _emptyAt + (_interval * Math.Max(1, permits)) - _full - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes permits, and says when they may be used.</summary>
    public TimeSpan Reserve(int permits, TimeSpan now)
    {
        TimeSpan due = now + WaitFor(permits, now);
        _emptyAt = (_emptyAt > now ? _emptyAt : now) + (_interval * permits);
        return due;
    }

    /// <summary>Discards the permits that are free.</summary>
    public void Empty(TimeSpan now) => _emptyAt = _emptyAt > now + _full ? _emptyAt : now + _full;

    /// <summary>How many permits are free.</summary>
    public int Available(TimeSpan now) => (int)Math.Max(0, Math.Floor((_full - (_emptyAt > now ? _emptyAt - now : TimeSpan.Zero)) / _interval));
}
