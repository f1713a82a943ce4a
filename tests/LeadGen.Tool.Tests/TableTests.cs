using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests tables in redirected output and on a terminal.</summary>
public sealed class TableTests : IDisposable
{
    private const string List = "UF_CRM_1712000000";

    private static readonly string s_longLabel = string.Join(' ', Enumerable.Repeat("Очень длинное название", 30));

    private readonly Workspace _work = new();

    public TableTests()
    {
        new PortalFolderBuilder().With("TITLE", "string", "Название").With("UF_CRM_1712000001", "string", s_longLabel).With("UF_CRM_1712000002", "date", "День доставки")
            .With(List, "enumeration", "Способ доставки", """{"items": [{"ID": "177", "VALUE": "Курьерская служба"}, {"ID": "178", "VALUE": "Почта"}]}""").WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE", "string", "Название").With("UF_CRM_1712000002", "datetime", "День доставки")
            .With(List, "enumeration", "Способ доставки", """{"items": [{"ID": "178", "VALUE": "Почта"}]}""").WriteTo(_work, "new");
    }

    public static TheoryData<string[]> Commands =>
    [
        ["show", "old"],
        ["names", "list", "old"],
        ["check", "old", "--against", "new"],
        ["diff", "old", "new"],
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task In_redirected_output_each_row_is_one_line_and_long_labels_are_truncated(string[] command)
    {
        string[] lines = (await ToolRun.RunAsync(_work.Path, command)).Output.TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.All(lines, line => Assert.NotEqual("", line));
        Assert.All(lines, line => Assert.True(line.Length < 250, line));
        string row = Assert.Single(lines, l => l.Contains("UF_CRM_1712000001 ", StringComparison.Ordinal));
        Assert.Contains(s_longLabel[..60] + "…", row, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task On_a_terminal_codes_names_and_words_are_not_broken(string[] command)
    {
        string[] lines = (await ToolRun.RunAsync(_work.Path, command, columns: 100)).Output.TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        string[] words = [.. lines.SelectMany(static l => l.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries))];
        Assert.Contains("UF_CRM_1712000001", words);
        Assert.Contains("длинное", words);
    }

    [Fact]
    public async Task The_consequence_of_a_type_of_change_is_printed_once()
    {
        new PortalFolderBuilder().With("TITLE", "string", "Название").WriteTo(_work, "empty");
        string output = (await ToolRun.RunAsync(_work.Path, ["diff", "old", "empty"])).Output;

        Assert.Equal(1, output.Split('\n').Count(static l => l.StartsWith("breaking: Field removed. ", StringComparison.Ordinal)));
        Assert.All(new[] { "UF_CRM_1712000001", "UF_CRM_1712000002", List }, code => Assert.Contains(code, output, StringComparison.Ordinal));
    }

    public void Dispose() => _work.Dispose();
}
