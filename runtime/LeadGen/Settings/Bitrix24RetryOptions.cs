namespace LeadGen;

/// <summary>
/// Represents options for retries after transient failures: a limit, a server error of the portal, or a network error.
/// An update that can add entries, or a call that creates a record or posts an event, is not retried when its outcome is unknown.
/// </summary>
public sealed class Bitrix24RetryOptions
{
    /// <summary>
    /// Gets or sets the maximum number of retries of a call. The default is 5, and 0 disables retries. A call that the portal rejects
    /// because of its operating time (<c>OPERATION_TIME_LIMIT</c>) is retried until a whole
    /// <see cref="PortalLimits.OperatingWindow"/> has passed.
    /// </summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>Gets or sets the base delay of the exponential back-off with jitter. The default is 500 milliseconds.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Gets or sets the maximum delay between two attempts. The default is 30 seconds. If the portal requests a longer delay
    /// (<c>Retry-After</c>), a single call is not retried, and <see cref="Bitrix24Exception.RetryAfter"/> of its exception contains
    /// the delay. A bulk run waits for the requested time, but at most for <see cref="PortalLimits.OperatingWindow"/> (ten minutes).
    /// A call that was rejected by a limit waits for the limit instead: <see cref="Bitrix24ClientOptions.MaxWait"/>.
    /// </summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how many retries the client may make for each recent call, in addition to ten initial retries. The default is 0.5.
    /// The budget limits the load on a portal that is down. Retries of calls that were rejected by a limit do not count, because
    /// these calls wait for the limit. Retries of bulk runs do not count either, because a bulk run makes only a few calls at a time.
    /// </summary>
    public double BudgetPerCall { get; set; } = 0.5;

    internal Bitrix24RetryOptions Snapshot() => (Bitrix24RetryOptions)MemberwiseClone();
}
