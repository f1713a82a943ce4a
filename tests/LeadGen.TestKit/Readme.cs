using System.Xml.Linq;

namespace LeadGen.TestKit;

/// <summary>Provides the README, which nuget.org also shows, and the pages for users, in the order of the README's table.</summary>
public static class Readme
{
    private static readonly string[] s_pages = ["leads", "schema", "bulk", "limits", "errors", "hosting", "testing", "projects", "migration"];

    /// <summary>Gets the URL of the repository, which is set only in <c>Directory.Build.props</c>.</summary>
    public static string RepositoryUrl { get; } = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;

    public static string Docs { get; } = Path.Combine(Repository.Root, "runtime", "docs");

    public static MarkdownPage English { get; } = MarkdownPage.Read(Path.Combine(Repository.Root, "README.md"));

    /// <summary>Gets each page in English and in Russian. The README is the first.</summary>
    public static IReadOnlyList<(MarkdownPage English, MarkdownPage Russian)> Pairs { get; } =
    [
        (English, MarkdownPage.Read(Path.Combine(Docs, "README.ru.md"))),
        .. s_pages.Prepend("README").Select(static name => (MarkdownPage.Read(Path.Combine(Docs, $"{name}.md")), MarkdownPage.Read(Path.Combine(Docs, "ru", $"{name}.md")))),
    ];

    /// <summary>Gets the pages for users, in English.</summary>
    public static IReadOnlyList<MarkdownPage> Pages { get; } = [.. Pairs.Select(static pair => pair.English)];
}
