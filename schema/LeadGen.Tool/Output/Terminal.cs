using System.Text.RegularExpressions;
using Spectre.Console;

namespace LeadGen.Tool.Output;

/// <summary>Where the tool writes: results to one stream, everything that is said about them to the other.</summary>
internal sealed partial class Terminal
{
    // Nothing is wrapped for a width that a pipe does not have.
    private const int PipeWidth = 10_000;

    // A label may be as long as it likes; a table with it in full could not be read.
    private const int CellLength = 200;

    // In a pipe a row is one line, and each cell but the last one as wide as the widest of its column.
    private const int PipedCellLength = 60;

    // A code or a name that is broken can be neither read nor copied; a list of ids as long as a line has to be.
    private const int LongestWord = 40;

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

    /// <summary>Results for people.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Errors, warnings and progress.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Results for programs: nothing is wrapped or coloured.</summary>
    public TextWriter Raw { get; }

    /// <summary>Whether progress is drawn: only where a person watches.</summary>
    public bool ShowsProgress { get; }

    /// <summary>Whether what is done is told call by call.</summary>
    public bool IsVerbose { get; set; }

    /// <summary>A text from outside, as one line without commands of a terminal or build agent.</summary>
    public static string Line(string? text) => OneLine.Of(text ?? "", int.MaxValue).Trim();

    /// <summary>The beginning of a text, and a sign that there was more of it.</summary>
    public static string Cut(string text, int length = CellLength) => text.Length <= length
        ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";

    public void Say(string text) => Out.WriteLine(Line(AsTyped(text)));

    public void Warn(string message) => Error.MarkupLineInterpolated($"[yellow]warning:[/] {Line(message)}");

    /// <summary>Says what went wrong, and what to do.</summary>
    public void Fail(string message, string remedy, IEnumerable<string> details)
    {
        Error.MarkupLineInterpolated($"[red]error:[/] {Line(message)}");
        foreach (string line in details)
        {
            Error.WriteLine("  " + Line(line));
        }

        Error.MarkupLineInterpolated($"[green]remedy:[/] {Line(AsTyped(remedy))}");
    }

    /// <summary>A text whose commands can be typed as they stand.</summary>
    public string AsTyped(string text) => Command().Replace(text, _command);

    public void Trace(string message)
    {
        if (IsVerbose)
        {
            Error.MarkupLineInterpolated($"[grey]{Line(message)}[/]");
        }
    }

    /// <summary>A table whose cells are taken as they are, without markup. Columns that no row fills are left out.</summary>
    public void Table(string[] head, IEnumerable<string?[]> rows)
    {
        string[][] cells = [.. rows.Select(row => row.Select((cell, i) => Cut(Line(cell), _isPiped && i < head.Length - 1 ? PipedCellLength : CellLength)).ToArray())];
        int[] columns = [.. Enumerable.Range(0, head.Length).Where(i => cells.Length == 0 || cells.Any(row => row[i].Length > 0))];
        Table table = new Table { Border = _isPiped ? TableBorder.Simple : TableBorder.Rounded };
        foreach (int i in columns)
        {
            table.AddColumn(new TableColumn(new Text(head[i], new Style(decoration: Decoration.Bold)))
            {
                NoWrap = cells.All(row => row[i].Length <= LongestWord && !row[i].Contains(' ', StringComparison.Ordinal)),
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

        // Every line is filled up to the widest one, which only a terminal has room for.
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
