using System.Reflection;

namespace LeadGen.Tool.Commands;

/// <summary>The pages of the rules, as they are in the repository.</summary>
internal static class RulePages
{
    private const string Prefix = "rule:";

    /// <summary>The ids that have a page.</summary>
    public static IEnumerable<string> Ids => typeof(RulePages).Assembly.GetManifestResourceNames()
        .Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(static n => n[Prefix.Length..])
        .Order(StringComparer.Ordinal);

    /// <summary>The page of a rule; <see langword="null"/> where there is none.</summary>
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
