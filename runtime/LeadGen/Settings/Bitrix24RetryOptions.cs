namespace LeadGen;

/// <summary>
/// How a client repeats calls that failed in passing: because of a limit, an error of the portal's server, or the network.
/// An update that can add entries, or a call that creates a lead or posts an event, is not retried when its outcome is unknown.
/// </summary>
public sealed class Bitrix24RetryOptions
{
    /// <summary>
    /// How often a call is repeated at most; 0 for never. A call that the portal refuses because of its operating time
    /// (<c>OPERATION_TIME_LIMIT</c>) is repeated until a whole <see cref="PortalLimits.OperatingWindow"/> has passed.
    /// </summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The first wait, by and large: each next one is twice as long, and all are spread at random.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest wait between two attempts. Where the portal asks for a longer one (<c>Retry-After</c>), a single call is
    /// not repeated, and its failure says when it may be (<see cref="Bitrix24Exception.RetryAfter"/>). A bulk run waits as
    /// long as the portal asks it to, but asks again after <see cref="PortalLimits.OperatingWindow"/> (ten minutes) at the
    /// latest. What a limit refused waits for the limit: <see cref="Bitrix24ClientOptions.MaxWait"/>.
    /// </summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many repetitions the client allows itself for each call of late, after ten to begin with, so that a portal
    /// that is down is not stormed. Calls that a limit refused do not count, as they wait for the limit, nor do those of bulk
    /// runs, which are few at once.
    /// </summary>
    public double BudgetPerCall { get; set; } = 0.5;

    internal Bitrix24RetryOptions Snapshot() => (Bitrix24RetryOptions)MemberwiseClone();
}
