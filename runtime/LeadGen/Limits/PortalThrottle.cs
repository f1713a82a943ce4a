using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.RateLimiting;

namespace LeadGen.Limits;

/// <summary>Delays calls until the portal's limits permit them.</summary>
internal sealed class PortalThrottle : IDisposable
{
    private static readonly TimeSpan s_initialBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_maxBackoff = TimeSpan.FromSeconds(30);

    // The store is only an optimization, so a call does not wait long for it.
    private static readonly TimeSpan s_storeTimeout = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, (Task Reading, long StartedAt)> _reads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _writes = new(StringComparer.Ordinal);
    private readonly PortalLimits _limits;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxWait;
    private readonly Bitrix24ClientEvents? _events;
    private readonly Func<string> _portal;
    private readonly IOperatingTimeStore? _store;
    private readonly ConcurrentDictionary<string, OperatingTimeThrottle> _throttles = new(StringComparer.Ordinal);
    private readonly LocalRateLimiter? _ownLimiter;
    private readonly IDistributedRateLimiter? _distributedLimiter;
    private readonly PriorityGate? _queue;
    private readonly Backoff _backoff;

    public PortalThrottle(Bitrix24ClientOptions options, Func<string> portal)
    {
        _limits = options.Limits;
        _time = options.TimeProvider;
        _maxWait = options.MaxWait > Timers.Max ? Timeout.InfiniteTimeSpan : options.MaxWait;
        _events = options.Events;
        _store = options.OperatingTimes;
        _portal = portal;
        _backoff = new Backoff(s_initialBackoff, s_maxBackoff, options.Limits.OperatingWindow, options.TimeProvider);
        _ownLimiter = options.RateLimiter is null && double.IsFinite(options.Limits.CallsPerSecond) ? new LocalRateLimiter(options.Limits) : null;
        _distributedLimiter = options.RateLimiter as IDistributedRateLimiter;
        _queue = (options.RateLimiter ?? _ownLimiter) is { } limiter ? new PriorityGate(limiter) : null;
    }

    /// <summary>Waits until the portal's limits permit a call.</summary>
    /// <returns>The permit, to be disposed when the call ends.</returns>
    /// <exception cref="Bitrix24LimitException">The wait exceeds <see cref="Bitrix24ClientOptions.MaxWait"/>, or the rate limiter rejects the call.</exception>
    public async ValueTask<CallPermit> AcquireAsync(CallTraits call, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(call, _time.GetTimestamp());
        var started = new List<(OperatingTimeThrottle Throttle, int Commands)>(call.MeteredCalls.Count);
        var permit = new CallPermit(started);
        try
        {
            foreach ((string method, int commands) in call.MeteredCalls)
            {
                waiting.Method = method;
                started.Add((await WaitForOperatingTimeAsync(waiting, commands, cancellationToken).ConfigureAwait(false), commands));
            }

            // The delay comes before the rate limiter, so that other calls can use the permit in the meantime.
            await WaitForBackoffAsync(waiting, cancellationToken).ConfigureAwait(false);
            permit.Lease = _queue is null ? null : await AcquireAsync(_queue, waiting, cancellationToken).ConfigureAwait(false);
            await WaitForBackoffAsync(waiting, cancellationToken).ConfigureAwait(false);
            permit.WaitDuration = _time.GetElapsedTime(waiting.StartedAt);
            return permit;
        }
        catch
        {
            permit.Dispose();
            throw;
        }
        finally
        {
            call.Progress.Delay += _time.GetElapsedTime(waiting.StartedAt);
        }
    }

    /// <summary>Records the operating time that a reply reports.</summary>
    /// <param name="method">The method.</param>
    /// <param name="reported">The reported value; in a batch, the one with the largest sum.</param>
    /// <param name="worked">The operating time that the commands of this reply used.</param>
    /// <param name="commands">The number of these commands.</param>
    public void RecordOperatingTime(string method, PortalTime? reported, TimeSpan? worked, int commands)
    {
        if (_limits.OperatingTime is not null && reported is { Operating: { } used, OperatingResetAt: { } resetAt })
        {
            OperatingTimeThrottle throttle = GetThrottle(method);
            if (throttle.RecordOperatingTime(new OperatingTime(used, resetAt), reported.FinishedAt) is { } newer && _store is not null)
            {
                // Published in the background, so that the call does not wait for it.
                Publish(_store, method, newer);
            }

            if (worked is { } duration && commands > 0)
            {
                throttle.RecordCost(duration, commands);
            }
        }
    }

