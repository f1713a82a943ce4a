namespace LeadGen;

/// <summary>The lead that data was read from.</summary>
/// <param name="Portal">The host by which the client knows its portal; <see langword="null"/> if no client read the data.</param>
/// <param name="LeadId">The lead's ID on the portal.</param>
internal sealed record RecordOrigin(string? Portal, long LeadId)
{
    public override string ToString() => Portal is null ? $"lead {LeadId}" : $"lead {LeadId} of {Portal}";
}
