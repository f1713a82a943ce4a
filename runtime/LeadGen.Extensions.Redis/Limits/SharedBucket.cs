using StackExchange.Redis;

namespace LeadGen;

/// <summary>Represents the bucket of all processes while Redis is available, and otherwise this process's share of it.</summary>
internal sealed class SharedBucket
{
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_longestPulse = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly BucketScript _script;
    private readonly BucketSize _size;
    private readonly TimeSpan _staleAfter;
    private readonly TimeProvider _time;
    private readonly long _start;

    private bool _isAway;
    private bool _isKnown;
    private long _since;
    private TimeSpan _answeredAt;
    private TimeSpan _settledAt;
    private TimeSpan _lastDue;
    private TimeSpan _emptyAt;
    private FairShare? _share;
    private int _processes;
    private TimeSpan _processesAt;

    public SharedBucket(IConnectionMultiplexer redis, string portal, BucketSize size, RedisRateLimiterOptions options)
    {
        _script = new BucketScript(redis, portal, size, options.StaleAfter, options.Timeout);
        _size = size;
        _staleAfter = options.StaleAfter;
        _processes = options.AssumedProcesses;
        _time = options.TimeProvider;
        _start = _time.GetTimestamp();
    }

    /// <summary>Gets the time of the local clock.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Gets the known number of processes that use the portal.</summary>
    public int Processes
    {
        get
        {
            lock (_gate)
            {
                return _processes;
            }
        }
    }

    /// <summary>Gets the number of permits that were available at the last read.</summary>
    public int Available
    {
        get
        {
            lock (_gate)
            {
                TimeSpan now = Now;
                TimeSpan used = _emptyAt > now ? _emptyAt - now : TimeSpan.Zero;
                return ShareInForce(now)?.Available(now) ?? (int)Math.Max(0, Math.Floor(_size.Burst - (used / _size.Interval)));
            }
        }
    }

    /// <summary>Takes permits, and returns when they may be used.</summary>
    public async Task<TimeSpan> ReserveAsync(int permits)
    {
        TimeSpan due;
        FairShare? share;
        lock (_gate)
        {
            share = ShareInForce(Now);
            due = share?.Reserve(permits, Now) ?? TimeSpan.Zero;
            if (_isAway)
            {
                return due;
            }
        }

        BucketAnswer? answer = await AskAsync(permits, mayWait: true).ConfigureAwait(false);
        lock (_gate)
        {
            if (answer is { } shared)
            {
                _lastDue = Later(due, Now + shared.Wait);
                return _lastDue;
            }

            return share is null ? BeginShare().Reserve(permits, Now) : due;
        }
    }

    /// <summary>Takes permits if they are available.</summary>
    /// <returns>Zero if they were taken, otherwise the time until they are available.</returns>
    public async Task<TimeSpan> TryTakeAsync(int permits)
    {
        lock (_gate)
        {
            if (ShareInForce(Now) is { } share)
            {
                TimeSpan wait = share.WaitFor(permits, Now);
                if (wait > TimeSpan.Zero || _isAway)
                {
                    return wait > TimeSpan.Zero ? wait : Take(share, permits);
                }
            }
        }

        BucketAnswer? answer = await AskAsync(permits, mayWait: false).ConfigureAwait(false);
        lock (_gate)
        {
            if (answer is not { } shared)
            {
                TimeSpan wait = BeginShare().WaitFor(permits, Now);
                return wait > TimeSpan.Zero ? wait : Take(_share!, permits);
            }

            if (shared.Wait <= TimeSpan.Zero)
            {
                ShareInForce(Now)?.Reserve(permits, Now);
            }

            return shared.Wait;
        }
    }

    /// <summary>Discards the available permits of all processes.</summary>
    public async Task EmptyAsync()
    {
        lock (_gate)
        {
            ShareInForce(Now)?.Empty(Now);
            if (_isAway)
            {
                return;
            }
        }

        await _script.AskAsync(permits: 0, mayWait: false, new BucketCaller(IsUsedUp: true, Since: 0, Reserved: 0)).ConfigureAwait(false);
    }

    /// <summary>Tells the others that the process is running, and checks whether Redis is available again, until the limiter is disposed.</summary>
    public async Task PulseAsync(CancellationToken cancellationToken)
    {
        TimeSpan signOfLife = _staleAfter / 4;
        TimeSpan pulse = signOfLife < s_longestPulse ? signOfLife : s_longestPulse;
        while (!cancellationToken.IsCancellationRequested)
        {
            bool isDue;
            lock (_gate)
            {
                isDue = _isAway || !_isKnown || Now - _answeredAt >= signOfLife;
            }

            if (isDue)
            {
                await AskAsync(permits: 0, mayWait: false).ConfigureAwait(false);
            }

            await Task.Delay(pulse, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _script.LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until a time of the local clock. Timers may be early by a fraction of a millisecond, so the wait is repeated.</summary>
    public async Task DelayUntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = due - Now; wait > TimeSpan.Zero && !cancellationToken.IsCancellationRequested; wait = due - Now)
        {
            // Timers have a limit of 49 days.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), s_longestTimer.TotalMilliseconds)), _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<BucketAnswer?> AskAsync(int permits, bool mayWait)
    {
        BucketCaller caller;
        bool isNew;
        lock (_gate)
        {
            isNew = !_isAway && !_isKnown;
            caller = new BucketCaller(IsUsedUp: _isAway, _since, Reserved: isNew ? 0 : _processes);
        }

        BucketAnswer? answer = await _script.AskAsync(permits, mayWait, caller).ConfigureAwait(false);
        lock (_gate)
        {
            TimeSpan now = Now;
            if (answer is not { } shared)
            {
                BeginShare();
                _isAway = true;
                return null;
            }

            // A reply to a request from before the outage does not prove that Redis is available again.
            if (_isAway && caller.IsUsedUp)
            {
                _isAway = false;
                _settledAt = now + _staleAfter;
                _processesAt = now;
            }

            // The count can be too low: Redis lost its keys, or other processes have not noticed yet that it is available.
            if (isNew || shared.Processes >= _processes || now - _processesAt > _staleAfter)
            {
                _processes = shared.Processes;
                _processesAt = now;
            }

            _isKnown = true;
            _since = shared.Since;
            _answeredAt = now;
            _emptyAt = now + shared.EmptyIn;
            return answer;
        }
    }

    // Permits that were reserved in Redis are used in addition to the share, so the share starts after them.
    private FairShare BeginShare() => ShareInForce(Now) ?? (_share = new FairShare(_size, _processes, Later(Now, _lastDue)));

    // The share is used for a while after Redis is available again, because processes that have not noticed it still use theirs.
    private FairShare? ShareInForce(TimeSpan now)
    {
        if (!_isAway && now >= _settledAt)
        {
            _share = null;
        }

        return _share;
    }

    private TimeSpan Take(FairShare share, int permits)
    {
        share.Reserve(permits, Now);
        return TimeSpan.Zero;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
