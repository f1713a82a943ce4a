using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace LeadGen.Analyzers.Tests;

/// <summary>Tests that the example on each rule page gives exactly the diagnostic on the page, and that the corrected code gives none.</summary>
public sealed partial class RulePageTests
{
    private const string Head = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Net.Http;
        using System.Net.Http.Json;
        using System.Threading.Tasks;
        using Acme.Crm;
        using LeadGen;
        interface IRest { Task CallAsync(string method, object arguments); }
        abstract class Program
        {
            IRest rest = null!; Bitrix24Client client = null!; HttpClient http = null!; string webhook = ""; Lead lead = null!; long leadId; object fields = null!; Dictionary<string, object> row = null!;
            async Task M()
            {

        """;

    public static TheoryData<string> Pages => [.. Analysis.All.SelectMany(static a => a.SupportedDiagnostics).Select(static d => d.Id).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_example_gives_the_diagnostic_on_the_page(string rule)
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "generator", "docs", rule + ".md"));
        string example = Section().Match(page).Value;
        string code = Code().Match(example).Groups[1].Value;
        string shown = Shown().Match(example).Groups[1].Value;
        Assert.Equal([shown], await DiagnoseAsync(code));

        string remedy = page[page.IndexOf("## Remedy", StringComparison.Ordinal)..page.IndexOf("## Code fix", StringComparison.Ordinal)];
        Assert.NotEmpty(Code().Matches(remedy));
        foreach (Match corrected in Code().Matches(remedy))
        {
            Assert.Empty(await DiagnoseAsync(corrected.Groups[1].Value));
        }
    }

    private static async Task<IEnumerable<string>> DiagnoseAsync(string code)
    {
        // The page shows a placeholder instead of a secret.
        code = code.Replace("/rest/1/…/", "/rest/1/k2j4h5g6f7d8/", StringComparison.Ordinal);
        string config = SamplePortal.Config.Replace(
            "build_property.RootNamespace = App", $"build_property.RootNamespace = App\n{Setting().Match(code).Groups[1].Value}", StringComparison.Ordinal);
        return (await Analysis.RunAsync([("Program.cs", Head + code + "\n} }")], SamplePortal.Files, config, [], mustCompile: true))
            .Where(d => d.Id != "LG1016" || code.Contains("row[\"", StringComparison.Ordinal))
            .OrderBy(static d => d.Location.SourceSpan.Start)
            .Select(static d => $"{d.Severity.ToString().ToLowerInvariant()} {d.Id}: {d.GetMessage(CultureInfo.InvariantCulture)}");
    }

    [GeneratedRegex("## Example.*?## Remedy", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"```text\nProgram\.cs\(7,9\): (.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Shown();

    [GeneratedRegex(@"^// (leadgen_other_entity_codes = .*)$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
