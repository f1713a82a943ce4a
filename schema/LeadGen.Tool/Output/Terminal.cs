using System.Text.RegularExpressions;
using Spectre.Console;

namespace LeadGen.Tool.Output;

/// <summary>Writes results to the output stream, and errors, warnings and progress to the error stream.</summary>
internal sealed partial class Terminal
{
    // Prevents line breaks in redirected output.
    private const int PipeWidth = 10_000;

    // Labels have no maximum length, and a long one would make a table unreadable.
    private const int MaxCellLength = 200;

    // In redirected output, a row is one line, and a column is as wide as its widest cell.
    private const int MaxPipedCellLength = 60;

    // Codes and names are not broken across lines, so that they can be copied. Longer texts, such as lists of IDs, are.
    private const int MaxUnbrokenLength = 40;

    private readonly string _command;
    private readonly bool _isPiped;

    public Terminal(ToolEnvironment environment)
    {
        _command = environment.Command;
        Raw = environment.Out;
        _isPiped = environment.IsOutRedirected;
        bool isPlain = !string.IsNullOrEmpty(environment.Variable("NO_COLOR")) || environment.Variable("TERM") == "dumb";
        Out = Create(environment.Out, isPlain || environment.IsOutRedirected, environment.Width ?? (environment.IsOutRedirected ? PipeWidth : null));
        Error = Create(environment.Error, isPlain || environment.IsErrorRedirected, environment.Width ?? (environment.IsErrorRedirected ? PipeWidth : null));
        ShowsProgress = !isPlain && !environment.IsErrorRedirected;
    }

    /// <summary>Gets the console for formatted results.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Gets the console for errors, warnings and progress.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Gets the writer for machine-readable results, without line breaks and colors.</summary>
    public TextWriter Raw { get; }

    /// <summary>Gets whether to show progress. It is shown only in an interactive terminal.</summary>
    public bool ShowsProgress { get; }

    /// <summary>Gets or sets a value indicating whether to print every call.</summary>
    public bool IsVerbose { get; set; }

    /// <summary>Converts external text to one line without control characters and build agent commands.</summary>
    public static string ToOneLine(string? text) => OneLine.Format(text ?? "", int.MaxValue).Trim();

    /// <summary>Truncates a text and appends an ellipsis.</summary>
    public static string Truncate(string text, int length = MaxCellLength) => text.Length <= length
        ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";

    public void WriteLine(string text) => Out.WriteLine(ToOneLine(ReplaceCommand(text)));

    public void WriteWarning(string message) => Error.MarkupLineInterpolated($"[yellow]warning:[/] {ToOneLine(message)}");

    /// <summary>Prints an error and its remedy.</summary>
    public void WriteError(string message, string remedy, IEnumerable<string> details)
    {
        Error.MarkupLineInterpolated($"[red]error:[/] {ToOneLine(message)}");
        foreach (string line in details)
        {
            Error.WriteLine("  " + ToOneLine(line));
        }

        Error.MarkupLineInterpolated($"[green]remedy:[/] {ToOneLine(ReplaceCommand(remedy))}");
    }

    /// <summary>Replaces <c>leadgen</c> in a text with the command that runs the tool, so that commands can be copied.</summary>
    public string ReplaceCommand(string text) => Command().Replace(text, _command);

    public void Trace(string message)
    {
        if (IsVerbose)
        {
            Error.MarkupLineInterpolated($"[grey]{ToOneLine(message)}[/]");
        }
    }

    /// <summary>Prints a table. Cells contain plain text, not markup. Empty columns are omitted.</summary>
    public void WriteTable(string[] head, IEnumerable<string?[]> rows)
    {
        string[][] cells = [.. rows.Select(row => row.Select((cell, i) => Truncate(ToOneLine(cell), _isPiped && i < head.Length - 1 ? MaxPipedCellLength : MaxCellLength)).ToArray())];
        int[] columns = [.. Enumerable.Range(0, head.Length).Where(i => cells.Length == 0 || cells.Any(row => row[i].Length > 0))];
        Table table = new Table { Border = _isPiped ? TableBorder.Simple : TableBorder.Rounded };
        foreach (int i in columns)
        {
            table.AddColumn(new TableColumn(new Text(head[i], new Style(decoration: Decoration.Bold)))
            {
                NoWrap = cells.All(row => row[i].Length <= MaxUnbrokenLength && !row[i].Contains(' ', StringComparison.Ordinal)),
            });
        }

        foreach (string[] row in cells)
        {
            table.AddRow(columns.Select(i => new Text(row[i])));
        }

        if (!_isPiped)
        {
            Out.Write(table);
            return;
        }

        // Spectre.Console pads every line to the width of the table. Remove the padding from redirected output.
        using var text = new StringWriter();
        Create(text, isPlain: true, PipeWidth).Write(table);
        foreach (string line in text.ToString().Split('\n').Select(static l => l.TrimEnd()).Where(static l => l.Length > 0))
        {
            Raw.WriteLine(line);
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isPlain, int? width)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (width is not null)
        {
            console.Profile.Width = width.Value;
        }

        return console;
    }

    [GeneratedRegex(@"(?<![\w/-])leadgen(?= (init|fetch|check|diff|show|names|explain)\b)")]
    private static partial Regex Command();
}
