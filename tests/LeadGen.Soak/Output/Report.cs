namespace LeadGen.Soak.Output;

/// <summary>The figures and claims of a run.</summary>
internal sealed class Report
{
    private readonly List<(string Name, string Value)> _figures = [];
    private readonly List<Claim> _claims = [];

    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>Gets the exit code of a command: 1 if a claim does not hold.</summary>
    public int ExitCode => _claims.TrueForAll(static c => c.Holds) ? 0 : 1;

    public void Add(string name, string value) => _figures.Add((name, value));

    public void Add(Claim claim) => _claims.Add(claim);

    /// <summary>Writes the report as plain text lines, which are readable in a terminal and in a log.</summary>
    public void WriteTo(Action<string> line)
    {
        int width = _figures.Max(static f => f.Name.Length);
        _figures.ForEach(figure => line($"{figure.Name.PadRight(width)}  {figure.Value}"));
        _claims.ForEach(claim => line($"{(claim.Holds ? "HOLDS" : "FAILS")}  {claim.Text}: {claim.Figure}"));
    }
}
