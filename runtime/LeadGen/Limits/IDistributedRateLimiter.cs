using System.Threading.RateLimiting;

namespace LeadGen;

/// <summary>Represents a rate limiter that can only answer after I/O, such as one that processes share.</summary>
/// <remarks>
/// A client asks it in this way where a call is not to wait (<see cref="LeadClientOptions.MaxWait"/> is zero):
/// <see cref="RateLimiter.AttemptAcquire"/> would block a thread until the answer is there.
/// </remarks>
public interface IDistributedRateLimiter
{
    /// <summary>Acquires permits if they are available now. It waits for the answer, but not for permits, and blocks no thread.</summary>
    /// <param name="permitCount">How many permits.</param>
    /// <param name="cancellationToken">Ends the waiting for the answer; the permits may be taken all the same.</param>
    /// <returns>A lease that is not acquired where the permits are not available.</returns>
    ValueTask<RateLimitLease> TryAcquireAsync(int permitCount = 1, CancellationToken cancellationToken = default);
}
