using System.Text.RegularExpressions;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests.Reports;

public sealed partial class MarkdownReportTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public async Task Breaking_changes_come_first_in_a_separate_table()
    {
        new PortalFolderBuilder().With("TITLE").With("NAME", label: "Имя").WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE", label: "Тема").WriteTo(_work, "new");

        Assert.Equal(
            """
            ### Bitrix24 lead fields

            'new' differs from 'old'&#58; 1 breaking change, 1 compatible change.

            #### Breaking

            | Change | Code | C# name | Label | Before | After | Consequence |
            |---|---|---|---|---|---|---|
            | Field removed | `NAME` | `Name` | Имя | string |  | Code that uses the field no longer compiles. Until it is rebuilt, the portal ignores values that it writes to the field. |

            #### Compatible

            | Change | Code | C# name | Label | Before | After | Consequence |
            |---|---|---|---|---|---|---|
            | Label changed | `TITLE` | `Title` | Тема | TITLE | Тема | Labels appear only in IntelliSense. Pinned C\# names do not change. |

            """.ReplaceLineEndings("\n"),
            await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--format", "markdown"]));
    }

    [Theory]
    [InlineData("a | b | c")]
    [InlineData("a \\| b \\\\| c")]
    [InlineData("`code` ``x``")]
    [InlineData("two\r\n\r\n| rows | here |\n---")]
    [InlineData("<img src=x onerror=alert(1)><!--")]
    [InlineData("&lt;script&gt;")]
    [InlineData("@octocat and @acme/team, a@b.example")]
    [InlineData("#1 acme/shop#2 GH-3")]
    [InlineData("[link](https://evil.example) ![x](//evil.example/y.png) <https://evil.example>")]
    [InlineData("https://evil.example www.evil.example WWW.evil.example")]
    [InlineData("**bold** _it_ ~~gone~~ $x$ :tada:")]
    public async Task A_label_cannot_break_the_table_mention_users_or_create_links(string hostile)
    {
        new PortalFolderBuilder().With("TITLE").With(hostile).WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE", label: hostile).WriteTo(_work, "new");

        string report = await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--format", "markdown"]);

        string[] rows = [.. report.Split('\n').Where(l => l.StartsWith('|'))];
        Assert.Equal(6, rows.Length);
        Assert.All(rows, row => Assert.Equal(8, Bar().Count(EscapedSign().Replace(row, " "))));
        string bare = CodeSpan().Replace(EscapedSign().Replace(string.Concat(rows), " "), "");
        Assert.DoesNotMatch(@"<|>|\[|\]|\*|~|\$|!|`|@[A-Za-z0-9]|#\d|://|[wW]{3}\.|:\w", bare);
    }

    [Fact]
    public async Task The_longest_report_fits_into_a_GitHub_comment()
    {
        var old = new PortalFolderBuilder().With("TITLE").With("NAME", label: new string('@', 65_000));
        var now = new PortalFolderBuilder().With("TITLE").With("NAME", label: new string('&', 65_000));
        for (int i = 0; i < 1016; i++)
        {
            now.With($"UF_CRM_{i}", label: new string('|', 300));
        }

        old.WriteTo(_work, "old");
        now.WriteTo(_work, "new");
        string report = await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--format", "markdown"]);

        Assert.InRange(report.Length, 50_000, 65_536);
        Match rest = Rest().Match(report);
        Assert.True(rest.Success, report[^200..]);
        Assert.Equal(1017, report.Split('\n').Count(l => l.StartsWith("| ", StringComparison.Ordinal)) - 1 + int.Parse(rest.Groups[1].Value, null));
    }

    public void Dispose() => _work.Dispose();

    [GeneratedRegex(@"\|")]
    private static partial Regex Bar();

    // A code or a C# name contains only letters, digits and underscores.
    [GeneratedRegex(@"`\w+`")]
    private static partial Regex CodeSpan();

    // A backslash escape, or a character reference, which also ends a word.
    [GeneratedRegex(@"\\[!-/:-@\[-`{-~]|&(#\d+|amp|lt|gt);")]
    private static partial Regex EscapedSign();

    [GeneratedRegex(@"\n\nand (\d+) more, see `leadgen diff`\.\n$")]
    private static partial Regex Rest();
}
