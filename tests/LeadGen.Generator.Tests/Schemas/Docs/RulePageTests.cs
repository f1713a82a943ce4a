using System.Text.RegularExpressions;
using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Generator.Tests.Schemas.Docs;

/// <summary>Tests that every rule has a documentation page that matches it.</summary>
public partial class RulePageTests
{
    /// <summary>The rule that MSBuild reports: a <c>LeadSchema</c> item without its file.</summary>
    private const string FileMissing = "LG0019";

    private static readonly string s_docs = Path.Combine(Repository.Root, "generator", "docs");
    private static readonly string s_generator = Path.Combine(Repository.Root, "generator", "LeadGen.Generator");

    private static readonly (string Id, string Title, string Severity)[] s_rules =
    [
        .. SchemaRules.All.Select(r => (r.Id, r.Title, r.Severity.ToString()))
            .Append((FileMissing, "Missing LeadSchema file", "Error"))
            .OrderBy(r => r.Item1, StringComparer.Ordinal),
    ];

    public static TheoryData<string, string, string> Rules
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            Array.ForEach(s_rules, r => data.Add(r.Id, r.Title, r.Severity));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_a_page_with_its_title_and_severity(string id, string title, string severity)
    {
        string[] page = File.ReadAllLines(Path.Combine(s_docs, id + ".md"));

        Assert.Equal($"# {id}: {title}", page[0]);
        Assert.Contains($"Default severity: {severity.ToLowerInvariant()}.", page);
        Assert.All(
            new[] { "## Cause", "## Example", "## Remedy", "## How to suppress or change the severity" },
            heading => Assert.False(string.IsNullOrWhiteSpace(page[Array.IndexOf(page, heading) + 2]), heading));
        Assert.Contains(page, line => line.Contains($": {severity.ToLowerInvariant()} {id}: ", StringComparison.Ordinal));
        Assert.Equal(id != FileMissing, page.Any(line => line.StartsWith($"dotnet_diagnostic.{id}.severity = ", StringComparison.Ordinal)));
    }

    [Fact]
    public void There_is_no_page_without_a_rule() => Assert.Equal(
        s_rules.Select(r => r.Id + ".md"),
        Directory.GetFiles(s_docs, "LG0*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_rules_lists_each_with_its_severity() => Assert.Equal(
        s_rules.Select(r => $"| [{r.Id}]({r.Id}.md) | {r.Title} | {r.Severity} |"),
        File.ReadAllLines(Path.Combine(s_docs, "README.md")).Where(line => line.StartsWith("| [LG0", StringComparison.Ordinal)));

    [Fact]
    public void The_list_of_releases_has_each_rule_of_the_generator_once() => Assert.Equal(
        SchemaRules.All.Select(r => $"{r.Id} | LeadGen.Schema | {r.Severity}"),
        new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(file => File.ReadAllLines(Path.Combine(s_generator, file)))
            .Where(line => line.StartsWith("LG0", StringComparison.Ordinal))
            .Select(line => line[..line.LastIndexOf(" | ", StringComparison.Ordinal)])
            .Order(StringComparer.Ordinal));

    [Fact]
    public void The_build_and_the_generator_report_an_old_framework_with_the_same_message()
    {
        string text = TextOfBuild("LG0020");

        Assert.Equal(SchemaRules.UnsupportedFramework.Message, text.Replace("$(_LeadGenFramework)", "{0}", StringComparison.Ordinal));
        Assert.Contains(text.Replace("$(_LeadGenFramework)", "netstandard2.0", StringComparison.Ordinal), File.ReadAllText(Path.Combine(s_docs, "LG0020.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_build_reports_the_missing_file_with_its_rule_ID()
    {
        string page = File.ReadAllText(Path.Combine(s_docs, FileMissing + ".md"));
        string shown = TextOfBuild(FileMissing)
            .Replace("%(LeadSchema.Identity)", "portals/acme/crm.lead.field.json", StringComparison.Ordinal)
            .Replace("$(LeadGenToolCommand)", "dotnet leadgen", StringComparison.Ordinal)
            .Replace("$(_LeadMethodPrefix)", "crm.lead", StringComparison.Ordinal);
        Assert.Contains(shown, page, StringComparison.Ordinal);
    }

    private static string TextOfBuild(string id) => Regex.Match(
        File.ReadAllText(Path.Combine(Repository.Root, "runtime", "LeadGen", "build", "LeadGen.targets")),
        $"Code=\"{id}\".*?Text=\"(.*?)\"", RegexOptions.Singleline).Groups[1].Value;

    // Rules that only the compiler reports, or whose example is shortened.
    private static readonly string[] s_untestedExamples = ["LG0003", "LG0005", "LG0008", "LG0014", "LG0015", "LG0017", "LG0018", FileMissing, "LG0020", "LG0021"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_example_of_a_page_produces_its_message(string id, string title, string severity)
    {
        if (s_untestedExamples.Contains(id))
        {
            return;
        }

        string page = File.ReadAllText(Path.Combine(s_docs, id + ".md"));
        string example = JsonExample.Match(page).Groups[1].Value;
        string message = Message.Match(page).Groups[1].Value;
        bool isWhole = example.StartsWith('{');
        bool isNames = message.StartsWith("portals/acme/leadgen.names.json", StringComparison.Ordinal);
        MemoryPortal portal = isNames
            ? MemoryPortal.Create(MemoryPortal.Field("STATUS_ID"), MemoryPortal.Field("UF_CRM_1712000000", "enumeration", "Delivery", """ "items": [{"ID": "5", "VALUE": "Courier"}] """))
                with { Names = example }
            : new MemoryPortal(isWhole ? example : $"{{{example}}}");

        PortalReading reading = portal.Read();
        IEnumerable<SchemaDiagnostic> found = reading.Schema is null
            ? reading.Diagnostics
            : reading.Diagnostics.Concat(PortalNamer.Name(reading, new NamingOptions()).Diagnostics);

        string printed = Assert.Single(found).ToString();
        Assert.Equal(isWhole ? message : Place.Replace(message, ""), isWhole ? printed : Place.Replace(printed, ""));
        Assert.Contains($"{severity.ToLowerInvariant()} {id}", printed, StringComparison.Ordinal);
        Assert.NotEmpty(title);
    }

    [GeneratedRegex("```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex JsonExample { get; }

    [GeneratedRegex("```text\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Message { get; }

    [GeneratedRegex(@"\(\d+,\d+\)")]
    private static partial Regex Place { get; }
}
