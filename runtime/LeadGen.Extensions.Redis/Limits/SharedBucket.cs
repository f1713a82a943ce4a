using StackExchange.Redis;

namespace LeadGen;

/// <summary>Represents the bucket of all processes while Redis is available, and otherwise this process's share of it.</summary>
internal sealed class SharedBucket
{
    private static readonly TimeSpan s_maxTimer = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_maxHeartbeatInterval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly BucketScript _script;
    private readonly BucketSize _size;
    private readonly TimeSpan _staleAfter;
    private readonly TimeProvider _time;
    private readonly long _start;

    private bool _isUnavailable;
    private bool _isKnown;
    private long _since;
    private TimeSpan _lastReplyAt;
    private TimeSpan _shareEndsAt;
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
                return GetActiveShare(now)?.Available(now) ?? (int)Math.Max(0, Math.Floor(_size.Burst - (used / _size.Interval)));
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
            share = GetActiveShare(Now);
            due = share?.Reserve(permits, Now) ?? TimeSpan.Zero;
            if (_isUnavailable)
            {
                return due;
            }
        }

        BucketState? answer = await RequestPermitsAsync(permits, mayWait: true).ConfigureAwait(false);
        lock (_gate)
        {
            if (answer is { } shared)
            {
                _lastDue = Max(due, Now + shared.Wait);
                return _lastDue;
            }

            return share is null ? StartShare().Reserve(permits, Now) : due;
        }
    }

    /// <summary>Takes permits if they are available.</summary>
    /// <returns>Zero if they were taken, otherwise the time until they are available.</returns>
    public async Task<TimeSpan> TryTakeAsync(int permits)
    {
        lock (_gate)
        {
            if (GetActiveShare(Now) is { } share)
            {
                TimeSpan wait = share.WaitFor(permits, Now);
                if (wait > TimeSpan.Zero || _isUnavailable)
                {
                    return wait > TimeSpan.Zero ? wait : Take(share, permits);
                }
            }
        }

        BucketState? answer = await RequestPermitsAsync(permits, mayWait: false).ConfigureAwait(false);
        lock (_gate)
        {
            if (answer is not { } shared)
            {
                TimeSpan wait = StartShare().WaitFor(permits, Now);
                return wait > TimeSpan.Zero ? wait : Take(_share!, permits);
            }

            if (shared.Wait <= TimeSpan.Zero)
            {
                GetActiveShare(Now)?.Reserve(permits, Now);
            }

            return shared.Wait;
        }
    }

    /// <summary>Discards the available permits of all processes.</summary>
    public async Task DiscardPermitsAsync()
    {
        lock (_gate)
        {
            GetActiveShare(Now)?.DiscardPermits(Now);
            if (_isUnavailable)
            {
                return;
            }
        }

        await _script.RequestPermitsAsync(permits: 0, mayWait: false, new BucketCaller(IsUsedUp: true, Since: 0, Reserved: 0)).ConfigureAwait(false);
    }

    /// <summary>Signals that this process is running, and checks whether Redis is available again, until the limiter is disposed.</summary>
    public async Task RunHeartbeatAsync(CancellationToken cancellationToken)
    {
        TimeSpan heartbeatInterval = _staleAfter / 4;
        TimeSpan interval = heartbeatInterval < s_maxHeartbeatInterval ? heartbeatInterval : s_maxHeartbeatInterval;
        while (!cancellationToken.IsCancellationRequested)
        {
            bool isDue;
            lock (_gate)
            {
                isDue = _isUnavailable || !_isKnown || Now - _lastReplyAt >= heartbeatInterval;
            }

            if (isDue)
            {
                await RequestPermitsAsync(permits: 0, mayWait: false).ConfigureAwait(false);
            }

            await Task.Delay(interval, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _script.LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until a time of the local clock. Timers may be early by a fraction of a millisecond, so the wait is repeated.</summary>
    public async Task DelayUntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = due - Now; wait > TimeSpan.Zero && !cancellationToken.IsCancellationRequested; wait = due - Now)
        {
            // Timers have a limit of 49 days.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), s_maxTimer.TotalMilliseconds)), _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<BucketState?> RequestPermitsAsync(int permits, bool mayWait)
    {
        BucketCaller caller;
        bool isNew;
        lock (_gate)
        {
            isNew = !_isUnavailable && !_isKnown;
            caller = new BucketCaller(IsUsedUp: _isUnavailable, _since, Reserved: isNew ? 0 : _processes);
        }

        BucketState? answer = await _script.RequestPermitsAsync(permits, mayWait, caller).ConfigureAwait(false);
        lock (_gate)
        {
            TimeSpan now = Now;
            if (answer is not { } shared)
            {
                StartShare();
                _isUnavailable = true;
                return null;
            }

            // A reply to a request from before the outage does not prove that Redis is available again.
            if (_isUnavailable && caller.IsUsedUp)
            {
                _isUnavailable = false;
                _shareEndsAt = now + _staleAfter;
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
            _lastReplyAt = now;
            _emptyAt = now + shared.EmptyIn;
            return answer;
        }
    }

    // Permits that were reserved in Redis are used in addition to the share, so the share starts after them.
    private FairShare StartShare() => GetActiveShare(Now) ?? (_share = new FairShare(_size, _processes, Max(Now, _lastDue)));

    // The share is used for a while after Redis is available again, because processes that have not noticed it still use theirs.
    private FairShare? GetActiveShare(TimeSpan now)
    {
        if (!_isUnavailable && now >= _shareEndsAt)
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

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
