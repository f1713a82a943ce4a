namespace LeadGen.Soak.Output;

/// <summary>What a run is to show, and whether it did.</summary>
/// <param name="Text">What must be true.</param>
/// <param name="Holds">Whether it was.</param>
/// <param name="Figure">What was measured.</param>
internal sealed record Claim(string Text, bool Holds, string Figure)
{
    /// <summary>A claim that holds where there is nothing to object to; its figure is the first objections otherwise.</summary>
    public static Claim Without(string text, IReadOnlyCollection<string> objections)
    {
        const int Shown = 5;
        return new Claim(text, objections.Count == 0, objections.Count == 0 ? "none" : $"{objections.Count}: {string.Join("; ", objections.Take(Shown))}");
    }

    public override string ToString() => $"{Text}: {Figure}";
}
