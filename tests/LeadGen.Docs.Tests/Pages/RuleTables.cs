using LeadGen.Docs.Tests.Snippets;
using LeadGen.Schema;

namespace LeadGen.Docs.Tests.Pages;

/// <summary>Writes the tables of rules in <c>generator/docs/README.md</c> from the descriptors.</summary>
internal static class RuleTables
{
    private const string Head = "| ID | title | severity |\n|---|---|---|\n";

    private static readonly (string Id, string Title, string Severity)[] s_schemaRules =
    [
        .. SchemaRules.All.Select(static r => (r.Id, r.Title, r.Severity.ToString()))
            // Reported by MSBuild.
            .Append(("LG0019", "Missing LeadSchema file", "Error")),
    ];

    private static readonly (string Id, string Title, string Severity)[] s_usageRules =
    [
        .. Snippet.Analyzers.SelectMany(static a => a.SupportedDiagnostics).DistinctBy(static d => d.Id)
            .Select(static d => (d.Id, d.Title.ToString(System.Globalization.CultureInfo.InvariantCulture), d.DefaultSeverity.ToString())),
    ];

    public static string FilePath { get; } = Path.Combine(Repository.Root, "generator", "docs", "README.md");

    /// <summary>Returns the page with both tables replaced.</summary>
    public static string Update(string page) => Replace(Replace(page, s_schemaRules), s_usageRules);

    private static string Replace(string page, (string Id, string Title, string Severity)[] rules)
    {
        (string Id, string Title, string Severity)[] sorted = [.. rules.OrderBy(static r => r.Id, StringComparer.Ordinal)];
        int start = page.LastIndexOf("| ID |", page.IndexOf($"| [{sorted[0].Id}]", StringComparison.Ordinal), StringComparison.Ordinal);
        int end = page.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        return page[..start] + Head + string.Concat(sorted.Select(static r => $"| [{r.Id}]({r.Id}.md) | {r.Title} | {r.Severity} |\n")) + page[end..];
    }
}
