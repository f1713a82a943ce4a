namespace LeadGen.Samples.Import.Crm;

// The generated class is partial, so a draft can carry the key of its row to its result.
public sealed partial class LeadDraft
{
    /// <summary>Gets the key of the row. It is not sent.</summary>
    public string Key { get; init; } = "";
}
