using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using LeadGen.Client;

namespace LeadGen.Limits;

/// <summary>Holds calls back until the portal would take them.</summary>
internal sealed class PortalThrottle : IDisposable
{
    // The bucket of the portal and the client's drain at the same speed, but calls reach the portal bunched: one in 25 is left as play.
    private const int PlayOfBurst = 25;

    private static readonly TimeSpan s_firstRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    private readonly PortalLimits _limits;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxWait;
    private readonly LeadClientEvents? _events;
    private readonly Func<string> _portal;
    private readonly IOperatingTimeStore? _store;
    private readonly ConcurrentDictionary<string, OperatingPace> _paces = new(StringComparer.Ordinal);
    private readonly RateLimiter? _ownLimiter;
    private readonly InteractiveFirst? _queue;
    private readonly Rest _rest;

    public PortalThrottle(LeadClientOptions options, Func<string> portal)
    {
        _limits = options.Limits;
        _time = options.TimeProvider;
        _maxWait = options.MaxWait;
        _events = options.Events;
        _store = options.OperatingTimes;
        _portal = portal;
        _rest = new Rest(s_firstRest, s_longestRest, options.Limits.OperatingWindow, options.TimeProvider);
        _ownLimiter = options.RateLimiter is null ? BucketOf(options.Limits) : null;
        _queue = (options.RateLimiter ?? _ownLimiter) is { } limiter ? new InteractiveFirst(limiter) : null;
    }

    /// <summary>Waits until the portal would take a call.</summary>
    /// <returns>To be disposed of when the answer is there.</returns>
    /// <exception cref="Bitrix24LimitException">That takes longer than a single call is to wait, or the caller's limiter does not admit it.</exception>
    public async ValueTask<IDisposable> AdmitAsync(CallTraits call, CancellationToken cancellationToken)
    {
        long begun = _time.GetTimestamp();
        OperatingPace pace = await StartWorkAsync(call, begun, cancellationToken).ConfigureAwait(false);
        try
        {
            RateLimitLease? lease = _queue is null ? null : await AcquireAsync(_queue, call, begun, cancellationToken).ConfigureAwait(false);
            try
            {
                await RestAsync(call, begun, cancellationToken).ConfigureAwait(false);
                Telemetry.Waited(_time.GetElapsedTime(begun), call.Method, _portal());
                return new Admission(lease, pace, call.Commands);
            }
            catch
            {
                lease?.Dispose();
                throw;
            }
        }
        catch
        {
            pace.Finish(call.Commands);
            throw;
        }
    }

    /// <summary>An answer came, which tells of the working time.</summary>
    /// <param name="method">The method that worked.</param>
    /// <param name="told">What the portal told; of several commands, of the one with the largest sum.</param>
    /// <param name="worked">How long the commands of this answer worked.</param>
    /// <param name="commands">How many those were.</param>
    public void Learn(string method, PortalTime? told, TimeSpan? worked, int commands)
    {
        if (_limits.OperatingTime is not null && told is { Operating: { } used, OperatingResetAt: { } resetAt })
        {
            OperatingPace pace = PaceOf(method);
            if (pace.Learn(new OperatingTime(used, resetAt), told.FinishedAt) is { } news && _store is not null)
            {
                // Told in passing: the call that is answered need not wait for it.
                _ = _store.WriteAsync(method, news, CancellationToken.None).AsTask();
            }

            if (worked is { } duration && commands > 0)
            {
                pace.LearnCost(duration, commands);
            }
        }
    }

    /// <summary>The portal has taken a call, so that no limit keeps the method out.</summary>
    public void LearnTaken(string method)
    {
        _rest.LearnTaken();
        PaceOf(method).LearnTaken();
    }

    /// <summary>The portal has refused a call because of a limit.</summary>
    public void LearnRefusal(string method, Bitrix24LimitException refusal)
    {
        if (string.Equals(refusal.ErrorCode, "OPERATION_TIME_LIMIT", StringComparison.OrdinalIgnoreCase))
        {
            PaceOf(method).LearnRefusal(refusal.RetryAfter);
        }
        else
        {
            _rest.Begin(refusal.RetryAfter);
        }
    }

