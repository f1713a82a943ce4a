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

    private readonly PortalLimits _limits;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxWait;
    private readonly LeadClientEvents? _events;
    private readonly Func<string> _portal;
    private readonly IOperatingTimeStore? _store;
    private readonly ConcurrentDictionary<string, OperatingPace> _paces = new(StringComparer.Ordinal);
    private readonly RateLimiter? _ownLimiter;
    private readonly InteractiveFirst? _queue;
    private readonly object _gate = new();
    private DateTimeOffset _restUntil;
    private int _refusals;

    public PortalThrottle(LeadClientOptions options, Func<string> portal)
    {
        _limits = options.Limits;
        _time = options.TimeProvider;
        _maxWait = options.MaxWait;
        _events = options.Events;
        _store = options.OperatingTimes;
        _portal = portal;
        _ownLimiter = options.RateLimiter is null ? BucketOf(options.Limits) : null;
        _queue = (options.RateLimiter ?? _ownLimiter) is { } limiter ? new InteractiveFirst(limiter) : null;
    }

    /// <summary>Waits until the portal would take a call.</summary>
    /// <returns>To be disposed of when the answer is there.</returns>
    /// <exception cref="Bitrix24LimitException">That takes longer than a single call is to wait, or the caller's limiter does not admit it.</exception>
    public async ValueTask<IDisposable> AdmitAsync(CallTraits call, CancellationToken cancellationToken)
    {
        long begun = _time.GetTimestamp();
        OperatingPace? pace = await StartWorkAsync(call, begun, cancellationToken).ConfigureAwait(false);
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
            pace?.Finish(call.Commands);
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
        lock (_gate)
        {
            _refusals = 0;
        }

        if (told is { Operating: { } used, OperatingResetAt: { } resetAt } && PaceOf(method) is { } pace)
        {
            var time = new OperatingTime(used, resetAt);
            if (pace.Learn(time) && _store is not null)
            {
                // Told in passing: the call that is answered need not wait for it.
                _ = _store.WriteAsync(method, time, CancellationToken.None).AsTask();
            }

            if (worked is { } duration && commands > 0)
            {
                pace.LearnCost(duration, commands);
            }
        }
    }

    /// <summary>The portal has refused a call because of a limit.</summary>
    public void LearnRefusal(string method, Bitrix24LimitException refusal)
    {
        if (string.Equals(refusal.ErrorCode, "OPERATION_TIME_LIMIT", StringComparison.OrdinalIgnoreCase))
        {
            PaceOf(method)?.LearnRefusal();
            return;
        }

        lock (_gate)
        {
            // Of the calls that are refused together, the first makes all rest; the others were sent before it.
            DateTimeOffset now = _time.GetUtcNow();
            if (now >= _restUntil)
            {
                TimeSpan rest = s_firstRest * Math.Pow(2, Math.Min(_refusals++, 10));
                rest = refusal.RetryAfter > rest ? refusal.RetryAfter.Value : rest;
                _restUntil = now + (rest < s_longestRest ? rest : s_longestRest);
            }
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

    private OperatingPace? PaceOf(string method) => _limits.OperatingTime is { } limit
        ? _paces.GetOrAdd(method, static (_, made) => new OperatingPace(made.limit, made.window, made.time), (limit, window: _limits.OperatingWindow, time: _time))
        : null;

    private async ValueTask<OperatingPace?> StartWorkAsync(CallTraits call, long begun, CancellationToken cancellationToken)
    {
        if (PaceOf(call.WorkingMethod) is not { } pace)
        {
            return null;
        }

        if (_store is not null && await _store.ReadAsync(call.WorkingMethod, cancellationToken).ConfigureAwait(false) is { } shared)
        {
            pace.Learn(shared);
        }

        while (true)
        {
            (TimeSpan delay, LeadClientWait reason) = pace.TryStart(call.Commands);
            if (delay == TimeSpan.Zero)
            {
                return pace;
            }

            await WaitAsync(call, delay, reason, begun, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RestAsync(CallTraits call, long begun, CancellationToken cancellationToken)
    {
        while (RestLeft() is { } rest && rest > TimeSpan.Zero)
        {
            await WaitAsync(call, rest, LeadClientWait.TooManyCalls, begun, cancellationToken).ConfigureAwait(false);
        }

        TimeSpan RestLeft()
        {
            lock (_gate)
            {
                return _restUntil - _time.GetUtcNow();
            }
        }
    }

    private async ValueTask WaitAsync(CallTraits call, TimeSpan delay, LeadClientWait reason, long begun, CancellationToken cancellationToken)
    {
        if (!call.IsBulk && _maxWait != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(begun) + delay > _maxWait)
        {
            throw TooLong(call, delay);
        }

        _events?.OnWait(_portal(), call.WorkingMethod, reason, delay);

        // Timers drop fractions of a millisecond, and would fire again and again before the last of them is over.
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), _time, cancellationToken).ConfigureAwait(false);
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

    private sealed class Admission(RateLimitLease? lease, OperatingPace? pace, int commands) : IDisposable
    {
        public void Dispose()
        {
            lease?.Dispose();
            pace?.Finish(commands);
        }
    }
}
