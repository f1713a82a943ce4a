namespace LeadGen.TestKit;

/// <summary>A clock that ends every delay immediately, and records how long it would have been. Time limits use the system clock.</summary>
public sealed class SkippingClock : TimeProvider
{
    private readonly object _gate = new();
    private DateTimeOffset _now = new(2026, 3, 20, 9, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <summary>Advances the time without recording a wait.</summary>
    public void Skip(TimeSpan time)
    {
        lock (_gate)
        {
            _now += time;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // The time limit of an operation must not end before the operation.
        if (state is CancellationTokenSource)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        if (dueTime > TimeSpan.Zero)
        {
            lock (_gate)
            {
                _now += dueTime;
                Waits.Add(dueTime);
            }
        }

        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
