namespace LeadGen.Limits;

/// <summary>
/// Spreads the calls of one method so that its working time is not used up: at full speed to four fifths of the limit, then
/// slower the nearer it comes, and not at all where the next call could go over.
/// </summary>
/// <remarks>
/// A portal sums the working time in ten buckets of a tenth of the window, and checks the sum before it works on a call. See
/// https://apidocs.bitrix24.com/limits.html.
/// </remarks>
internal sealed class OperatingPace(TimeSpan limit, TimeSpan window, TimeProvider time)
{
    private const int Buckets = 10;
    private const double SlowFrom = 0.8;
    private const double StopAt = 0.98;

    // A portal that has refused says nothing of the time; clients wait ten seconds of ten minutes at least.
    private const double RestAfterRefusal = 1 / 60.0;

    private readonly object _gate = new();
    private TimeSpan _used;
    private DateTimeOffset _resetAt;
    private DateTimeOffset _nextAt;
    private TimeSpan _cost;
    private int _underWay;

    /// <summary>Lets calls go, or says how long to wait before asking again.</summary>
    /// <returns>Zero where they go; <see cref="Finish"/> must follow then.</returns>
    public (TimeSpan Delay, LeadClientWait Reason) TryStart(int commands)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            TimeSpan remembered = Remembered(now);
            TimeSpan expected = remembered + ((_underWay + commands) * _cost);
            bool isIdle = remembered == TimeSpan.Zero && _underWay == 0;
            if (expected > limit * StopAt && !isIdle)
            {
                TimeSpan untilReset = _resetAt - now;
                return (untilReset > TimeSpan.Zero ? untilReset : window / (Buckets * 10), LeadClientWait.OperatingTimeUsedUp);
            }

            double share = expected / limit;
            if (share > SlowFrom)
            {
                if (_nextAt > now)
                {
                    return (_nextAt - now, LeadClientWait.OperatingTimeShort);
                }

                // Half way to the limit the method works as fast as the portal forgets; beyond, slower.
                double slowness = 2 * (share - SlowFrom) / (1 - SlowFrom);
                _nextAt = now + (commands * _cost * (window / limit) * slowness);
            }

            _underWay += commands;
            return (TimeSpan.Zero, default);
        }
    }

    /// <summary>Calls that were let go have ended, one way or another.</summary>
    public void Finish(int commands)
    {
        lock (_gate)
        {
            _underWay -= commands;
        }
    }

    /// <summary>A portal, or another process, told how long the method has worked.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Learn(OperatingTime told)
    {
        lock (_gate)
        {
            // Answers overtake each other: in one and the same window the larger sum is the later one.
            bool isNews = told.ResetAt > _resetAt || (told.ResetAt == _resetAt && told.Used > _used);
            if (isNews)
            {
                _used = told.Used;
                _resetAt = told.ResetAt;
            }

            return isNews;
        }
    }

    /// <summary>How long one call takes, from what some have taken.</summary>
    public void LearnCost(TimeSpan worked, int commands)
    {
        lock (_gate)
        {
            TimeSpan each = worked / commands;
            _cost = _cost == TimeSpan.Zero ? each : _cost + ((each - _cost) / 4);
        }
    }

    /// <summary>The portal has refused a call because the method has worked too long.</summary>
    public void LearnRefusal()
    {
        lock (_gate)
        {
            DateTimeOffset rested = time.GetUtcNow() + (window * RestAfterRefusal);
            _used = limit;
            _resetAt = _resetAt > rested ? _resetAt : rested;
        }
    }

    // What each bucket holds is not told: after the first is forgotten, each further one is taken for a tenth.
    private TimeSpan Remembered(DateTimeOffset now)
    {
        double forgotten = now < _resetAt ? 0 : 1 + Math.Floor((now - _resetAt) / (window / Buckets));
        return forgotten >= Buckets ? TimeSpan.Zero : _used * (1 - (forgotten / Buckets));
    }
}
