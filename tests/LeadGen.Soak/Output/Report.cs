using System.Globalization;
using Spectre.Console;

namespace LeadGen.Soak.Output;

/// <summary>The figures and claims of a run.</summary>
internal sealed class Report
{
    private readonly List<(string Name, string Value)> _figures = [];
    private readonly List<Claim> _claims = [];

    public IReadOnlyList<Claim> Claims => _claims;

    public void Add(string name, string value) => _figures.Add((name, value));

    public void Add(Claim claim) => _claims.Add(claim);

    /// <summary>Prints the run.</summary>
    /// <returns>The exit code: 1 where a claim does not hold.</returns>
    public int Print(string title)
    {
        Table table = new Table().Title(Markup.Escape(title)).AddColumns("figure", "value").Border(TableBorder.Markdown);
        foreach ((string name, string value) in _figures)
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine();
        foreach (Claim claim in _claims)
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{(claim.Holds ? "green" : "red")}]{(claim.Holds ? "holds" : "FAILS")}[/]  {claim.Text}: {claim.Figure}");
        }

        return _claims.TrueForAll(static c => c.Holds) ? 0 : 1;
    }
}
