using System.Threading.RateLimiting;

namespace LeadGen;

/// <summary>Represents a rate limiter that can only answer after I/O, such as one that processes share.</summary>
/// <remarks>
/// A client uses it if a call must not wait (<see cref="Bitrix24ClientOptions.MaxWait"/> is zero):
/// <see cref="RateLimiter.AttemptAcquire"/> would block a thread until the answer arrives.
/// </remarks>
public interface IDistributedRateLimiter
{
    /// <summary>Acquires permits if they are available now. It waits for the answer, but not for permits, and blocks no thread.</summary>
    /// <param name="permitCount">The number of permits.</param>
    /// <param name="cancellationToken">Cancels the wait for the reply; the permits may be acquired anyway.</param>
    /// <returns>The lease, which is not acquired if the permits are not available.</returns>
    ValueTask<RateLimitLease> TryAcquireAsync(int permitCount = 1, CancellationToken cancellationToken = default);

    /// <summary>Discards the permits that are available, for all processes.</summary>
    /// <remarks>
    /// A client calls it when the portal has rejected a call because of its limits. The client does not wait until it completes, and ignores
    /// its exceptions.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait for the reply.</param>
    /// <returns>A task that completes when the permits are discarded.</returns>
    ValueTask DiscardPermitsAsync(CancellationToken cancellationToken = default);
}
