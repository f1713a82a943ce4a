namespace LeadGen.Testing;

/// <summary>Specifies what the portal did with a value.</summary>
public enum FieldOutcome
{
    /// <summary>The value was stored as sent.</summary>
    Kept,

    /// <summary>A different value was stored.</summary>
    Changed,

    /// <summary>The value was silently dropped. The field is unchanged.</summary>
    Dropped,
}
