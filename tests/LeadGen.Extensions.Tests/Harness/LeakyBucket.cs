namespace LeadGen.Extensions.Tests.Harness;

/// <summary>Simulates the leaky bucket of a portal.</summary>
internal static class LeakyBucket
{
    /// <summary>Gets the highest level of the bucket. A portal rejects calls beyond its burst.</summary>
    public static double Highest(IEnumerable<TimeSpan> calls, double callsPerSecond)
    {
        double level = 0, highest = 0;
        TimeSpan last = TimeSpan.MinValue;
        foreach (TimeSpan call in calls.Order())
        {
            level = last == TimeSpan.MinValue ? 1 : Math.Max(0, level - ((call - last).TotalSeconds * callsPerSecond)) + 1;
            highest = Math.Max(highest, level);
            last = call;
        }

        return highest;
    }
}
