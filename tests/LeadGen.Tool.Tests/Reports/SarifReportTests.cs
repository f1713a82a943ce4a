using System.Text.Json.Nodes;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests.Reports;

/// <summary>Tests SARIF reports. See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.</summary>
public sealed class SarifReportTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public async Task The_log_names_its_version_its_tool_and_every_rule()
    {
        JsonNode log = await ReportAsync(["diff", SamplePortals.Romashka, SamplePortals.Romashka]);

        Assert.Equal("2.1.0", (string?)log["version"]);
        Assert.EndsWith("sarif-2.1.0.json", (string?)log["$schema"], StringComparison.Ordinal);
        JsonNode run = log["runs"]!.AsArray().Single()!;
        JsonNode driver = run["tool"]!["driver"]!;
        Assert.Equal("leadgen", (string?)driver["name"]);
        Assert.Matches(@"^\d+\.\d+\.\d+$", (string?)driver["semanticVersion"]);
        Assert.Equal("utf16CodeUnits", (string?)run["columnKind"]);
        Assert.Empty(run["results"]!.AsArray());
        Assert.Equal(
            ChangeRules.All.Select(r => (r.Id, r.Title, r.IsBreaking ? "error" : "note")),
            driver["rules"]!.AsArray().Select(r => ((string)r!["id"]!, (string)r["shortDescription"]!["text"]!, (string)r["defaultConfiguration"]!["level"]!)));
    }

    [Fact]
    public async Task Every_result_is_complete_and_refers_to_a_rule()
    {
        JsonNode log = await ReportAsync(["diff", SamplePortals.Harbor, SamplePortals.Romashka]);

        JsonNode run = log["runs"]![0]!;
        JsonArray rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        JsonArray results = run["results"]!.AsArray();
        Assert.True(results.Count > 100);
        Assert.All(results, r =>
        {
            Assert.Equal((string?)rules[(int)r!["ruleIndex"]!]!["id"], (string?)r["ruleId"]);
            Assert.Contains((string?)r["level"], new[] { "error", "note" });
            Assert.False(string.IsNullOrWhiteSpace((string?)r["message"]!["text"]));
            JsonNode place = r["locations"]!.AsArray().Single()!["physicalLocation"]!;
            Assert.Equal("harbor/crm.lead.fields.json", string.Join('/', ((string)place["artifactLocation"]!["uri"]!).Split('/')[^2..]));
            JsonNode region = place["region"]!;
            (int Line, int Column) start = ((int)region["startLine"]!, (int)region["startColumn"]!);
            (int Line, int Column) end = ((int)region["endLine"]!, (int)region["endColumn"]!);
            Assert.True(start.Line >= 1 && start.Column >= 1 && start.CompareTo(end) <= 0);
        });
        string[] prints = [.. results.Select(r => (string)r!["partialFingerprints"]!["change/v1"]!)];
        Assert.Equal(prints.Length, prints.Distinct().Count());
    }

    [Fact]
    public async Task A_region_contains_the_old_value_and_its_URI_leads_to_the_file()
    {
        const string Folder = "порталы и люди/акме #1, 100%";
        new PortalFolderBuilder().With("TITLE").With("UF_CRM_1", label: "Карта 🌷", more: """{"isReadOnly": false}""").With("UF_CRM_2")
            .With("STATUS_ID", "crm_status", more: """{"statusType": "STATUS"}""").WithStatus("STATUS", "NEW", "Новый").WithStatus("STATUS", "JUNK", "Не наш")
            .WriteTo(_work, Folder);
        new PortalFolderBuilder().With("TITLE").With("UF_CRM_1", label: "Карта 🌷", more: """{"isReadOnly": true}""").With("UF_CRM_3")
            .With("STATUS_ID", "crm_status", more: """{"statusType": "STATUS"}""").WithStatus("STATUS", "NEW", "Новый")
            .WriteTo(_work, "new");

        JsonNode log = await ReportAsync(["diff", Folder, "new"]);

        (string Rule, string Text, string File)[] places =
        [
            .. log["runs"]![0]!["results"]!.AsArray().Select(r =>
            {
                JsonNode place = r!["locations"]![0]!["physicalLocation"]!;
                string uri = (string)place["artifactLocation"]!["uri"]!;
                Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative), uri);
                string file = new Uri(new Uri($"file://{_work.Path}/"), uri).LocalPath;
                JsonNode region = place["region"]!;
                string[] lines = File.ReadAllLines(file);
                int line = (int)region["startLine"]!, from = (int)region["startColumn"]!, to = (int)region["endColumn"]!;
                Assert.Equal(line, (int)region["endLine"]!);
                return ((string)r["ruleId"]!, lines[line - 1][(from - 1)..(to - 1)], Path.GetRelativePath(_work.Path, file));
            }),
        ];
        const string Fields = Folder + "/crm.lead.fields.json";
        Assert.Equal(
            [
                ("became-read-only", "false", Fields),
                ("field-removed", "\"UF_CRM_2\"", Fields),
                ("field-added", "", Fields),
                ("value-removed", "\"JUNK\"", Folder + "/crm.status.list.json"),
            ],
            places);
    }

    [Fact]
    public async Task A_file_outside_the_working_folder_has_an_absolute_URI()
    {
        new PortalFolderBuilder().With("TITLE").With("NAME").WriteTo(_work, "старый #1/100%41?");
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "new");
        Directory.CreateDirectory(_work.File("here"));

        JsonNode log = JsonNode.Parse(await ToolRun.SucceedAsync(_work.File("here"), ["diff", "../старый #1/100%41?", "../new", "--format", "sarif"]))!;

        var uri = new Uri((string)log["runs"]![0]!["results"]![0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!);
        Assert.True(uri.IsFile);
        Assert.Equal(_work.File("старый #1/100%41?/crm.lead.fields.json"), uri.LocalPath);
    }

    [Fact]
    public async Task A_message_is_always_one_line()
    {
        new PortalFolderBuilder().With("TITLE").With("NAME", label: "two\nlines\u001b]0;x\u0007").WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "new");

        string message = (string)(await ReportAsync(["diff", "old", "new"]))["runs"]![0]!["results"]![0]!["message"]!["text"]!;

        Assert.DoesNotContain(message, char.IsControl);
        Assert.StartsWith("Field removed: NAME (Name) «two lines \\]0;x» (was string). Code that uses the field no longer compiles", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[click](1)", @"\[click\](1)")]
    [InlineData(@"\[click\\](1)", @"\\\[click\\\\\](1)")]
    [InlineData("{0} {{1}}", "{{0}} {{{{1}}}}")]
    [InlineData(@"C:\folder", @"C:\folder")]
    public async Task A_label_creates_neither_a_link_nor_a_placeholder(string label, string expected)
    {
        new PortalFolderBuilder().With("TITLE").With("NAME", label: label).WriteTo(_work, "old");
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "new");

        string message = (string)(await ReportAsync(["diff", "old", "new"]))["runs"]![0]!["results"]![0]!["message"]!["text"]!;

        Assert.Contains($"«{expected}»", message, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private async Task<JsonNode> ReportAsync(string[] command) =>
        JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, [.. command, "--format", "sarif"]))!;
}
