using System.Text;
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

    private readonly string _command;

    public Terminal(ToolEnvironment environment)
    {
        _command = environment.Command;
        Raw = environment.Out;
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

    /// <summary>A text from outside, as one line without anything that a terminal would obey, the marks that turn the direction of writing included.</summary>
    public static string Line(string? text)
    {
        if (text is null)
        {
            return "";
        }

        var line = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            line.Append(Rune.IsControl(rune) || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) ? " " : rune.ToString());
        }

        return line.ToString().Trim();
    }

    /// <summary>The beginning of a text, and a sign that there was more of it.</summary>
    public static string Cut(string text) => text.Length <= CellLength
        ? text
        : text[..(char.IsHighSurrogate(text[CellLength - 1]) ? CellLength - 1 : CellLength)] + "…";

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

    /// <summary>A table whose cells are taken as they are, without markup.</summary>
    public void Table(string[] head, IEnumerable<string?[]> rows)
    {
        Table table = new Table { Border = Out.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.Simple };
        foreach (string column in head)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        foreach (string?[] row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(Cut(Line(cell)))));
        }

        Out.Write(table);
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
