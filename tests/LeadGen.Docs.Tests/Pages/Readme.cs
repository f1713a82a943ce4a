namespace LeadGen.Docs.Tests.Pages;

/// <summary>The README, which the packages' page on nuget.org shows too, and its translation.</summary>
internal static class Readme
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string EnglishPath { get; } = Path.Combine(Root, "README.md");

    public static string RussianPath { get; } = Path.Combine(Root, "runtime", "docs", "README.ru.md");

    public static MarkdownPage English { get; } = MarkdownPage.Read(EnglishPath);

    public static MarkdownPage Russian { get; } = MarkdownPage.Read(RussianPath);

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "LeadGen.sln")) ? folder.FullName : Find(folder.Parent!);
}
