using System.Text.RegularExpressions;

namespace LeadGen.Docs.Tests.Pages;

public sealed partial class PageTests
{
    private static readonly string s_pages = $"{Readme.RepositoryUrl}/blob/main/";

    // nuget.org shows the README without other files, and only images from a few hosts, including this one.
    private static readonly string s_raw = $"{Raw(Readme.RepositoryUrl)}/main/";

    public static TheoryData<string> Names => [.. Readme.Pages.Select(static page => page.Name)];

    public static TheoryData<string> AllNames => [.. Readme.Pairs.SelectMany(static pair => new[] { pair.English.Name, pair.Russian.Name })];

    [Fact]
    public void The_readme_is_short() => Assert.All(
        new[] { Readme.Pairs[0].English, Readme.Pairs[0].Russian },
        static page => Assert.InRange(File.ReadAllLines(page.FilePath).Length, 1, 200));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_translation_has_the_headings_and_code_of_the_original(string name)
    {
        (MarkdownPage english, MarkdownPage russian) = Readme.Pairs.Single(pair => pair.English.Name == name);

        Assert.Equal(english.Headings.Select(static h => h.Level), russian.Headings.Select(static h => h.Level));
        Assert.Equal(english.Fences.Select(static f => (f.Language, f.Info, f.Text)), russian.Fences.Select(static f => (f.Language, f.Info, f.Text)));
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void A_link_leads_to_something_that_exists(string name)
    {
        MarkdownPage page = Readme.Pairs.SelectMany(static pair => new[] { pair.English, pair.Russian }).Single(p => p.Name == name);

        Assert.All(page.Targets, target => CheckLink(page, target));
        if (page == Readme.English)
        {
            Assert.All(page.Targets, static t => Assert.True(t.StartsWith('#') || t.StartsWith("https://", StringComparison.Ordinal), t));
        }
    }

    [Fact]
    public void The_readme_and_the_table_of_contents_list_every_page()
    {
        string[] pages = [.. Readme.Pages.Skip(2).Select(static page => page.Name)];
        string[] files = [.. pages.Select(static name => Path.GetFileName(name))];

        Assert.Subset(Readme.English.Targets.ToHashSet(), pages.Select(static name => s_pages + name).ToHashSet());
        Assert.Equal(files, Readme.Pairs[1].English.Targets.Intersect(files));
        Assert.Equal(files, Readme.Pairs[1].Russian.Targets.Intersect(files));
    }

    [Fact]
    public void The_tables_of_rules_match_the_descriptors() => Assert.Equal(RuleTables.Update(File.ReadAllText(RuleTables.FilePath)), File.ReadAllText(RuleTables.FilePath));

    [Fact]
    public void Every_file_has_the_configured_repository_URL()
    {
        string[] expected = [Readme.RepositoryUrl, Raw(Readme.RepositoryUrl)];
        string[] folders = ["generator", "runtime", "schema", "tests", ".github"];
        string[] names = [".cs", ".md", ".props", ".targets", ".csproj", ".yml", ".json"];
        IEnumerable<string> files = Directory.GetFiles(Repository.Root)
            .Concat(folders.SelectMany(static f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*", SearchOption.AllDirectories)))
            .Where(f => names.Contains(Path.GetExtension(f)) && !f.Contains("node_modules", StringComparison.Ordinal));

        Assert.Empty(files.SelectMany(f => Address.Matches(File.ReadAllText(f)).Where(m => !expected.Contains(m.Value)).Select(m => $"{f}: {m.Value}")));
    }

    private static string Raw(string repository) => repository.Replace("https://github.com/", "https://raw.githubusercontent.com/", StringComparison.Ordinal);

    private static void CheckLink(MarkdownPage page, string target)
    {
        string? inRepository = new[] { s_pages, s_raw }.Where(p => target.StartsWith(p, StringComparison.Ordinal)).Select(p => target[p.Length..]).SingleOrDefault();
        if (inRepository is null && target.StartsWith("https://", StringComparison.Ordinal))
        {
            return;
        }

        string[] parts = (inRepository ?? target).Split('#');
        string file = parts[0].Length == 0 ? page.FilePath : Path.GetFullPath(parts[0], inRepository is null ? Path.GetDirectoryName(page.FilePath)! : Repository.Root);
        Assert.True(File.Exists(file) || Directory.Exists(file), $"{page.Name} links to {target}, which does not exist.");
        if (parts.Length > 1)
        {
            Assert.True(MarkdownPage.Read(file).Headings.Any(h => h.Anchor == parts[1]), $"{page.Name} links to {target}, but the page does not have this heading.");
        }
    }

    [GeneratedRegex(@"https://(github|raw\.githubusercontent)\.com/[\w.-]+/leadgen\b")]
    private static partial Regex Address { get; }
}
