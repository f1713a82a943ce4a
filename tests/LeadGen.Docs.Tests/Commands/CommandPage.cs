using System.Text.RegularExpressions;

namespace LeadGen.Docs.Tests.Commands;

/// <summary>Finds the commands of the tool on a documentation page.</summary>
internal sealed partial class CommandPage
{
    // An option of dotnet tool install.
    private const string OptionOfDotNet = "--global";

    private readonly string _name;
    private readonly string _text;

    private CommandPage(string file)
    {
        _name = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
        _text = File.ReadAllText(file);
    }

    public static IReadOnlyList<CommandPage> All { get; } =
    [
        .. new[] { Readme.English.FilePath, Path.Combine(Repository.Root, "CHANGELOG.md") }
            .Concat(Directory.GetFiles(Readme.Docs, "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "generator", "docs"), "*.md"))
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, ".github"), "*.*", SearchOption.AllDirectories))
            .Select(static file => new CommandPage(file)),
    ];

    /// <summary>Gets the commands in code blocks and text. <c>Alternatives</c> are listed after a command: <c>names list</c>, <c>pin</c>.</summary>
    public IEnumerable<(string Place, string Command, string[] Alternatives)> Commands =>
    [
        .. Block.Matches(_text).SelectMany(block => CommandLineOfBlock.Matches(block.Value).Select(m => (GetLocation(block.Index + m.Index), Command(m), Array.Empty<string>()))),
        .. CommandInText.Matches(Prose).Select(m => (GetLocation(m.Index), Command(m), m.Groups["other"].Captures.Select(static c => c.Value).ToArray())),
    ];

    /// <summary>Gets the options that are named without a command, each with its value: <c>--language ru</c>.</summary>
    public IEnumerable<(string Place, string Option)> Options =>
        OptionInText.Matches(Prose).Select(m => (GetLocation(m.Index), m.Groups["option"].Value)).Where(static o => o.Item2 != OptionOfDotNet);

    // Has the length of the page, so that positions do not change.
    private string Prose => Block.Replace(_text, static block => Visible.Replace(block.Value, " "));

    private static string Command(Match match) => match.Groups["command"].Value.Trim();

    private string GetLocation(int index) => $"{_name}({_text.AsSpan(0, index).Count('\n') + 1})";

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block { get; }

    [GeneratedRegex("[^\n]")]
    private static partial Regex Visible { get; }

    [GeneratedRegex(@"^(\$ )?(dotnet )?leadgen (?<command>[^#\n]+)", RegexOptions.Multiline)]
    private static partial Regex CommandLineOfBlock { get; }

    [GeneratedRegex("`(dotnet )?leadgen (?<command>[^`]+)`(, `(?<other>[^`]+)`)*")]
    private static partial Regex CommandInText { get; }

    [GeneratedRegex("`(?<option>-[^`]+)`")]
    private static partial Regex OptionInText { get; }
}
