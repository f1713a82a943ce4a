namespace LeadGen;

/// <summary>A portal's limits, as the processes keep to them.</summary>
/// <param name="Interval">In how long the portal forgets one call.</param>
/// <param name="Burst">How many calls it is let remember.</param>
internal readonly record struct BucketSize(TimeSpan Interval, int Burst)
{
    // Calls reach the portal later than they are let go, and not all by as much.
    private const double Reserve = 0.04;

    public static BucketSize Of(PortalLimits limits) => new(
        TimeSpan.FromTicks((long)Math.Ceiling(TimeSpan.TicksPerSecond / limits.CallsPerSecond)),
        Math.Max(1, limits.Burst - Math.Max(1, (int)Math.Ceiling(limits.Burst * Reserve))));
}
