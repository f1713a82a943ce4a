namespace LeadGen.Limits;

/// <summary>For how long calls are held back after a limit has refused one: longer each time, until one is taken again.</summary>
/// <param name="first">The first rest where the portal does not say how long; each next one is twice as long.</param>
/// <param name="longest">The longest of those.</param>
/// <param name="longestTold">The longest where the portal says it (<c>Retry-After</c>).</param>
/// <param name="time">The clock. It is not asked for the date, which may be put back while calls rest.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeSpan longestTold, TimeProvider time)
{
    private readonly object _gate = new();
    private long _begun;
    private TimeSpan _length;
    private int _refusals;

    /// <summary>How long calls have to rest from now on; not positive where they need not.</summary>
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

    /// <summary>A call was refused.</summary>
    /// <param name="retryAfter">What the portal asks for, if it does.</param>
    public void Begin(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            // Of the calls that are refused together, the first makes all rest; the others were sent before it.
            TimeSpan left = Left;
            TimeSpan rest = left > TimeSpan.Zero ? left : Lesser(first * Math.Pow(2, Math.Min(_refusals++, 10)), longest);
            TimeSpan told = Lesser(retryAfter ?? TimeSpan.Zero, longestTold);
            _begun = time.GetTimestamp();
            _length = rest > told ? rest : told;
        }
    }

    /// <summary>A call was taken. Those that are answered during a rest were sent before it, and say nothing of what comes after.</summary>
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
