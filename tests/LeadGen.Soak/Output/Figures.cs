using System.Globalization;

namespace LeadGen.Soak.Output;

/// <summary>Formats numbers for a report.</summary>
internal static class Figures
{
    private const double Mebibyte = 1024 * 1024;

    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("N2", CultureInfo.InvariantCulture);

    public static string Percent(double value) => value.ToString("P1", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan value) => value.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture) + " s";

    public static string Milliseconds(TimeSpan value) => value.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture) + " ms";

    public static string Memory(long bytes) => (bytes / Mebibyte).ToString("N1", CultureInfo.InvariantCulture) + " MiB";

    /// <summary>Formats counts by name, the most frequent first.</summary>
    public static string Counts<TKey>(IEnumerable<KeyValuePair<TKey, long>> counts) =>
        string.Join(", ", counts.Where(static c => c.Value > 0).OrderByDescending(static c => c.Value).Select(static c => $"{Count(c.Value)} {c.Key}")) is { Length: > 0 } text ? text : "none";

    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
