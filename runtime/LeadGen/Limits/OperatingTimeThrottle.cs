namespace LeadGen.Limits;

/// <summary>
/// Delays the calls of one method so that its operating time is not used up. Bulk calls are not delayed until four fifths of the limit are
/// used. Then the delays increase, and at nine tenths bulk calls stop. The rest is reserved for single calls, for which people wait.
/// A single call is delayed only if it could exceed the limit.
/// </summary>
/// <remarks>
/// A portal sums the operating time in ten buckets, each a tenth of the window, and checks the sum before it processes a call. See
/// https://apidocs.bitrix24.com/limits.html.
/// </remarks>
internal sealed class OperatingTimeThrottle(TimeSpan? limit, TimeSpan window, TimeProvider time)
{
    private const int Buckets = 10;
    private const double SlowFrom = 0.8;
    private const double BulkStopAt = 0.9;
    private const double StopAt = 0.98;

    // A rejection does not contain the operating time, so a client waits at least ten seconds of a window of ten minutes.
    private const double InitialBackoff = 1 / 60.0;

    private readonly object _gate = new();
    private readonly Backoff _backoff = new(window * InitialBackoff, window, window, time);
    private TimeSpan _used;
    private DateTimeOffset _resetAt;

    // The difference between the portal's clock and the local one. The portal gives the end of the window by its own clock.
    private TimeSpan _clockOffset;
    private DateTimeOffset _nextAt;
    private TimeSpan _cost;
    private int _inProgress;

    // The operating time that calls without a reply may have used since the last reported value.
    private TimeSpan _unreported;
    private DateTimeOffset _unreportedUntil;

    /// <summary>Admits calls, or returns how long to wait before the next try.</summary>
    /// <returns>Zero if the calls are admitted. <see cref="Finish"/> must be called after them.</returns>
    public (TimeSpan Delay, Bitrix24ClientWait Reason) TryStart(int commands, bool isBulk)
    {
        lock (_gate)
        {
            if (_backoff.Remaining is var delay && delay > TimeSpan.Zero)
            {
                return (delay, Bitrix24ClientWait.OperatingTimeUsedUp);
            }

            if (limit is { } maximum && GetDelay(commands, isBulk, maximum) is { } wait)
            {
                return wait;
            }

            _inProgress += commands;
            return (TimeSpan.Zero, default);
        }
    }

    /// <summary>Records that admitted calls ended.</summary>
    /// <param name="commands">The number of commands.</param>
    /// <param name="mayHaveUsedTime">Whether no reply reported their operating time although the portal may have processed them.</param>
    public void Finish(int commands, bool mayHaveUsedTime = false)
    {
        lock (_gate)
        {
            _inProgress -= commands;
            if (mayHaveUsedTime)
            {
                DateTimeOffset now = time.GetUtcNow();
                _unreported = (commands * _cost) + (now < _unreportedUntil ? _unreported : TimeSpan.Zero);
                _unreportedUntil = now + window;
            }
        }
    }

    /// <summary>Records the operating time that the portal or another process reported.</summary>
    /// <param name="reported">The reported operating time.</param>
    /// <param name="portalNow">The time of the portal's clock; <see langword="null"/> if it is unknown.</param>
    /// <returns>The value to publish to other processes; <see langword="null"/> if it is not newer than the known one.</returns>
    public OperatingTime? RecordOperatingTime(OperatingTime reported, DateTimeOffset? portalNow = null)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            _clockOffset = portalNow - now ?? _clockOffset;
            _resetAt = WithinWindow(_resetAt, now + _clockOffset);
            DateTimeOffset resetAt = WithinWindow(reported.ResetAt, now + _clockOffset);

            // Replies can arrive out of order. Within one window, the larger sum is the later one.
            if (resetAt < _resetAt || (resetAt == _resetAt && reported.Used <= _used))
            {
                return null;
            }

            (_used, _resetAt, _unreported) = (reported.Used, resetAt, TimeSpan.Zero);
            return new OperatingTime(_used, _resetAt);
        }
    }

    /// <summary>Updates the estimate of the operating time of one call.</summary>
    public void RecordCost(TimeSpan worked, int commands)
    {
        lock (_gate)
        {
            var each = TimeSpan.FromTicks(Math.Clamp(worked.Ticks / commands, 0, window.Ticks));
            _cost = _cost == TimeSpan.Zero ? each : _cost + ((each - _cost) / 4);
        }
    }

    /// <summary>Records that the portal accepted a call of the method.</summary>
    public void RecordAccepted() => _backoff.RecordAccepted();

    /// <summary>Records that the portal rejected a call because the operating time is used up.</summary>
    public void RecordRejection(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            _backoff.Begin(retryAfter);
            DateTimeOffset backoffEnd = time.GetUtcNow() + _clockOffset + _backoff.Remaining;
            _used = limit ?? TimeSpan.Zero;
            _resetAt = _resetAt > backoffEnd ? _resetAt : backoffEnd;
        }
    }

    private (TimeSpan Delay, Bitrix24ClientWait Reason)? GetDelay(int commands, bool isBulk, TimeSpan maximum)
    {
        // The wait is bounded, even if a clock is set back or the portal reports a wrong date.
        DateTimeOffset now = time.GetUtcNow();
        _resetAt = WithinWindow(_resetAt, now + _clockOffset);
        _nextAt = WithinWindow(_nextAt, now);
        _unreportedUntil = WithinWindow(_unreportedUntil, now);

        TimeSpan estimated = EstimateUsed(now + _clockOffset);
        TimeSpan expected = estimated + ((_inProgress + commands) * _cost);
        bool isIdle = estimated == TimeSpan.Zero && _inProgress == 0;
        if (expected > maximum * (isBulk ? BulkStopAt : StopAt) && !isIdle)
        {
            TimeSpan untilReset = _resetAt - (now + _clockOffset);
            return (untilReset > TimeSpan.Zero ? untilReset : window / (Buckets * 10), Bitrix24ClientWait.OperatingTimeUsedUp);
        }

        if (now < _unreportedUntil && estimated < maximum * SlowFrom)
        {
            // Unreported time slows bulk calls but does not stop them, because a portal that could not be reached used no operating time.
            expected += TimeSpan.FromTicks(Math.Min(_unreported.Ticks, ((maximum * SlowFrom) - estimated).Ticks));
        }

        double share = expected / maximum;
        if (isBulk && share > SlowFrom)
        {
            if (_nextAt > now)
            {
                return (_nextAt - now, Bitrix24ClientWait.OperatingTimeLow);
            }

            // At nine tenths, calls use as much operating time as the portal releases.
            double slowness = (share - SlowFrom) / (BulkStopAt - SlowFrom);
            _nextAt = now + (commands * _cost * (window / maximum) * slowness);
        }

        return null;
    }

    // The portal does not report its buckets. After the first one is released, each further one is assumed to contain a tenth.
    private TimeSpan EstimateUsed(DateTimeOffset portalNow)
    {
        double expiredBuckets = portalNow < _resetAt ? 0 : 1 + Math.Floor((portalNow - _resetAt) / (window / Buckets));
        return expiredBuckets >= Buckets ? TimeSpan.Zero : _used * (1 - (expiredBuckets / Buckets));
    }

    private DateTimeOffset WithinWindow(DateTimeOffset moment, DateTimeOffset now) => moment > now + window ? now + window : moment;
}
