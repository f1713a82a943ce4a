namespace LeadGen.Testing;

/// <summary>
/// How much an emulated portal lets itself be called. Its defaults are <see cref="Standard"/>; all times go by
/// <see cref="PortalEmulatorOptions.TimeProvider"/>.
/// </summary>
/// <remarks>See https://apidocs.bitrix24.com/limits.html.</remarks>
public sealed record PortalEmulatorLimits
{
    /// <summary>What portals of most plans allow: 2 requests a second, 50 in one go.</summary>
    public static PortalEmulatorLimits Standard { get; } = new();

    /// <summary>What portals of the Enterprise plan allow: 5 requests a second, 250 in one go.</summary>
    public static PortalEmulatorLimits Enterprise { get; } = new() { CallsPerSecond = 5, Burst = 250 };

    /// <summary>
    /// How many requests a second leak out of the bucket that each request adds one to; 0 where nothing ever does. A batch
    /// is one request, and a refused request adds none.
    /// </summary>
    public double CallsPerSecond { get; init; } = 2;

    /// <summary>
    /// How many requests the bucket holds, one at least. One that would make it more is answered 503
    /// <c>QUERY_LIMIT_EXCEEDED</c>, and not processed. <see cref="int.MaxValue"/> lets all of them in.
    /// </summary>
    public int Burst { get; init; } = 50;

    /// <summary>
    /// How long the calls of one method may work within <see cref="OperatingWindow"/>, counted for the webhook and for the
    /// application each on its own. Once they worked for longer, further calls of this method are answered 429
    /// <c>OPERATION_TIME_LIMIT</c>, alone or as commands of a batch; a batch itself does not count.
    /// <see langword="null"/>: for any time.
    /// </summary>
    public TimeSpan? OperatingLimit { get; init; }

    /// <summary>How long working time counts. It is added up in tenths of this time, by the clock, and a tenth at a time is forgotten.</summary>
    public TimeSpan OperatingWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Working time that every call of a method, alone or in a batch, pretends to have used beside what it did use. Nobody
    /// waits for it, but <c>time</c> in answers tells of it.
    /// </summary>
    public TimeSpan OperatingPerCall { get; init; }

    internal void Check()
    {
        if (!double.IsFinite(CallsPerSecond) || CallsPerSecond < 0)
        {
            throw Refuse(CallsPerSecond, "Requests leak out of the bucket at a finite rate, which is not negative.");
        }

        if (Burst < 1)
        {
            throw Refuse(Burst, "The bucket holds one request at least.");
        }

        if (OperatingLimit < TimeSpan.Zero || OperatingPerCall < TimeSpan.Zero)
        {
            throw Refuse(OperatingLimit < TimeSpan.Zero ? OperatingLimit : OperatingPerCall, "No working time is negative.");
        }

        if (OperatingWindow < TimeSpan.FromMilliseconds(10))
        {
            throw Refuse(OperatingWindow, "Working time counts for 10 milliseconds at least.");
        }

        static ArgumentOutOfRangeException Refuse(object? value, string reason) => new(nameof(PortalEmulatorOptions.Limits), value, reason);
    }
}
