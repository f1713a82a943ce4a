namespace LeadGen;

/// <summary>Represents a portal's limits with a reserve.</summary>
/// <param name="Interval">The time in which the portal's bucket drains by one call.</param>
/// <param name="Burst">The maximum number of calls in the bucket.</param>
internal readonly record struct BucketSize(TimeSpan Interval, int Burst)
{
    // Calls may arrive closer together than they were sent, so one permit in 25 remains unused. A client without Redis leaves more
    // permits unused, because it does not know how many calls other processes have sent.
    private const int HeadroomDivisor = 25;

    public static BucketSize Create(PortalLimits limits) => new(
        TimeSpan.FromTicks((long)Math.Ceiling(TimeSpan.TicksPerSecond / limits.CallsPerSecond)),
        Math.Max(1, limits.Burst - Math.Max(1, limits.Burst / HeadroomDivisor)));
}
