namespace LeadGen.Testing;

/// <summary>
/// Represents the request limits of an emulated portal. The defaults are those of <see cref="Standard"/>. All times are
/// measured with <see cref="PortalEmulatorOptions.TimeProvider"/>.
/// </summary>
/// <remarks>See https://apidocs.bitrix24.com/limits.html.</remarks>
public sealed record PortalEmulatorLimits
{
    /// <summary>Gets the limits of most plans: 2 requests per second, bursts of 50.</summary>
    public static PortalEmulatorLimits Standard { get; } = new();

    /// <summary>Gets the limits of the Enterprise plan: 5 requests per second, bursts of 250.</summary>
    public static PortalEmulatorLimits Enterprise { get; } = new() { CallsPerSecond = 5, Burst = 250 };

    /// <summary>
    /// Gets the rate at which the leaky bucket drains, in requests per second. The default is 2; with 0, the bucket never
    /// drains. Each request adds one to the bucket. A batch is one request. Rejected requests add nothing.
    /// </summary>
    public double CallsPerSecond { get; init; } = 2;

    /// <summary>
    /// Gets the capacity of the leaky bucket, in requests. The default is 50, the minimum 1. A request that exceeds the capacity is
    /// rejected with 503 <c>QUERY_LIMIT_EXCEEDED</c>. With <see cref="int.MaxValue"/>, no request is rejected.
    /// </summary>
    public int Burst { get; init; } = 50;

    /// <summary>
    /// Gets the maximum operating time of one method within <see cref="OperatingWindow"/>. The default is
    /// <see langword="null"/>, for no limit. The webhook and the application are counted separately. While the limit is
    /// exceeded, further calls of the method are rejected with 429 <c>OPERATION_TIME_LIMIT</c>, including commands of a
    /// batch. The batch itself does not count.
    /// </summary>
    public TimeSpan? OperatingLimit { get; init; }

    /// <summary>
    /// Gets the length of the window over which operating time is summed. The default is 10 minutes, the minimum 10
    /// milliseconds. The window has ten buckets of equal length that are aligned to the clock. When a bucket starts, the
    /// oldest one is discarded.
    /// </summary>
    public TimeSpan OperatingWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Gets the simulated operating time that is added to the actual time of each call, alone or in a batch. The default is
    /// zero. Calls do not take longer, but the <c>time</c> block of responses includes it.
    /// </summary>
    public TimeSpan OperatingPerCall { get; init; }

    internal void Validate()
    {
        if (!double.IsFinite(CallsPerSecond) || CallsPerSecond < 0)
        {
            throw OutOfRange(CallsPerSecond, "CallsPerSecond must be finite and must not be negative.");
        }

        if (Burst < 1)
        {
            throw OutOfRange(Burst, "Burst must be at least 1.");
        }

        if (OperatingLimit < TimeSpan.Zero)
        {
            throw OutOfRange(OperatingLimit, "OperatingLimit must not be negative.");
        }

        if (OperatingPerCall < TimeSpan.Zero)
        {
            throw OutOfRange(OperatingPerCall, "OperatingPerCall must not be negative.");
        }

        if (OperatingWindow < TimeSpan.FromMilliseconds(10))
        {
            throw OutOfRange(OperatingWindow, "OperatingWindow must be at least 10 milliseconds.");
        }

        static ArgumentOutOfRangeException OutOfRange(object? value, string message) => new(nameof(PortalEmulatorOptions.Limits), value, message);
    }
}
