namespace LeadGen.Limits;

/// <summary>Computes how long calls are delayed after a limit rejected one. The delay grows with each rejection, until a call is accepted.</summary>
/// <param name="first">The first delay if the portal gives none. Each further delay is twice as long.</param>
/// <param name="longest">The maximum of these delays.</param>
/// <param name="longestTold">The maximum delay that a portal can request (<c>Retry-After</c>).</param>
/// <param name="time">The clock. Only its timestamps are used, because the date can be set back during a delay.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeSpan longestTold, TimeProvider time)
{
    private readonly object _gate = new();
    private long _begun;
    private TimeSpan _length;
    private int _refusals;

    /// <summary>Gets the remaining delay; zero or negative if there is none.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                return _length - time.GetElapsedTime(_begun);
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
            TimeSpan left = Left;
            TimeSpan rest = left > TimeSpan.Zero ? left : Lesser(first * Math.Pow(2, Math.Min(_refusals++, 10)), longest);
            TimeSpan told = Lesser(retryAfter ?? TimeSpan.Zero, longestTold);
            _begun = time.GetTimestamp();
            _length = rest > told ? rest : told;
        }
    }

    /// <summary>Records that a call was accepted. A call that ends during a delay was sent before it, so it does not end the delay.</summary>
    public void LearnTaken()
    {
        lock (_gate)
        {
            if (Left <= TimeSpan.Zero)
            {
                _refusals = 0;
            }
        }
    }

    private static TimeSpan Lesser(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
