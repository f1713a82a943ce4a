namespace LeadGen.Benchmarks.Report;

/// <summary>Represents a row of the table.</summary>
/// <param name="Topic">What was measured.</param>
/// <param name="Size">The size of the portal.</param>
/// <param name="Ratio">The result, and what it is relative to.</param>
/// <param name="Goal">The goal; empty if there is none.</param>
/// <param name="IsMet">Whether the goal was met.</param>
internal sealed record Figure(string Topic, string Size, string Ratio, string Goal = "", bool? IsMet = null);
