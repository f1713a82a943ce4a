namespace LeadGen;

/// <summary>A portal's limits, as the processes keep to them.</summary>
/// <param name="Interval">In how long the portal forgets one call.</param>
/// <param name="Burst">How many calls it is let remember.</param>
internal readonly record struct BucketSize(TimeSpan Interval, int Burst)
{
    // As much as a client's own bucket leaves; calls of several processes reach the portal bunched as well.
    private const int PlayOfBurst = 25;

    public static BucketSize Of(PortalLimits limits) => new(
        TimeSpan.FromTicks((long)Math.Ceiling(TimeSpan.TicksPerSecond / limits.CallsPerSecond)),
        Math.Max(1, limits.Burst - Math.Max(1, limits.Burst / PlayOfBurst)));
}
