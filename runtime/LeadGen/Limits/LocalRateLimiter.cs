using System.Threading.RateLimiting;

namespace LeadGen.Limits;

/// <summary>
/// Represents a token bucket that keeps a process within a portal's limits, although the number of calls that other processes
/// sent before is unknown. The bucket starts empty: the first calls are sent at once and acquire their permits afterwards.
/// </summary>
internal sealed class LocalRateLimiter : RateLimiter
{
    // Calls may arrive closer together than they were sent, so one permit in 25 remains unused.
    private const int HeadroomDivisor = 25;

    // At the standard limits, ten calls do not wait after a start.
    private const int StartDivisor = 5;

    // Timers count whole milliseconds: the rate of a shorter period would be rounded too much.
    private static readonly TimeSpan s_shortestPeriod = TimeSpan.FromMilliseconds(50);

    private readonly TokenBucketRateLimiter _bucket;
    private readonly RateLimitLease _acquired;
    private int _startPermits;

    // "Level" is the number of calls that the portal counts, "debt" the number of start permits that are not yet acquired from
    // the bucket (at most Start), and "saved" the number of permits in the bucket (at most Capacity). At any time after a start:
    //   level <= max(level at the start, Capacity) + debt - saved
    // because a call adds one to the level, and adds one to the debt or takes a saved permit; time reduces the level by as much as
    // it reduces the debt or adds to the saved permits. The debt is zero at the latest Start / CallsPerSecond (five seconds) after
    // the start. A process that runs longer leaves a level of at most Capacity, and then another one can start at once, since
    //   Capacity + Start + headroom <= Burst
    // Processes that run shorter and start without a pause may exceed the limit. Only state that they share can prevent that.
    public LocalRateLimiter(PortalLimits limits)
    {
        int capacity = GetCapacity(limits);
        double tokens = Math.Clamp(Math.Ceiling(limits.CallsPerSecond * s_shortestPeriod.TotalSeconds), 1, capacity);
        _bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = capacity,
            TokensPerPeriod = (int)tokens,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Round(tokens * 1000 / limits.CallsPerSecond, 3))),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            AutoReplenishment = true,
        });
        _acquired = _bucket.AttemptAcquire(capacity);
        _startPermits = GetStartPermits(limits);
    }

    public override TimeSpan? IdleDuration => _bucket.IdleDuration;

    /// <summary>Gets how many calls may be sent at once after a start.</summary>
    public static int GetStartPermits(PortalLimits limits) => Math.Max(1, limits.Burst / StartDivisor);

    /// <summary>Gets how many calls may be sent at once after a pause.</summary>
    public static int GetCapacity(PortalLimits limits) =>
        Math.Max(1, limits.Burst - Math.Max(1, limits.Burst / HeadroomDivisor) - GetStartPermits(limits));

    public override RateLimiterStatistics? GetStatistics() => _bucket.GetStatistics();

    /// <summary>Discards all permits, because the portal has rejected a call.</summary>
    public void DiscardPermits()
    {
        Volatile.Write(ref _startPermits, 0);
        try
        {
            // Fails only if other calls have taken permits in the meantime.
            while (_bucket.GetStatistics()?.CurrentAvailablePermits is > 0 and long permits && !_bucket.AttemptAcquire((int)permits).IsAcquired)
            {
            }
        }
        catch (ObjectDisposedException)
        {
            // The client was disposed before the reply arrived.
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => TryStart(permitCount) ? _acquired : _bucket.AttemptAcquire(permitCount);

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        TryStart(permitCount) ? new(_acquired) : _bucket.AcquireAsync(permitCount, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bucket.Dispose();
        }

        base.Dispose(disposing);
    }

    // The permit is acquired before those of all later calls, which queue behind it.
    private bool TryStart(int permitCount)
    {
        if (permitCount != 1 || Volatile.Read(ref _startPermits) <= 0 || Interlocked.Decrement(ref _startPermits) < 0)
        {
            return false;
        }

        _ = _bucket.AcquireAsync(1, CancellationToken.None).AsTask();
        return true;
    }
}