    public void Dispose()
    {
        _queue?.Dispose();
        _ownLimiter?.Dispose();
    }

    private static TokenBucketRateLimiter? BucketOf(PortalLimits limits) => double.IsPositiveInfinity(limits.CallsPerSecond)
        ? null
        : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, limits.Burst - Math.Max(1, limits.Burst / PlayOfBurst)),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1 / limits.CallsPerSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            AutoReplenishment = true,
        });

    // A portal that is not expected to have a limit may refuse all the same, and then the method rests.
    private OperatingPace PaceOf(string method) => _paces.GetOrAdd(
        method,
        static (_, throttle) => new OperatingPace(throttle._limits.OperatingTime, throttle._limits.OperatingWindow, throttle._time),
        this);

    private async ValueTask<OperatingPace> StartWorkAsync(CallTraits call, long begun, CancellationToken cancellationToken)
    {
        OperatingPace pace = PaceOf(call.WorkingMethod);
        if (_store is not null && _limits.OperatingTime is not null && await _store.ReadAsync(call.WorkingMethod, cancellationToken).ConfigureAwait(false) is { } shared)
        {
            pace.Learn(shared);
        }

        while (true)
        {
            (TimeSpan delay, LeadClientWait reason) = pace.TryStart(call.Commands, call.IsBulk);
            if (delay == TimeSpan.Zero)
            {
                return pace;
            }

            await WaitAsync(call, delay, reason, begun, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RestAsync(CallTraits call, long begun, CancellationToken cancellationToken)
    {
        while (_rest.Left is var rest && rest > TimeSpan.Zero)
        {
            await WaitAsync(call, rest, LeadClientWait.TooManyCalls, begun, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitAsync(CallTraits call, TimeSpan delay, LeadClientWait reason, long begun, CancellationToken cancellationToken)
    {
        if (!call.IsBulk && _maxWait != Timeout.InfiniteTimeSpan && delay > _maxWait - _time.GetElapsedTime(begun))
        {
            throw TooLong(call, delay);
        }

        _events?.OnWait(_portal(), call.WorkingMethod, reason, delay);

        // Timers drop fractions of a millisecond, and would fire again and again before the last of them is over; nor do they go on for months.
        double milliseconds = Math.Clamp(Math.Ceiling(delay.TotalMilliseconds), 1, s_longestTimer.TotalMilliseconds);
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _time, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RateLimitLease> AcquireAsync(InteractiveFirst queue, CallTraits call, long begun, CancellationToken cancellationToken)
    {
        while (true)
        {
            RateLimitLease lease = await AcquireInTimeAsync(queue, call, begun, cancellationToken).ConfigureAwait(false);
            if (lease.IsAcquired)
            {
                return lease;
            }

            TimeSpan? retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : null;
            lease.Dispose();
            if (retryAfter is null)
            {
                throw new Bitrix24LimitException(
                    $"The client's rate limiter does not admit {call.Method}. Nothing was sent.", new CallFailure(call.Method)) { IsOwn = true };
            }

            await WaitAsync(call, retryAfter.Value, LeadClientWait.TooManyCalls, begun, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<RateLimitLease> AcquireInTimeAsync(InteractiveFirst queue, CallTraits call, long begun, CancellationToken cancellationToken)
    {
        if (call.IsBulk || _maxWait == Timeout.InfiniteTimeSpan)
        {
            return await queue.AcquireAsync(call.IsBulk, cancellationToken).ConfigureAwait(false);
        }

        using var patience = new CancellationTokenSource(Positive(_maxWait - _time.GetElapsedTime(begun)), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await queue.AcquireAsync(isBulk: false, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLong(call, delay: null);
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private Bitrix24LimitException TooLong(CallTraits call, TimeSpan? delay) => new(
        $"{_portal()} would refuse {call.WorkingMethod} now because of its limits, and the client is not to wait longer than {_maxWait}. Nothing was sent.",
        new CallFailure(call.WorkingMethod, RetryAfter: delay)) { IsOwn = true };

    private sealed class Admission(RateLimitLease? lease, OperatingPace pace, int commands) : IDisposable
    {
        public void Dispose()
        {
            lease?.Dispose();
            pace.Finish(commands);
        }
    }
}
