namespace LeadGen;

/// <summary>How much a portal lets a client do. A portal refuses what goes beyond; the client waits instead.</summary>
/// <remarks>
/// A portal counts calls by the address that they come from, so all programs behind one address share the first two
/// numbers; a batch is one call. Working time is counted by method, for each webhook or application.
/// <para>
/// A client does not know how many calls other programs have sent before it started. So it sends a fifth of <see cref="Burst"/> at once
/// (ten calls at the standard limits), and further calls only as if all of them were sent at <see cref="CallsPerSecond"/>: ten calls at once, and
/// then two a second from the fifth second on. After a pause it sends up to 38 of 50 calls at once. So a client that starts right after
/// another one is not refused, if the other one has run for five seconds. Programs that run shorter and follow each other without a pause,
/// or run at the same time, should share a <see cref="Bitrix24ClientOptions.RateLimiter"/>.
/// </para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/limits.html"/>
public sealed record PortalLimits
{
    /// <summary>All cloud plans but Enterprise: two calls a second, 50 at once, and 480 seconds of work by method in ten minutes.</summary>
    public static PortalLimits Standard { get; } = new();

    /// <summary>The Enterprise plan: five calls a second, 250 at once.</summary>
    public static PortalLimits Enterprise { get; } = new() { CallsPerSecond = 5, Burst = 250 };

    /// <summary>No limit, for a portal of one's own that has none.</summary>
    public static PortalLimits None { get; } = new() { CallsPerSecond = double.PositiveInfinity, OperatingTime = null };

    /// <summary>How many calls the portal forgets each second; positive, infinite for no limit.</summary>
    public double CallsPerSecond { get; init; } = 2;

    /// <summary>How many calls the portal remembers before it refuses; at least one. A client does not use all of them, see <see cref="PortalLimits"/>.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>How long a method may work within <see cref="OperatingWindow"/>; <see langword="null"/> for no limit.</summary>
    public TimeSpan? OperatingTime { get; init; } = TimeSpan.FromSeconds(480);

    /// <summary>For how long the portal remembers what a method has worked.</summary>
    public TimeSpan OperatingWindow { get; init; } = TimeSpan.FromMinutes(10);
}
