namespace LeadGen.Samples.Import;

/// <summary>Represents a row of the CSV file.</summary>
public sealed class LeadRow
{
    /// <summary>Gets the key of the row in the system that exported it. A lead stores it in ORIGIN_ID.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the name of the person.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the phone number; empty if there is none.</summary>
    public string Phone { get; init; } = "";

    /// <summary>Gets the expected amount; <see langword="null"/> if there is none.</summary>
    public decimal? Amount { get; init; }
}
