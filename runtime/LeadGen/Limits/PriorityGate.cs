using System.Threading.RateLimiting;

namespace LeadGen.Limits;

/// <summary>
/// Queues bulk calls at a rate limiter one at a time, and only if no other call is queued. A single call
/// therefore waits for at most one batch, with any rate limiter.
/// </summary>
#pragma warning disable CA1001 // Calls that wait for a disposed semaphore would never continue, and it holds no other resources.
internal sealed class PriorityGate(RateLimiter limiter)
#pragma warning restore CA1001
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _bulkTurn = new(1, 1);
    private int _singleCalls;
    private TaskCompletionSource? _noSingleCalls;

    public async ValueTask<RateLimitLease> AcquireAsync(bool isBulk, CancellationToken cancellationToken)
    {
        if (!isBulk)
        {
            return await AcquireSingleAsync(cancellationToken).ConfigureAwait(false);
        }

        await _bulkTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (GetSingleCallsEnd() is { } end)
            {
                await end.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _bulkTurn.Release();
        }
    }

    /// <summary>Tries to acquire a permit without waiting, for a single call.</summary>
    public ValueTask<RateLimitLease> TryAcquireAsync(CancellationToken cancellationToken) => limiter is IDistributedRateLimiter distributed
        ? distributed.TryAcquireAsync(1, cancellationToken)
        : new(limiter.AttemptAcquire());

    private async ValueTask<RateLimitLease> AcquireSingleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _singleCalls++;
        }

        try
        {
            return await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            TaskCompletionSource? end = null;
            lock (_gate)
            {
                if (--_singleCalls == 0)
                {
                    (end, _noSingleCalls) = (_noSingleCalls, null);
                }
            }

            end?.SetResult();
        }
    }

    private Task? GetSingleCallsEnd()
    {
        lock (_gate)
        {
            return _singleCalls == 0
                ? null
                : (_noSingleCalls ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
