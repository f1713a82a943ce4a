namespace LeadGen.Soak.Output;

/// <summary>Represents a claim that a run checks.</summary>
/// <param name="Text">What must be true.</param>
/// <param name="Holds">Whether it is true.</param>
/// <param name="Figure">What was measured.</param>
internal sealed record Claim(string Text, bool Holds, string Figure)
{
    /// <summary>Creates a claim that holds if there are no errors. Otherwise, its figure lists the first errors.</summary>
    public static Claim Without(string text, IReadOnlyCollection<string> errors)
    {
        const int Shown = 5;
        return new Claim(text, errors.Count == 0, errors.Count == 0 ? "none" : $"{errors.Count}: {string.Join("; ", errors.Take(Shown))}");
    }

    public override string ToString() => $"{Text}: {Figure}";
}
