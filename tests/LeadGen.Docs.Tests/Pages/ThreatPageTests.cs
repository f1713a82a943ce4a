using System.Text.RegularExpressions;

namespace LeadGen.Docs.Tests.Pages;

/// <summary>Tests that the page about threats names existing tests, and at least one for each claim.</summary>
public sealed partial class ThreatPageTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(Repository.Root, "runtime", "docs", "threats.md"));

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        ILookup<string, string> files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(static f => Path.GetFileNameWithoutExtension(f));
        (string Class, string Method)[] named = [.. s_lines.SelectMany(static l => Test().Matches(l)).Select(static m => (m.Groups[1].Value, m.Groups[2].Value)).Distinct()];

        Assert.True(named.Length > 40, "the page names too few tests");
        Assert.All(named, test => Assert.Contains(files[test.Class], file => IsTest(File.ReadAllLines(file), test.Method)));
    }

    [Fact]
    public void Every_claim_names_a_test()
    {
        string[] claims = [.. s_lines.Where(static l => l.StartsWith("| ", StringComparison.Ordinal) && !l.EndsWith("| shown by |", StringComparison.Ordinal))];
        Assert.True(claims.Length > 25, "the page contains too few claims");
        Assert.All(claims, static claim => Assert.Matches(Test(), claim.TrimEnd(' ', '|').Split('|')[^1]));
    }

    // The lines above a method up to a blank one are its attributes.
    private static bool IsTest(string[] lines, string method)
    {
        int place = Array.FindIndex(lines, l => Regex.IsMatch(l, $@"\bpublic (async )?(void|Task) {method}\("));
        return place >= 0 && lines[..place].Reverse().TakeWhile(static l => l.Trim().Length > 0).Any(static l => Regex.IsMatch(l, @"\[\w*(Fact|Theory)\]"));
    }

    [GeneratedRegex("`([A-Za-z0-9]+Tests)\\.(\\w+)`")]
    private static partial Regex Test();
}
