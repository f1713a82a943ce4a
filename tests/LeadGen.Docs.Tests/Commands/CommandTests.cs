using System.CommandLine;
using System.CommandLine.Parsing;
using LeadGen.Tool;
using LeadGen.Tool.Commands;
using LeadGen.Tool.Output;

namespace LeadGen.Docs.Tests.Commands;

/// <summary>Tests that the tool's parser accepts the commands in the documentation.</summary>
public sealed class CommandTests
{
    private static readonly ToolEnvironment s_environment = new()
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        WorkingFolder = Repository.Root,
        Variable = static _ => null,
    };

    private static readonly RootCommand s_tool = CommandLine.Build(s_environment, new Terminal(s_environment));

    private static readonly (string Place, string Command)[] s_written =
        [.. CommandPage.All.SelectMany(static p => p.Commands).SelectMany(static c => All(c.Command, c.Alternatives).Select(command => (c.Place, command)))];

    public static IEnumerable<object[]> Written => s_written.Select(static w => new object[] { w.Place, w.Command });

    public static IEnumerable<object[]> Options => CommandPage.All.SelectMany(static p => p.Options).Select(static o => new object[] { o.Place, o.Option });

    [Theory]
    [MemberData(nameof(Written))]
    public void The_parser_accepts_each_command(string place, string command) => Assert.True(GetValidationError(command) is null, $"{place}: leadgen {command}: {GetValidationError(command)}");

    [Theory]
    [MemberData(nameof(Options))]
    public void Each_option_belongs_to_a_command(string place, string option) => Assert.True(
        Leaves(s_tool, []).Any(path => option.Contains(' ', StringComparison.Ordinal)
            ? FindNewError(path, $"{path} {option}") is null
            : Parse(path).CommandResult.Command.Options.Any(o => o.Name == option || o.Aliases.Contains(option))),
        $"{place}: no command has {option}");

    [Theory]
    [InlineData("runtime/docs/schema.md")]
    [InlineData("runtime/docs/ru/schema.md")]
    public void Every_command_is_on_the_page_of_the_schema(string page) => Assert.Subset(
        s_written.Where(w => w.Place.StartsWith($"{page}(", StringComparison.Ordinal)).Select(static w => GetPath(w.Command)).ToHashSet(),
        Leaves(s_tool, []).ToHashSet());

    [Theory]
    [InlineData("fecth portals/acme")]
    [InlineData("fetch portals/acme --lang ru")]
    [InlineData("names remove portals/acme")]
    [InlineData("diff A")]
    [InlineData("check --against")]
    [InlineData("check --format yaml")]
    [InlineData("completion cmd")]
    public void An_invalid_command_is_detected(string command) => Assert.NotNull(GetValidationError(command));

    [Fact]
    public void Alternatives_replace_the_last_words_of_a_command()
    {
        Assert.Equal(["names list", "names pin", "names rename"], All("names list", ["pin", "rename"]));
        Assert.Equal(["explain LG1004", "explain UF_CRM_1"], All("explain LG1004", ["explain UF_CRM_1"]));
    }

    // A sentence that only names a command omits its arguments.
    private static string? GetValidationError(string command) => FindNewError(GetPath(command) == command ? command : "", command);

    /// <summary>Returns the first error of a command that the known command does not have.</summary>
    private static string? FindNewError(string known, string command)
    {
        ParseResult parsed = Parse(command);
        IEnumerable<string> errors = parsed.Errors.Select(static e => e.Message).Except(Parse(known).Errors.Select(static e => e.Message));

        // The parser treats an unknown option as an argument, and only the command rejects it.
        return errors.FirstOrDefault() ?? parsed.CommandResult.Tokens.FirstOrDefault(static t => t.Value.StartsWith('-'))?.Value;
    }

    private static IEnumerable<string> All(string command, string[] alternatives) => alternatives.Select(other => ReplaceLastWords(command, other)).Prepend(command);

    // Starts at the nearest parent command that has a subcommand of this name.
    private static string ReplaceLastWords(string command, string other)
    {
        string name = other.Split(' ')[0];
        for (CommandResult? above = Parse(command).CommandResult; above is not null; above = above.Parent as CommandResult)
        {
            if (above.Command.Subcommands.Any(c => c.Name == name))
            {
                return $"{GetPath(above)} {other}".TrimStart();
            }
        }

        return other;
    }

    private static ParseResult Parse(string command) =>
        s_tool.Parse([.. CommandLineParser.SplitCommandLine(command)], new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static string GetPath(string command) => GetPath(Parse(command).CommandResult);

    private static string GetPath(CommandResult result) => string.Join(' ', result.GetCommandPath().Skip(1));

    private static IEnumerable<string> Leaves(Command command, string[] path) => command.Subcommands.Count == 0
        ? [string.Join(' ', path)]
        : command.Subcommands.SelectMany(c => Leaves(c, [.. path, c.Name]));
}
