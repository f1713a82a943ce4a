using System.Reflection;

namespace LeadGen.Tool.Commands;

/// <summary>Reads the documentation pages of the rules, which are embedded in the tool.</summary>
internal static class RulePages
{
    private const string Prefix = "rule:";

    /// <summary>Gets the IDs of the rules that have a page.</summary>
    public static IEnumerable<string> Ids => typeof(RulePages).Assembly.GetManifestResourceNames()
        .Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(static n => n[Prefix.Length..])
        .Order(StringComparer.Ordinal);

    /// <summary>Gets the page of a rule, or <see langword="null"/> if there is none.</summary>
    public static string? Find(string id)
    {
        using Stream? page = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + id.ToUpperInvariant());
        if (page is null)
        {
            return null;
        }

        using var reader = new StreamReader(page);
        return reader.ReadToEnd();
    }
}
