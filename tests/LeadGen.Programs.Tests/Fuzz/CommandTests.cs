using System.CommandLine;
using CsCheck;
using LeadGen.Fuzz.Names;
using LeadGen.Fuzz.Replies;
using LeadGen.Fuzz.Rows;
using LeadGen.Fuzz.Running;
using LeadGen.Fuzz.Schemas;
using Spectre.Console;

namespace LeadGen.Programs.Tests.Fuzz;

/// <summary>Runs each command of tests/LeadGen.Fuzz briefly, and tests that failures are detected.</summary>
public sealed class CommandTests
{
    [Fact]
    public void The_schema_reader_returns_the_correct_schema_or_an_error() => AssertHolds("schema", SchemaSubjects.All, 60);

    [Fact]
    public void The_client_throws_typed_exceptions_without_secrets() => AssertHolds("reply", ReplySubjects.All, 100);

    [Fact]
    public void Names_are_legal_unique_and_stable() => AssertHolds("names", NameSubjects.All, 300);

    [PhpFact]
    public void PHP_decodes_a_row_like_a_body()
    {
        const int Updates = 200;
        Subject[] subjects = AssertHolds("rows", RowSubjects.All, 250);
        Assert.InRange(subjects[0].Tally[RowSubjects.InRow], Updates, long.MaxValue);
    }

    [PhpFact]
    public void PHP_detects_a_row_that_differs_from_its_body()
    {
        using PhpProcess php = PhpProcess.Start();
        byte[] batch = """{"cmd": {"c0": "m?id=1&fields%5BA%5D=x", "c1": "m?id=1&fields%5BA%5D=%5B", "c2": "m?fields%5BA%5D%5B0%5D=1&fields%5BA%5D%5B1%5D=1.50"}}"""u8.ToArray();
        string?[] differences = php.FindDifferences(
            batch, ["""{"id": 1, "fields": {"A": "y"}}"""u8.ToArray(), """{"id": 1, "fields": {"A": "["}}"""u8.ToArray(), """{"fields": {"A": [true, 1.5]}}"""u8.ToArray()]);
        Assert.Equal<string?[]>(["m [fields] [A] is \"x\" and not \"y\"", null, null], differences);
    }

    [Fact]
    public void A_failing_input_is_reduced_and_repeated_with_its_seed()
    {
        var console = new Printed();
        static IReadOnlyList<Subject> Subjects() =>
        [
            Subject.Create("numbers", Gen.Int[0, 1_000_000].Array[1, 20], static (x, _) => Assert.DoesNotContain(x, static n => n > 1000), static x => $"of {x.Length}"),
        ];

        Assert.Equal(1, FuzzCommand.Run("test", Subjects, new FuzzPlan(null, 1000), null, console.Console, CancellationToken.None));
        Assert.Contains("FAILED: test numbers", console.Output, StringComparison.Ordinal);
        Assert.Contains("of 1\n", console.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        string seed = console.Output[(console.Output.LastIndexOf("--seed ", StringComparison.Ordinal) + 7)..].Trim();

        Assert.True(Subject.IsSeed(seed));
        Failure? again = FuzzRun.Run(Subjects(), new FuzzPlan(null, 1, seed), null, CancellationToken.None);
        Assert.Equal("of 1", again?.Example.Trim());
    }

    [Theory]
    [InlineData("zzz", false)]
    [InlineData("", false)]
    [InlineData("0000000000!0", false)]
    [InlineData("123456789abcd", true)]
    public void An_invalid_seed_is_rejected(string seed, bool isSeed)
    {
        Command command = FuzzCommand.Create("test", "", static () => []);

        IEnumerable<string> errors = command.Parse(["--seed", seed]).Errors.Select(static e => e.Message);

        Assert.Equal(isSeed ? [] : [$"'{seed}' is not a valid --seed. Copy the seed that the failed run printed."], errors);
    }

    [Fact]
    public void A_canceled_run_prints_its_results()
    {
        using var source = new CancellationTokenSource();
        var console = new Printed();
        int exitCode = FuzzCommand.Run(
            "test",
            () =>
            [
                Subject.Create(
                    "numbers",
                    Gen.Int,
                    (_, tally) =>
                    {
                        if (tally.Inputs == 100)
                        {
                            source.Cancel();
                        }
                    },
                    static x => $"{x}"),
            ],
            new FuzzPlan(TimeSpan.FromHours(1), null),
            null,
            console.Console,
            source.Token);

        Assert.Equal(0, exitCode);
        Assert.Contains(", canceled.", console.Output, StringComparison.Ordinal);
    }

    private sealed class Printed
    {
        private readonly StringWriter _writer = new();

        public Printed() => Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_writer),
        });

        public IAnsiConsole Console { get; }

        public string Output => _writer.ToString();
    }

    private static Subject[] AssertHolds(string name, Func<IReadOnlyList<Subject>> subjects, int count)
    {
        Subject[] all = [.. subjects()];
        var console = new Printed();
        int exitCode = FuzzCommand.Run(name, () => all, new FuzzPlan(null, count), null, console.Console, CancellationToken.None);
        Assert.True(exitCode == 0, console.Output);
        Assert.All(all, s => Assert.InRange(s.Tally.Inputs, count, long.MaxValue));
        return all;
    }
}
