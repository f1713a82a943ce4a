namespace LeadGen.Testing;

/// <summary>What became of a value that was sent.</summary>
public enum FieldOutcome
{
    /// <summary>It was kept as it was sent.</summary>
    Kept,

    /// <summary>Something was kept, but not what was sent.</summary>
    Changed,

    /// <summary>It was dropped without a word; the field is as it was.</summary>
    Dropped,
}
