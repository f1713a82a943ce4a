namespace LeadGen.Limits;

/// <summary>
/// Spreads the calls of one method so that its working time is not used up. Bulk calls go at full speed to four fifths of the
/// limit, then slower the nearer they come to nine tenths. What is above is left to single calls, for which people wait: those
/// are not slowed, but held back where the next one could go over.
/// </summary>
/// <remarks>
/// A portal sums the working time in ten buckets of a tenth of the window, and checks the sum before it works on a call. See
/// https://apidocs.bitrix24.com/limits.html.
/// </remarks>
internal sealed class OperatingTimeThrottle(TimeSpan? limit, TimeSpan window, TimeProvider time)
{
    private const int Buckets = 10;
    private const double SlowFrom = 0.8;
    private const double BulkStopAt = 0.9;
    private const double StopAt = 0.98;

    // A portal that has refused says nothing of the time; clients wait ten seconds of ten minutes at least.
    private const double FirstRest = 1 / 60.0;

    private readonly object _gate = new();
    private readonly Backoff _backoff = new(window * FirstRest, window, window, time);
    private TimeSpan _used;
    private DateTimeOffset _resetAt;

    // How far the portal's clock is ahead of this machine's. What it says of the window goes by its own.
    private TimeSpan _ahead;
    private DateTimeOffset _nextAt;
    private TimeSpan _cost;
    private int _underWay;

    // What calls without an answer may have worked since the portal last told.
    private TimeSpan _guessed;
    private DateTimeOffset _guessedUntil;

    /// <summary>Lets calls go, or says how long to wait before asking again.</summary>
    /// <returns>Zero where they go; <see cref="Finish"/> must follow then.</returns>
    public (TimeSpan Delay, Bitrix24ClientWait Reason) TryStart(int commands, bool isBulk)
    {
        lock (_gate)
        {
            if (_backoff.Left is var rest && rest > TimeSpan.Zero)
            {
                return (rest, Bitrix24ClientWait.OperatingTimeUsedUp);
            }

            if (limit is { } most && Hold(commands, isBulk, most) is { } wait)
            {
                return wait;
            }

            _underWay += commands;
            return (TimeSpan.Zero, default);
        }
    }

    /// <summary>Calls that were let go have ended, one way or another.</summary>
    /// <param name="commands">How many.</param>
    /// <param name="mayHaveWorked">Whether no answer tells of them, so that the portal may have worked on them all the same.</param>
    public void Finish(int commands, bool mayHaveWorked = false)
    {
        lock (_gate)
        {
            _underWay -= commands;
            if (mayHaveWorked)
            {
                DateTimeOffset now = time.GetUtcNow();
                _guessed = (commands * _cost) + (now < _guessedUntil ? _guessed : TimeSpan.Zero);
                _guessedUntil = now + window;
            }
        }
    }

    /// <summary>A portal, or another process, told how long the method has worked.</summary>
    /// <param name="told">What it told.</param>
    /// <param name="portalNow">What the portal's clock showed then; <see langword="null"/> where nobody said.</param>
    /// <returns>What the others should know; <see langword="null"/> where it is no news.</returns>
    public OperatingTime? Learn(OperatingTime told, DateTimeOffset? portalNow = null)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            _ahead = portalNow - now ?? _ahead;
            _resetAt = WithinWindow(_resetAt, now + _ahead);
            DateTimeOffset resetAt = WithinWindow(told.ResetAt, now + _ahead);

            // Answers overtake each other: in one and the same window the larger sum is the later one.
            if (resetAt < _resetAt || (resetAt == _resetAt && told.Used <= _used))
            {
                return null;
            }

            (_used, _resetAt, _guessed) = (told.Used, resetAt, TimeSpan.Zero);
            return new OperatingTime(_used, _resetAt);
        }
    }

    /// <summary>How long one call takes, from what some have taken.</summary>
    public void LearnCost(TimeSpan worked, int commands)
    {
        lock (_gate)
        {
            var each = TimeSpan.FromTicks(Math.Clamp(worked.Ticks / commands, 0, window.Ticks));
            _cost = _cost == TimeSpan.Zero ? each : _cost + ((each - _cost) / 4);
        }
    }

    /// <summary>The portal has taken a call of the method.</summary>
    public void LearnTaken() => _backoff.LearnTaken();

    /// <summary>The portal has refused a call because the method has worked too long.</summary>
    public void LearnRefusal(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            _backoff.Begin(retryAfter);
            DateTimeOffset rested = time.GetUtcNow() + _ahead + _backoff.Left;
            _used = limit ?? TimeSpan.Zero;
            _resetAt = _resetAt > rested ? _resetAt : rested;
        }
    }

    private (TimeSpan Delay, Bitrix24ClientWait Reason)? Hold(int commands, bool isBulk, TimeSpan most)
    {
        // Neither a clock that is put back nor a portal that tells a time of another day makes a call wait without end.
        DateTimeOffset now = time.GetUtcNow();
        _resetAt = WithinWindow(_resetAt, now + _ahead);
        _nextAt = WithinWindow(_nextAt, now);
        _guessedUntil = WithinWindow(_guessedUntil, now);

        TimeSpan remembered = Remembered(now + _ahead);
        TimeSpan expected = remembered + ((_underWay + commands) * _cost);
        bool isIdle = remembered == TimeSpan.Zero && _underWay == 0;
        if (expected > most * (isBulk ? BulkStopAt : StopAt) && !isIdle)
        {
            TimeSpan untilReset = _resetAt - (now + _ahead);
            return (untilReset > TimeSpan.Zero ? untilReset : window / (Buckets * 10), Bitrix24ClientWait.OperatingTimeUsedUp);
        }

        if (now < _guessedUntil && remembered < most * SlowFrom)
        {
            // It slows bulk calls down, but holds nothing back: a portal that was away has not worked.
            expected += TimeSpan.FromTicks(Math.Min(_guessed.Ticks, ((most * SlowFrom) - remembered).Ticks));
        }

        double share = expected / most;
        if (isBulk && share > SlowFrom)
        {
            if (_nextAt > now)
            {
                return (_nextAt - now, Bitrix24ClientWait.OperatingTimeShort);
            }

            // At nine tenths the method works as fast as the portal forgets.
            double slowness = (share - SlowFrom) / (BulkStopAt - SlowFrom);
            _nextAt = now + (commands * _cost * (window / most) * slowness);
        }

        return null;
    }

    // What each bucket holds is not told: after the first is forgotten, each further one is taken for a tenth.
    private TimeSpan Remembered(DateTimeOffset portalNow)
    {
        double forgotten = portalNow < _resetAt ? 0 : 1 + Math.Floor((portalNow - _resetAt) / (window / Buckets));
        return forgotten >= Buckets ? TimeSpan.Zero : _used * (1 - (forgotten / Buckets));
    }

    private DateTimeOffset WithinWindow(DateTimeOffset moment, DateTimeOffset now) => moment > now + window ? now + window : moment;
}
