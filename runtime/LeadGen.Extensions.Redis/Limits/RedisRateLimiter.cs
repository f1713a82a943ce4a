using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using StackExchange.Redis;

namespace LeadGen;

/// <summary>
/// Limits the calls of all processes that call a portal from one address: <see cref="Bitrix24ClientOptions.RateLimiter"/>.
/// </summary>
/// <remarks>
/// <para>
/// The portal's bucket is stored in Redis 5 or later and used up to a small reserve: 4 % of
/// <see cref="PortalLimits.Burst"/>, at least one call, because calls arrive at the portal later than they are sent. It uses
/// the clock of Redis. A clock that is set back delays no call; a clock that is set forward releases the permits of the skipped
/// time.
/// </para>
/// <para>
/// Each permit takes one round trip. <see cref="RateLimiter.AttemptAcquire"/> can't make it without blocking a thread, so it never acquires a
/// permit; use <see cref="RateLimiter.AcquireAsync"/>, or <see cref="TryAcquireAsync"/> if the caller must not wait. Each process has one permit
/// reserved at most, so that processes get equal shares with any number of callers, and a killed process wastes at most one
/// permit. The callers of a process are served in order. A reserved permit whose caller canceled goes to the next one;
/// if none waits, it is lost.
/// </para>
/// <para>
/// If Redis is unavailable, each process uses its share: the calls per second divided by the number of known processes,
/// and no burst except the permits that it accumulates from then on. When Redis is available again, with its keys or without, the bucket counts as
/// used up, and a process uses its share until the others have had <see cref="RedisRateLimiterOptions.StaleAfter"/> to
/// notice it as well. If only one process can't reach Redis, it uses its share in addition to the others; the portal may then
/// reject a call, which the client retries. No method throws because of Redis.
/// </para>
/// <para>
/// A bucket that is missing counts as used up, because Redis may have lost it: at the standard limits, the first call then waits half
/// a second. A bucket from before Redis was started again counts as used up too, because it may be an old copy. A script detects this by the
/// <c>run_id</c> of <c>INFO server</c>; if Redis does not permit the command, an old copy is not detected. A bucket is kept for 30 days after its last use.
/// </para>
/// <para>
/// If the portal rejects a call because of its limits, the bucket counts as used up for all processes.
/// </para>
/// <para>Dispose the limiter, because it signals to the other processes that this one is running. The connection to Redis is not disposed.</para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/limits.html"/>
public sealed class RedisRateLimiter : RateLimiter, IDistributedRateLimiter
{
    private static readonly RateLimitLease s_granted = new Lease(isAcquired: true, retryAfter: null);

    private readonly object _gate = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly CancellationTokenSource _disposal = new();
    private readonly CancellationToken _disposed;
    private readonly string _portal;
    private readonly BucketSize _size;
    private readonly int _queueLimit;
    private readonly TimeProvider _time;
    private readonly SharedBucket? _bucket;

    private bool _isDisposed;
    private bool _isServing;
    private int _queued;
    private long _lastUsed;
    private long _granted;
    private long _failed;

