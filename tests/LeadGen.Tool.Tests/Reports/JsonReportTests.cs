using System.Text.Json.Nodes;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests.Reports;

public sealed class JsonReportTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public async Task The_same_change_produces_the_same_bytes()
    {
        PortalFolderBuilder portal = new PortalFolderBuilder().With("TITLE").With("NAME").With("STATUS_ID", "crm_status", more: """{"statusType": "STATUS"}""")
            .WithStatus("STATUS", "NEW", "Новый").WriteTo(_work, "old");
        portal.With("NAME", label: "Имя").With("UF_CRM_1", "date", "День").WithStatus("STATUS", "UC_1A", "Ждёт \"оплаты\"").WriteTo(_work, "new");
        portal.WriteTo(_work, "reversed", reversed: true);

        string report = await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--json"]);

        Assert.Equal(
            """
            {
              "before": "'old'",
              "after": "'new'",
              "breaking": 0,
              "compatible": 3,
              "changes": [
                {
                  "rule": "label-changed",
                  "isBreaking": false,
                  "code": "NAME",
                  "key": null,
                  "name": "Name",
                  "label": "Имя",
                  "before": "NAME",
                  "after": "Имя",
                  "consequence": "Labels appear only in IntelliSense. Pinned C# names do not change."
                },
                {
                  "rule": "field-added",
                  "isBreaking": false,
                  "code": "UF_CRM_1",
                  "key": null,
                  "name": "Den",
                  "label": "День",
                  "before": null,
                  "after": "date",
                  "consequence": "New members are generated; existing members do not change."
                },
                {
                  "rule": "value-added",
                  "isBreaking": false,
                  "code": "STATUS",
                  "key": "UC_1A",
                  "name": "ZhdyotOplaty",
                  "label": "Ждёт \"оплаты\"",
                  "before": null,
                  "after": "Ждёт \"оплаты\"",
                  "consequence": "The dictionary's type has a new member."
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            report);
        Assert.Equal(report, await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--format", "json"]));
        Assert.Equal(report, (await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "reversed", "--json"])).Replace("'reversed'", "'new'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"\\\u0001\u001b[31m\u0085\r\n")]
    [InlineData("\ud83d half of a pair \udf37")]
    [InlineData("🌷 & <b>'x'</b> \u2028")]
    public async Task A_label_with_any_characters_produces_valid_JSON(string label)
    {
        new PortalFolderBuilder().With("TITLE").WriteTo(_work, "old");
        string escaped = string.Concat(label.Select(c => $"\\u{(int)c:x4}"));
        _work.Write("new/crm.lead.fields.json", """{"result": {"TITLE": {"type": "string", "title": "#"}}}""".Replace("#", escaped, StringComparison.Ordinal));

        JsonNode change = JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--json"]))!["changes"]!.AsArray().Single()!;

        Assert.Equal("label-changed", (string?)change["rule"]);
        Assert.Equal(label.Replace('\ud83d', '\ufffd').Replace('\udf37', '\ufffd').Length, ((string?)change["after"])!.Length);
        Assert.NotNull(JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["diff", "old", "new", "--format", "sarif"])));
        Assert.NotNull(JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["show", "new", "--json"])));
        Assert.NotNull(JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["explain", "TITLE", "new", "--json"])));
    }

    public void Dispose() => _work.Dispose();
}
