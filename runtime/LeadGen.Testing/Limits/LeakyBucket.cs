namespace LeadGen.Testing.Limits;

/// <summary>Implements a leaky bucket: each request adds one, and the level falls at a constant rate.</summary>
internal sealed class LeakyBucket(double leakPerSecond, int size, TimeProvider time)
{
    // Tolerance for accumulated rounding errors, so that a request that just fits is not rejected.
    private const double Rounding = 1e-6;

    private double _level;
    private long _changed = time.GetTimestamp();

    public double HighestLevel { get; private set; }

    /// <summary>Adds a request. Returns <see langword="false"/> if the bucket is full.</summary>
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
