namespace LeadGen.Limits;

/// <summary>Computes how long calls are delayed after a limit rejected one. The delay grows with each rejection, until a call is accepted.</summary>
/// <param name="first">The first delay if the portal gives none. Each further delay is twice as long.</param>
/// <param name="longest">The maximum of these delays.</param>
/// <param name="maxRetryAfter">The maximum delay that a portal can request (<c>Retry-After</c>).</param>
/// <param name="time">The clock. Only its timestamps are used, because the date can be set back during a delay.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeSpan maxRetryAfter, TimeProvider time)
{
    private readonly object _gate = new();
    private long _startedAt;
    private TimeSpan _length;
    private int _rejections;

    /// <summary>Gets the remaining delay; zero or negative if there is none.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_gate)
            {
                return _length - time.GetElapsedTime(_startedAt);
            }
        }
    }

    /// <summary>Records that a call was rejected.</summary>
    /// <param name="retryAfter">The delay that the portal requested; <see langword="null"/> if it gave none.</param>
    public void Begin(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            // Calls that were in progress at the first rejection do not extend the delay.
            TimeSpan remaining = Remaining;
            TimeSpan delay = remaining > TimeSpan.Zero ? remaining : Min(first * Math.Pow(2, Math.Min(_rejections++, 10)), longest);
            TimeSpan requested = Min(retryAfter ?? TimeSpan.Zero, maxRetryAfter);
            _startedAt = time.GetTimestamp();
            _length = delay > requested ? delay : requested;
        }
    }

    /// <summary>Records that a call was accepted. A call that ends during a delay was sent before it, so it does not end the delay.</summary>
    public void RecordAccepted()
    {
        lock (_gate)
        {
            if (Remaining <= TimeSpan.Zero)
            {
                _rejections = 0;
            }
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
