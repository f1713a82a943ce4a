namespace LeadGen.Testing.Limits;

/// <summary>The bucket that every request adds one to, and that leaks at a steady rate.</summary>
internal sealed class LeakyBucket(double leakPerSecond, int size, TimeProvider time)
{
    // What rounding may add up to in a long run: it must not refuse a request that just fits.
    private const double Rounding = 1e-6;

    private double _level;
    private long _changed = time.GetTimestamp();

    public double HighestLevel { get; private set; }

    /// <summary>Adds a request, unless it does not fit.</summary>
    public bool TryAdd()
    {
        long now = time.GetTimestamp();
        _level = Math.Max(0, _level - (leakPerSecond * time.GetElapsedTime(_changed, now).TotalSeconds));
        _changed = now;
        if (_level + 1 > size + Rounding)
        {
            return false;
        }

        _level++;
        HighestLevel = Math.Max(HighestLevel, _level);
        return true;
    }
}