    /// <summary>Initializes a limiter for a portal.</summary>
    /// <param name="redis">The connection to Redis, which the processes share. It may be disconnected.</param>
    /// <param name="portal">The portal's host, <c>acme.bitrix24.ru</c>; the same in all processes.</param>
    /// <param name="limits">The limits of the portal's plan; the same in all processes.</param>
    /// <param name="options">The options, such as timeouts.</param>
    /// <exception cref="ArgumentException">The portal is not a host. The message does not repeat it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit or an option is not positive.</exception>
    public RedisRateLimiter(IConnectionMultiplexer redis, string portal, PortalLimits limits, RedisRateLimiterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentNullException.ThrowIfNull(limits);
        options ??= new RedisRateLimiterOptions();
        _portal = PortalKey.GetHost(portal);
        if (!(limits.CallsPerSecond > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(limits), limits.CallsPerSecond, $"{nameof(PortalLimits.CallsPerSecond)} must be positive.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.Burst, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Timeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.StaleAfter, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.AssumedProcesses, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.QueueLimit, nameof(options));

        _disposed = _disposal.Token;
        _queueLimit = options.QueueLimit;
        _time = options.TimeProvider;
        _lastUsed = _time.GetTimestamp();
        if (double.IsFinite(limits.CallsPerSecond))
        {
            _size = BucketSize.Create(limits);
            _bucket = new SharedBucket(redis, _portal, _size, options);
            RunInBackground(() => _bucket.RunHeartbeatAsync(_disposed));
        }
    }

    /// <summary>Gets the time since a permit was last requested or granted; <see langword="null"/> while a caller waits for one.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count > 0 ? null : _time.GetElapsedTime(_lastUsed);
            }
        }
    }

    /// <summary>Gets the statistics of this process's callers, and the available permits of the shared bucket when this process last read it.</summary>
    public override RateLimiterStatistics GetStatistics()
    {
        long available = _bucket?.Available ?? long.MaxValue;
        lock (_gate)
        {
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = available,
                CurrentQueuedCount = _queued,
                TotalSuccessfulLeases = _granted,
                TotalFailedLeases = _failed,
            };
        }
    }

    /// <summary>Returns the portal. The text contains no data from Redis.</summary>
    public override string ToString() => $"{nameof(RedisRateLimiter)} of {_portal}";

    /// <summary>Fails, unless the portal has no limit: only Redis knows whether a permit is available.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ThrowIfBeyondBurst(permitCount);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _bucket is null ? Grant() : Fail(TimeInQueue(permitCount));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="permitCount"/> is negative or exceeds the burst of the limit.</exception>
    /// <exception cref="ObjectDisposedException">The limiter was disposed.</exception>
    public async ValueTask<RateLimitLease> TryAcquireAsync(int permitCount = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permitCount);
        ThrowIfBeyondBurst(permitCount);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _lastUsed = _time.GetTimestamp();
            if (_waiters.Count > 0)
            {
                return Fail(TimeInQueue(permitCount));
            }
        }

        TimeSpan wait = _bucket is null ? TimeSpan.Zero : await _bucket.TryTakeAsync(permitCount).WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            return wait > TimeSpan.Zero ? Fail(wait) : Grant();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DiscardPermitsAsync(CancellationToken cancellationToken = default)
    {
        if (_bucket is not null)
        {
            await _bucket.DiscardPermitsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ThrowIfBeyondBurst(permitCount);
        var waiter = new Waiter(this, permitCount, cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _lastUsed = _time.GetTimestamp();
            if (_bucket is null)
            {
                return new(Grant());
            }

            if (permitCount > _queueLimit - _queued)
            {
                return new(Fail(TimeInQueue(permitCount)));
            }

            _waiters.AddLast(waiter.Node);
            _queued += permitCount;
            waiter.Cancellation = cancellationToken.UnsafeRegister(static w => ((Waiter)w!).Cancel(), waiter);
            if (!_isServing)
            {
                _isServing = true;
                RunInBackground(ServeAsync);
            }
        }

        return new(waiter.Task);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Leave();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        Leave();
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            foreach (Waiter waiter in _waiters.ToArray())
            {
                Remove(waiter);
                waiter.TrySetResult(Fail(retryAfter: null));
            }
        }

        _disposal.Cancel();
        _disposal.Dispose();
    }

    // The execution context of one caller must not flow into work for all callers.
    private static void RunInBackground(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(static w => _ = w(), work, preferLocal: false);

    private void ThrowIfBeyondBurst(int permitCount)
    {
        if (_bucket is not null && permitCount > _size.Burst)
        {
            throw new ArgumentOutOfRangeException(nameof(permitCount), permitCount, $"The portal accepts at most {_size.Burst} calls at once, without the reserve.");
        }
    }

    // One permit is reserved at a time, for the first caller at the time when it becomes available.
    private async Task ServeAsync()
    {
        while (true)
        {
            int permits;
            lock (_gate)
            {
                if (_waiters.First is not { } first)
                {
                    _isServing = false;
                    return;
                }

                permits = first.Value.PermitCount;
            }

            TimeSpan due = await _bucket!.ReserveAsync(permits).ConfigureAwait(false);
            await _bucket.DelayUntilAsync(due, _disposed).ConfigureAwait(false);
            lock (_gate)
            {
                // The caller after a canceled one may request more permits than were reserved.
                if (_waiters.First is { } first && first.Value.PermitCount <= permits)
                {
                    Remove(first.Value);
                    first.Value.TrySetResult(Grant());
                }
            }
        }
    }

    private TimeSpan TimeInQueue(int permitCount) => _size.Interval * _bucket!.Processes * Math.Max(1, (double)_queued + permitCount);

    private void Remove(Waiter waiter)
    {
        _waiters.Remove(waiter.Node);
        _queued -= waiter.PermitCount;
        // Does not wait for a cancellation in progress, which may wait for the lock.
        waiter.Cancellation.Unregister();
        _lastUsed = _time.GetTimestamp();
    }

    private RateLimitLease Grant()
    {
        _granted++;
        return s_granted;
    }

    private Lease Fail(TimeSpan? retryAfter)
    {
        _failed++;
        return new Lease(isAcquired: false, retryAfter);
    }

    private sealed class Waiter : TaskCompletionSource<RateLimitLease>
    {
        private readonly RedisRateLimiter _limiter;
        private readonly CancellationToken _cancellationToken;

        public Waiter(RedisRateLimiter limiter, int permitCount, CancellationToken cancellationToken)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            _limiter = limiter;
            _cancellationToken = cancellationToken;
            PermitCount = permitCount;
            Node = new LinkedListNode<Waiter>(this);
        }

        public int PermitCount { get; }

        public LinkedListNode<Waiter> Node { get; }

        public CancellationTokenRegistration Cancellation { get; set; }

        public void Cancel()
        {
            lock (_limiter._gate)
            {
                if (Node.List is not null)
                {
                    _limiter.Remove(this);
                    TrySetCanceled(_cancellationToken);
                }
            }
        }
    }

    // Permits are replenished over time and not by the lease, so there is nothing to dispose.
    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
