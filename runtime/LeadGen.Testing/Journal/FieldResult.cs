namespace LeadGen.Testing;

/// <summary>Represents what the portal did with one field or argument of a call.</summary>
/// <param name="Code">The code of the field, or the name of the argument, as sent.</param>
/// <param name="Outcome">Whether the value was kept, changed or dropped.</param>
/// <param name="Sent">The value as the portal parsed it, as JSON.</param>
/// <param name="Reason">The reason why the value was changed or dropped; <see langword="null"/> if it was kept.</param>
public sealed record FieldResult(string Code, FieldOutcome Outcome, string Sent, string? Reason)
{
    /// <summary>Returns the result on one line, without the value.</summary>
    public override string ToString() =>
        OneLine.Format(Reason is null ? $"{Code}: kept" : $"{Code}: {(Outcome == FieldOutcome.Changed ? "changed" : "dropped")}, {Reason}");
}
