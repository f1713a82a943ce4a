namespace LeadGen.Benchmarks.Report;

/// <summary>A line of the table.</summary>
/// <param name="Topic">What was measured.</param>
/// <param name="Size">On which portal.</param>
/// <param name="Ratio">What came out, with the name of what it is a ratio of.</param>
/// <param name="Goal">What was to come out; empty where there is no goal.</param>
/// <param name="IsMet">Whether it did.</param>
internal sealed record Figure(string Topic, string Size, string Ratio, string Goal = "", bool? IsMet = null);
