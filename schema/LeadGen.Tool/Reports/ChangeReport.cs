using LeadGen.Schema;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Output;

namespace LeadGen.Tool.Reports;

/// <summary>Represents the changes between two schemas of a portal.</summary>
/// <param name="Before">The display name of the older schema.</param>
/// <param name="After">The display name of the newer schema.</param>
/// <param name="Changes">The changes.</param>
internal sealed record ChangeReport(string Before, string After, EquatableArray<SchemaChange> Changes)
{
    public int BreakingCount => Changes.Count(static c => c.IsBreaking);

    /// <summary>Gets the exit code for <c>check</c>.</summary>
    public int ExitCode => Changes.Count == 0 ? ExitCodes.Success : BreakingCount > 0 ? ExitCodes.BreakingChange : ExitCodes.CompatibleChange;

    /// <summary>Gets a summary of the changes in one sentence.</summary>
    public string Summary => Changes.Count == 0
        ? $"{After} has the same schema as {Before}."
        : $"{After} differs from {Before}: {Count(BreakingCount, "breaking change")}, {Count(Changes.Count - BreakingCount, "compatible change")}.";

    /// <summary>Gets the changes, breaking changes first.</summary>
    public IEnumerable<SchemaChange> BreakingFirst => Changes.OrderByDescending(static c => c.IsBreaking);

    /// <summary>Formats the report as text.</summary>
    public string ToText(ChangeFormat format, ToolEnvironment environment) => format switch
    {
        ChangeFormat.Markdown => ChangeMarkdown.Write(this),
        ChangeFormat.Json => ChangeJson.Write(this),
        ChangeFormat.Sarif => ChangeSarif.Write(this, environment),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A table can't be formatted as text."),
    };

    /// <summary>Prints the report as tables.</summary>
    public void WriteText(Terminal terminal)
    {
        // Common values are printed above each table, because columns for them would leave no room for the others.
        foreach (var kind in BreakingFirst.GroupBy(static c => (c.IsBreaking, c.Rule.Title, c.Consequence)))
        {
            terminal.WriteLine($"{(kind.Key.IsBreaking ? "breaking" : "compatible")}: {kind.Key.Title}. {kind.Key.Consequence}");
            terminal.WriteTable(
                ["Code", "C# name", "Label", "Before", "After"],
                kind.Select(static c => new[] { c.Subject, c.Name, c.Label, c.Before, c.After }));
        }

        terminal.WriteLine(Summary);
    }

    private static string Count(int number, string what) => $"{(number == 0 ? "no" : number.ToString(System.Globalization.CultureInfo.InvariantCulture))} {what}{(number == 1 ? "" : "s")}";
}

/// <summary>Specifies the format of a report.</summary>
internal enum ChangeFormat
{
    Table,
    Markdown,
    Json,
    Sarif,
}
