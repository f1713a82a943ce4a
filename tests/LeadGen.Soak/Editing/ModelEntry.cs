namespace LeadGen.Soak.Editing;

/// <summary>One entry of a multi-value field in the model.</summary>
/// <param name="Id">The entry's ID on the portal; <see langword="null"/> for an entry that the portal is expected to add.</param>
/// <param name="Value">The number or address.</param>
/// <param name="Type">The code of the type.</param>
internal sealed record ModelEntry(long? Id, string Value, string Type);
