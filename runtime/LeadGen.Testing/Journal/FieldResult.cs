namespace LeadGen.Testing;

/// <summary>What became of one field, or of one argument, of a call.</summary>
/// <param name="Code">The name as it was sent.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Sent">The value as the portal understood it, as JSON.</param>
/// <param name="Reason">Why it was changed or dropped; <see langword="null"/> when it was kept.</param>
public sealed record FieldResult(string Code, FieldOutcome Outcome, string Sent, string? Reason)
{
    /// <summary>The result on one line.</summary>
    public override string ToString() =>
        OneLine.Of(Reason is null ? $"{Code}: kept" : $"{Code}: {(Outcome == FieldOutcome.Changed ? "changed" : "dropped")}, {Reason}");
}