    /// <summary>Records that the portal accepted a call of the method.</summary>
    public void RecordAccepted(string method)
    {
        _backoff.RecordAccepted();
        GetThrottle(method).RecordAccepted();
    }

    /// <summary>Records that the portal rejected a call because of a limit.</summary>
    public void RecordRejection(string method, Bitrix24LimitException rejection)
    {
        if (rejection.IsOperatingTime)
        {
            GetThrottle(method).RecordRejection(rejection.RetryAfter);
        }
        else
        {
            _backoff.Begin(rejection.RetryAfter);

            // Otherwise the permits that were saved before would be used as a burst after the back-off.
            _ownLimiter?.DiscardPermits();
            if (_distributedLimiter is not null)
            {
                _ = DiscardPermitsAsync(_distributedLimiter);
            }
        }
    }

    public void Dispose() => _ownLimiter?.Dispose();

    private static async Task DiscardPermitsAsync(IDistributedRateLimiter limiter)
    {
        try
        {
            await limiter.DiscardPermitsAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The back-off starts anyway.
        }
    }

    // A portal without a known limit can reject calls too. Then the method is delayed.
    private OperatingTimeThrottle GetThrottle(string method) => _throttles.GetOrAdd(
        method,
        static (_, throttle) => new OperatingTimeThrottle(throttle._limits.OperatingTime, throttle._limits.OperatingWindow, throttle._time),
        this);

