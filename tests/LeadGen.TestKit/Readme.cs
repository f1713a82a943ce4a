using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LeadGen.TestKit;

/// <summary>Provides the README, which nuget.org also shows, and the pages for users, in the order of the table of contents.</summary>
public static partial class Readme
{
    /// <summary>Gets the URL of the repository, which is set only in <c>Directory.Build.props</c>.</summary>
    public static string RepositoryUrl { get; } = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;

    public static string Docs { get; } = Path.Combine(Repository.Root, "runtime", "docs");

    public static MarkdownPage English { get; } = MarkdownPage.Read(Path.Combine(Repository.Root, "README.md"));

    /// <summary>Gets each page in English and in Russian. The README is the first.</summary>
    public static IReadOnlyList<(MarkdownPage English, MarkdownPage Russian)> Pairs { get; } =
    [
        (English, MarkdownPage.Read(Path.Combine(Docs, "README.ru.md"))),
        .. GetPageNames().Select(static name => (MarkdownPage.Read(Path.Combine(Docs, $"{name}.md")), MarkdownPage.Read(Path.Combine(Docs, "ru", $"{name}.md")))),
    ];

    /// <summary>Gets the pages for users, in English.</summary>
    public static IReadOnlyList<MarkdownPage> Pages { get; } = [.. Pairs.Select(static pair => pair.English)];

    // Every translated page is in the table of contents.
    private static string[] GetPageNames()
    {
        HashSet<string> translated = [.. Directory.GetFiles(Path.Combine(Docs, "ru"), "*.md").Select(static file => Path.GetFileNameWithoutExtension(file))];
        string[] names = [.. PageLink().Matches(File.ReadAllText(Path.Combine(Docs, "README.md"))).Select(static m => m.Groups["name"].Value).Where(translated.Contains).Prepend("README")];
        return translated.Except(names).FirstOrDefault() is { } missing
            ? throw new InvalidOperationException($"'{missing}.md' is not in the table of contents, {Path.Combine(Docs, "README.md")}.")
            : names;
    }

    [GeneratedRegex(@"\]\((?<name>[\w-]+)\.md\)")]
    private static partial Regex PageLink();
}
