using LeadGen.Docs.Tests.Snippets;
using LeadGen.Schema;
using Microsoft.CodeAnalysis;

namespace LeadGen.Docs.Tests.Pages;

public sealed class ReadmeTests
{
    // nuget.org shows the README beside no files, and pictures from few hosts: this one is among them.
    private const string Pages = "https://github.com/leadgen-net/leadgen/blob/main/";
    private const string Folders = "https://github.com/leadgen-net/leadgen/tree/main/";
    private const string Raw = "https://raw.githubusercontent.com/leadgen-net/leadgen/main/";

    private static readonly (string Id, string Title, string Severity)[] s_rules =
    [
        .. SchemaRules.All.Select(r => (r.Id, r.Title, r.Severity.ToString()))
            .Append(("LG0019", "Missing LeadSchema file", "Error"))
            .OrderBy(r => r.Item1, StringComparer.Ordinal),
        .. Snippet.Analyzers.SelectMany(a => a.SupportedDiagnostics).DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal)
            .Select(d => (d.Id, d.Title.ToString(System.Globalization.CultureInfo.InvariantCulture), d.DefaultSeverity.ToString())),
    ];

    [Fact]
    public void The_translation_has_the_headings_snippets_tables_and_pictures_of_the_original_in_their_order()
    {
        Assert.Equal(Readme.English.Blocks, Readme.Russian.Blocks);
        Assert.All(
            new[] { Readme.EnglishPath, Readme.RussianPath }.Zip([Pages + "runtime/docs/README.ru.md", "../../README.md"]),
            page => Assert.Contains($"({page.Second})", File.ReadLines(page.First).ElementAt(2), StringComparison.Ordinal));
    }

    [Fact]
    public void Links_of_both_point_at_the_same_things_in_the_same_order_and_they_are_there()
    {
        // The first link of each leads to the other.
        Assert.Equal(
            Readme.English.Targets.Skip(1).Select(t => Resolve(Readme.English, Readme.EnglishPath, t)),
            Readme.Russian.Targets.Skip(1).Select(t => Resolve(Readme.Russian, Readme.RussianPath, t)));
        Assert.DoesNotContain(Readme.English.Targets, t => !t.StartsWith('#') && !t.StartsWith("https://", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_table_of_rules_has_each_rule_with_its_severity(bool isRussian)
    {
        (MarkdownPage page, string pages) = isRussian ? (Readme.Russian, "../../") : (Readme.English, Pages);
        string[][] rows = [.. page.Rows.Where(r => r[0].StartsWith("[LG", StringComparison.Ordinal))];

        Assert.Equal(s_rules.Select(r => ($"[{r.Id}]({pages}generator/docs/{r.Id}.md)", r.Severity)), rows.Select(r => (r[0], r[2])));
        Assert.True(isRussian ? rows.All(r => r[1].Any(c => c is >= 'А' and <= 'я')) : rows.Select(r => r[1]).SequenceEqual(s_rules.Select(r => r.Title)));
    }

    /// <summary>What a link leads to: the number of a heading, or a path in the repository.</summary>
    private static string Resolve(MarkdownPage page, string path, string target)
    {
        if (target.StartsWith('#'))
        {
            int heading = page.Headings.Select(h => h.Anchor).ToList().IndexOf(target[1..]);
            Assert.True(heading >= 0, $"{path} has no heading {target}");
            return $"#{heading}";
        }

        string? inRepository = new[] { Pages, Folders, Raw }.Where(p => target.StartsWith(p, StringComparison.Ordinal)).Select(p => target[p.Length..]).SingleOrDefault();
        string file = Path.GetFullPath(inRepository ?? target, inRepository is null ? Path.GetDirectoryName(path)! : Readme.Root);
        Assert.True(File.Exists(file) || Directory.Exists(file), $"{path} links {target}, which is not there");
        return Path.GetRelativePath(Readme.Root, file);
    }
}
