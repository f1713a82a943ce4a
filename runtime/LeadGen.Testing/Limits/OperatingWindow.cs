namespace LeadGen.Testing.Limits;

/// <summary>Sums the operating time of one method over a sliding window of ten buckets. When a bucket starts, the oldest is discarded.</summary>
internal sealed class OperatingWindow(TimeSpan length)
{
    private const int Count = 10;

    private readonly long _bucketTicks = length.Ticks / Count;
    private readonly (long Number, TimeSpan Used)[] _buckets = new (long, TimeSpan)[Count];

    public TimeSpan Highest { get; private set; }

    public void Add(DateTimeOffset now, TimeSpan used)
    {
        long number = GetBucketNumber(now);
        ref (long Number, TimeSpan Used) bucket = ref _buckets[number % Count];
        bucket = (number, bucket.Number == number ? bucket.Used + used : used);
        TimeSpan sum = Sum(now);
        Highest = sum > Highest ? sum : Highest;
    }

    public TimeSpan Sum(DateTimeOffset now)
    {
        long oldest = GetBucketNumber(now) - Count + 1;
        TimeSpan sum = TimeSpan.Zero;
        foreach ((long number, TimeSpan used) in _buckets)
        {
            sum += number >= oldest ? used : TimeSpan.Zero;
        }

        return sum;
    }

    /// <summary>Returns the time at which the oldest bucket in the window is discarded.</summary>
    public DateTimeOffset ResetAt(DateTimeOffset now)
    {
        long current = GetBucketNumber(now);
        long oldest = current;
        foreach ((long number, TimeSpan used) in _buckets)
        {
            oldest = number > current - Count && used > TimeSpan.Zero ? Math.Min(oldest, number) : oldest;
        }

        return new DateTimeOffset((oldest + Count) * _bucketTicks, TimeSpan.Zero);
    }

    private long GetBucketNumber(DateTimeOffset moment) => moment.UtcTicks / _bucketTicks;
}