    private async ValueTask<OperatingTimeThrottle> WaitForOperatingTimeAsync(Waiting waiting, int commands, CancellationToken cancellationToken)
    {
        OperatingTimeThrottle throttle = GetThrottle(waiting.Method);
        if (_store is not null && _limits.OperatingTime is not null)
        {
            await LoadSharedAsync(_store, throttle, waiting, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            (TimeSpan delay, Bitrix24ClientWait reason) = throttle.TryStart(commands, waiting.Call.IsBulk);
            if (delay == TimeSpan.Zero)
            {
                return throttle;
            }

            await WaitAsync(waiting, delay, reason, cancellationToken).ConfigureAwait(false);
        }
    }

    // A store must not throw. If it does, the next reply of the portal contains the value again.
    // No new write starts while one is in progress. A store may block its thread before it first awaits, so it gets a thread of
    // the pool: at most two for each method, for a read and a write.
    private void Publish(IOperatingTimeStore store, string method, OperatingTime newer)
    {
        if (!_writes.TryGetValue(method, out Task? writing) || writing.IsCompleted)
        {
            _writes[method] = WriteAsync(store, method, newer);
        }
    }

    private static async Task WriteAsync(IOperatingTimeStore store, string method, OperatingTime newer)
    {
        try
        {
            using var deadline = new CancellationTokenSource(s_storeTimeout);
            CancellationToken end = deadline.Token;
            await Task.Run(() => store.WriteAsync(method, newer, end).AsTask(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A store that fails must not fail the call.
        }
    }

    // Calls share one read. A result that is too late for a call is available to the next.
    private async ValueTask LoadSharedAsync(IOperatingTimeStore store, OperatingTimeThrottle throttle, Waiting waiting, CancellationToken cancellationToken)
    {
        string method = waiting.Method;
        if (!_reads.TryGetValue(method, out (Task Reading, long StartedAt) last) || last.Reading.IsCompleted)
        {
            _reads[method] = last = (ReadAsync(store, throttle, method), Stopwatch.GetTimestamp());
        }

        TimeSpan timeout = s_storeTimeout - Stopwatch.GetElapsedTime(last.StartedAt);
        timeout = GetRemainingWait(waiting) is { } left && left < timeout ? left : timeout;
        if (!last.Reading.IsCompleted && timeout > TimeSpan.Zero)
        {
            await Task.WhenAny(last.Reading, Task.Delay(timeout, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task ReadAsync(IOperatingTimeStore store, OperatingTimeThrottle throttle, string method)
    {
        try
        {
            using var deadline = new CancellationTokenSource(s_storeTimeout);
            CancellationToken end = deadline.Token;
            if (await Task.Run(() => store.ReadAsync(method, end).AsTask(), CancellationToken.None).ConfigureAwait(false) is { } shared)
            {
                throttle.RecordOperatingTime(shared);
            }
        }
        catch (Exception)
        {
            // Calls continue as without a store.
        }
    }

    private async ValueTask WaitForBackoffAsync(Waiting waiting, CancellationToken cancellationToken)
    {
        while (_backoff.Remaining is var remaining && remaining > TimeSpan.Zero)
        {
            await WaitAsync(waiting, remaining, Bitrix24ClientWait.TooManyCalls, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitAsync(Waiting waiting, TimeSpan delay, Bitrix24ClientWait reason, CancellationToken cancellationToken)
    {
        if (GetRemainingWait(waiting) is { } left && delay > left)
        {
            throw CreateMaxWaitException(waiting, delay);
        }

        // Reported once, even if the call is checked several times because others have priority.
        if (waiting.ReportedReason != reason)
        {
            waiting.ReportedReason = reason;
            _events?.OnWait(_portal(), waiting.Method, reason, delay);
        }

        // Rounded up: a timer that fires slightly too early would be started again and again.
        await Task.Delay(Timers.GetTimerDelay(delay), _time, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RateLimitLease> AcquireAsync(PriorityGate queue, Waiting waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            RateLimitLease lease;
            try
            {
                lease = await AcquireInTimeAsync(queue, waiting, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not Bitrix24Exception && (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
            {
                // A caller's limiter may throw any exception.
                throw new Bitrix24LimitException(
                    $"The client's rate limiter failed: {e.GetType().Name}. Nothing was sent.", new CallFailure(waiting.Call.Method)) { IsFromClient = true };
            }

            if (lease.IsAcquired)
            {
                return lease;
            }

            TimeSpan? retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : null;
            CallPermit.Release(lease);
            if (retryAfter is null)
            {
                throw new Bitrix24LimitException(
                    $"The client's rate limiter does not admit {waiting.Call.Method}. Nothing was sent.", new CallFailure(waiting.Call.Method)) { IsFromClient = true };
            }

            await WaitAsync(waiting, retryAfter.Value, Bitrix24ClientWait.TooManyCalls, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<RateLimitLease> AcquireInTimeAsync(PriorityGate queue, Waiting waiting, CancellationToken cancellationToken)
    {
        if (GetRemainingWait(waiting) is not { } left)
        {
            return await queue.AcquireAsync(waiting.Call.IsBulk, cancellationToken).ConfigureAwait(false);
        }

        // With a time limit of zero, the call would fail before the rate limiter is tried.
        if (left < Timers.Min)
        {
            return await queue.TryAcquireAsync(cancellationToken).ConfigureAwait(false);
        }

        using var deadline = new CancellationTokenSource(left, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await queue.AcquireAsync(isBulk: false, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw CreateMaxWaitException(waiting, delay: null);
        }
    }

    /// <summary>Gets how much longer a call may wait; <see langword="null"/> for no limit.</summary>
    private TimeSpan? GetRemainingWait(Waiting waiting) =>
        waiting.Call.IsBulk || _maxWait == Timeout.InfiniteTimeSpan ? null : _maxWait - waiting.Call.Progress.Delay - _time.GetElapsedTime(waiting.StartedAt);

    private Bitrix24LimitException CreateMaxWaitException(Waiting waiting, TimeSpan? delay) => new(
        $"The client delays {waiting.Method} to stay within the limits of {_portal()}, and the delay would exceed MaxWait ({_maxWait}). Nothing was sent.",
        new CallFailure(waiting.Method, RetryAfter: delay)) { IsFromClient = true };

    /// <summary>Represents a waiting call and whether its wait was reported.</summary>
    private sealed class Waiting(CallTraits call, long startedAt)
    {
        public CallTraits Call => call;

        public long StartedAt => startedAt;

        /// <summary>Gets or sets the method whose operating time the call waits for, or has waited for last.</summary>
        public string Method { get; set; } = call.MeteredMethod;

        public Bitrix24ClientWait? ReportedReason { get; set; }
    }
}
