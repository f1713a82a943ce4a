namespace LeadGen;

/// <summary>Represents the limits of a portal. A portal rejects calls that exceed a limit, so the client delays them.</summary>
/// <remarks>
/// A portal counts calls by the IP address of the sender, so all programs behind one address share the rate and the burst. A batch is
/// one call. Operating time is counted for each method of each webhook or application.
/// <para>
/// A client does not know how many calls other programs sent before it started. It therefore starts with a fifth of
/// <see cref="Burst"/>: with the standard limits, it sends ten calls at once, and two calls a second from the fifth second on. After a
/// pause it sends up to 38 of 50 calls at once. As a result, the portal does not reject calls of a client that starts right after
/// another one, if the other one ran for at least five seconds. Programs that run at the same time, or for a shorter time without a
/// pause between them, should share a <see cref="Bitrix24ClientOptions.RateLimiter"/>.
/// </para>
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/limits.html"/>
public sealed record PortalLimits
{
    /// <summary>Gets the limits of all cloud plans except Enterprise: two calls a second, a burst of 50, and 480 seconds of operating time for each method in ten minutes.</summary>
    public static PortalLimits Standard { get; } = new();

    /// <summary>Gets the limits of the Enterprise plan: five calls a second and a burst of 250.</summary>
    public static PortalLimits Enterprise { get; } = new() { CallsPerSecond = 5, Burst = 250 };

    /// <summary>Gets the limits of a self-hosted portal without limits.</summary>
    public static PortalLimits None { get; } = new() { CallsPerSecond = double.PositiveInfinity, OperatingTime = null };

    /// <summary>Gets the number of calls per second. It is positive, or infinite for no limit.</summary>
    public double CallsPerSecond { get; init; } = 2;

    /// <summary>Gets the number of calls that the portal accepts at once; at least 1. A client does not use all of them, see <see cref="PortalLimits"/>.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>Gets the operating time of a method within <see cref="OperatingWindow"/>; <see langword="null"/> for no limit.</summary>
    public TimeSpan? OperatingTime { get; init; } = TimeSpan.FromSeconds(480);

    /// <summary>Gets the period in which the portal adds up the operating time of a method.</summary>
    public TimeSpan OperatingWindow { get; init; } = TimeSpan.FromMinutes(10);
}
