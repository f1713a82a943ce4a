using LeadGen.Schema;
using LeadGen.Schema.Comparing;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Reports;

/// <summary>What changed between two schemas of a portal.</summary>
/// <param name="Before">The older schema, as people would name it.</param>
/// <param name="After">The newer schema, as people would name it.</param>
/// <param name="Changes">What changed.</param>
internal sealed record ChangeReport(string Before, string After, EquatableArray<SchemaChange> Changes)
{
    public int BreakingCount => Changes.Count(static c => c.IsBreaking);

    /// <summary>What the exit code of a check says.</summary>
    public int ExitCode => Changes.Count == 0 ? ExitCodes.Same : BreakingCount > 0 ? ExitCodes.BreakingChange : ExitCodes.CompatibleChange;

    /// <summary>The changes in one sentence.</summary>
    public string Summary => Changes.Count == 0
        ? $"{After} has the same schema as {Before}."
        : $"{After} differs from {Before}: {Count(BreakingCount, "breaking change")}, {Count(Changes.Count - BreakingCount, "compatible change")}.";

    /// <summary>Breaking changes first, each kind by code.</summary>
    public IEnumerable<SchemaChange> ByWeight => Changes.OrderByDescending(static c => c.IsBreaking);

    /// <summary>The report as text of a format.</summary>
    public string ToText(ChangeFormat format, ToolEnvironment environment) => format switch
    {
        ChangeFormat.Markdown => ChangeMarkdown.Write(this),
        ChangeFormat.Json => ChangeJson.Write(this),
        ChangeFormat.Sarif => ChangeSarif.Write(this, environment),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A table is drawn, not written."),
    };

    /// <summary>Draws the report for people.</summary>
    public void Draw(Terminal terminal)
    {
        // What changes of a kind have in common stands above them: as columns it would leave no room for the rest.
        foreach (var kind in ByWeight.GroupBy(static c => (c.IsBreaking, c.Rule.Title, c.Consequence)))
        {
            terminal.Say($"{(kind.Key.IsBreaking ? "breaking" : "compatible")}: {kind.Key.Title}. {kind.Key.Consequence}");
            terminal.Table(
                ["Code", "C# name", "Label", "Before", "After"],
                kind.Select(static c => new[] { c.Subject, c.Name, c.Label, c.Before, c.After }));
        }

        terminal.Say(Summary);
    }

    private static string Count(int number, string what) => $"{(number == 0 ? "no" : number.ToString(System.Globalization.CultureInfo.InvariantCulture))} {what}{(number == 1 ? "" : "s")}";
}

/// <summary>How a report is written.</summary>
internal enum ChangeFormat
{
    Table,
    Markdown,
    Json,
    Sarif,
}
