namespace LeadGen.Samples.Import;

/// <summary>Represents the result of an import.</summary>
/// <param name="Created">The number of leads that were created.</param>
/// <param name="Found">The number of leads that an earlier run had created.</param>
/// <param name="Failed">The number of rows for which no lead was created, or for which this is unknown.</param>
/// <param name="WasCanceled">Whether the import was canceled before all rows were sent.</param>
public sealed record ImportSummary(int Created, int Found, int Failed, bool WasCanceled);
