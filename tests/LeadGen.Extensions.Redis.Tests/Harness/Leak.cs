namespace LeadGen.Extensions.Redis.Tests.Harness;

/// <summary>A portal's bucket, into which calls fall.</summary>
internal static class Leak
{
    /// <summary>How full the bucket was at its fullest. A portal refuses calls beyond its burst.</summary>
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
