namespace LeadGen;

/// <summary>A portal's limits, as the processes keep to them.</summary>
/// <param name="Interval">In how long the portal forgets one call.</param>
/// <param name="Burst">How many calls it is let remember.</param>
internal readonly record struct BucketSize(TimeSpan Interval, int Burst)
{
    // Calls may arrive closer together than they were sent, so one permit in 25 remains unused. A client without Redis leaves
    // more, for the next process: it does not know what others have used.
    private const int HeadroomDivisor = 25;

    public static BucketSize Of(PortalLimits limits) => new(
        TimeSpan.FromTicks((long)Math.Ceiling(TimeSpan.TicksPerSecond / limits.CallsPerSecond)),
        Math.Max(1, limits.Burst - Math.Max(1, limits.Burst / HeadroomDivisor)));
}
