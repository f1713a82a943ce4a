using System.Threading.RateLimiting;

namespace LeadGen.Limits;

/// <summary>What a call holds of the limits while it is under way.</summary>
internal sealed class Admission(OperatingTimeThrottle pace, int commands) : IDisposable
{
    /// <summary>The limiter's permit; <see langword="null"/> where there is no limiter.</summary>
    public RateLimitLease? Lease { get; set; }

    /// <summary>How long the call waited for the limits.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>Whether the portal may have worked on the call though it has told nothing of that.</summary>
    public bool MayHaveWorked { get; set; }

    /// <summary>Gives a permit back.</summary>
    public static void Release(RateLimitLease? lease)
    {
        try
        {
            lease?.Dispose();
        }
        catch (Exception)
        {
            // The caller's code, whose exception must not replace the reply of a call that was processed.
        }
    }

    public void Dispose()
    {
        Release(Lease);
        pace.Finish(commands, MayHaveWorked);
    }
}
