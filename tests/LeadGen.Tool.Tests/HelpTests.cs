using System.CommandLine;
using System.CommandLine.Parsing;
using LeadGen.Tool.Commands;
using LeadGen.Tool.Output;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly Workspace _work = new();

    // The root's path is empty.
    public static TheoryData<string> Commands => new(Paths(Root(), ""));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_says_what_it_does_and_how_it_is_called(string path)
    {
        string[] words = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string help = await ToolRun.SucceedAsync(_work.Path, [.. words, "--help"]);

        Assert.StartsWith("Description:\n  ", help, StringComparison.Ordinal);
        Assert.Contains($"Usage:\n  leadgen {path}", help, StringComparison.Ordinal);
        Assert.DoesNotContain("LeadGen.Tool", help, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("testhost", help, StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"\nExamples:\n(  [^\n]*leadgen [^\n]+\n)+\n$", help);
        Assert.Equal(help, await ToolRun.SucceedAsync(_work.Path, [.. words, "-h"]));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_argument_and_option_is_described(string path)
    {
        Command command = Find(path);

        Assert.False(string.IsNullOrWhiteSpace(command.Description));
        Assert.All(command.Options, o => Assert.EndsWith(".", o is { Hidden: true } or { Action: not null } ? "." : o.Description, StringComparison.Ordinal));
        Assert.All(command.Arguments, a => Assert.EndsWith(".", a.Description, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_call_of_its_command_that_parses(string path)
    {
        Command command = Find(path);
        IReadOnlyList<string> examples = CommandExamples.Get(command);

        Assert.NotEmpty(examples);
        foreach (string example in examples)
        {
            // Removes the command before a pipe, and the target of a redirection.
            string call = example.Split(" | ")[^1].Split(" >> ")[0];
            ParseResult parsed = Root().Parse(CommandLineParser.SplitCommandLine(call).Skip(1).ToArray());
            Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
            Assert.StartsWith($"leadgen {path}", string.Join(' ', parsed.CommandResult.GetCommandPath()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_mistake_points_to_the_help_of_its_command()
    {
        foreach ((string[] arguments, string command) in new[]
        {
            ([], "leadgen"), (["names"], "leadgen names"), (["names", "rename", "acme"], "leadgen names rename"), (["frobnicate"], "leadgen"),
            (["show", "acme", "--nope"], "leadgen show"), ((string[])["fetch"], "leadgen fetch"),
        })
        {
            ToolRun run = await ToolRun.RunAsync(_work.Path, arguments);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.StartsWith("error: ", run.Errors, StringComparison.Ordinal);
            Assert.EndsWith($"\nremedy: see '{command} --help'.\n", run.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("fetch", "--forse")]
    [InlineData("show", "--custm")]
    [InlineData("init", "-x")]
    public async Task A_misspelled_option_is_not_treated_as_a_folder(string command, string option)
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, [command, option], "http://127.0.0.1:9/rest/1/k7q2w9x4m1p8z5r3/");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"error: Unknown option '{option}'.\nremedy: see the command's --help", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_work.Snapshot());
    }

    [Fact]
    public async Task The_version_is_one_line() => Assert.Matches(@"^\d+\.\d+\.\d+[^\n]*\n$", await ToolRun.SucceedAsync(_work.Path, ["--version"]));

    public void Dispose() => _work.Dispose();

    private static RootCommand Root()
    {
        var environment = new ToolEnvironment
        {
            In = TextReader.Null, Out = TextWriter.Null, Error = TextWriter.Null, WorkingFolder = Repository.Root, Variable = static _ => null,
        };
        return CommandLine.Build(environment, new Terminal(environment));
    }

    private static Command Find(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate((Command)Root(), (command, word) => command.Subcommands.Single(c => c.Name == word));

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(c => Paths(c, $"{path} {c.Name}".TrimStart())).Prepend(path);
}
