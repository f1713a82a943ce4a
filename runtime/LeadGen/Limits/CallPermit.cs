using System.Threading.RateLimiting;

namespace LeadGen.Limits;

/// <summary>Represents the permission to send a call. It is held until the call ends.</summary>
internal sealed class CallPermit(IReadOnlyList<(OperatingTimeThrottle Throttle, int Commands)> started) : IDisposable
{
    /// <summary>Gets or sets the lease of the rate limiter; <see langword="null"/> without a limiter.</summary>
    public RateLimitLease? Lease { get; set; }

    /// <summary>Gets or sets how long the call waited because of the limits.</summary>
    public TimeSpan WaitDuration { get; set; }

    /// <summary>Gets or sets whether the portal may have used operating time that no reply reported.</summary>
    public bool MayHaveUsedTime { get; set; }

    /// <summary>Returns a lease to its limiter.</summary>
    public static void Release(RateLimitLease? lease)
    {
        try
        {
            lease?.Dispose();
        }
        catch (Exception)
        {
            // The limiter can be the caller's code. Its exception must not replace the reply of a call that was processed.
        }
    }

    public void Dispose()
    {
        Release(Lease);
        foreach ((OperatingTimeThrottle throttle, int commands) in started)
        {
            throttle.Finish(commands, MayHaveUsedTime);
        }
    }
}
