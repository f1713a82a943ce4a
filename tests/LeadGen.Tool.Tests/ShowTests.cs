using System.Text.Json.Nodes;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public sealed class ShowTests : IDisposable
{
    private readonly Workspace _work = new();

    public ShowTests() => new PortalFolderBuilder()
        .With("ID", "integer", "Номер", """{"isReadOnly": true}""")
        .With("TITLE", label: "Тема", more: """{"isRequired": true}""")
        .With("SOURCE_ID", "crm_status", "Откуда", """{"statusType": "SOURCE"}""")
        .With("UF_CRM_1", label: "Чей счёт", more: """{"settings": {"MAX_LENGTH": 8, "REGEXP": "/^\\d+$/"}}""")
        .With("UF_CRM_2", "enumeration", "Способ доставки", """{"isMultiple": true, "items": [{"ID": "177", "VALUE": "Курьер [быстро]"}]}""")
        .With("UF_CRM_3", "file", "Договор")
        .With("UF_CRM_4", "date", "Срок", """{"isImmutable": true}""")
        .With("UF_CRM_5", "hlblock", "Виджет")
        .WithStatus("SOURCE", "UC_AVITO", "Авито")
        .WriteTo(_work, "acme");

    [Theory]
    [InlineData("", "ID SOURCE_ID TITLE UF_CRM_1 UF_CRM_2 UF_CRM_3 UF_CRM_4 UF_CRM_5")]
    [InlineData("--search ТЕМА", "TITLE")]
    [InlineData("-s счет", "UF_CRM_1")]
    [InlineData("-s СЧЁТ", "UF_CRM_1")]
    [InlineData("-s schyot", "UF_CRM_1")]
    [InlineData("-s schet", "")]
    [InlineData("-s uf_crm_2", "UF_CRM_2")]
    [InlineData("-s sposobdost", "UF_CRM_2")]
    [InlineData("-s [быстро]", "UF_CRM_2")]
    [InlineData("-s avito", "SOURCE_ID")]
    [InlineData("-s 177", "UF_CRM_2")]
    [InlineData("--type ENUMERATION", "UF_CRM_2")]
    [InlineData("-t enum", "")]
    [InlineData("--custom", "UF_CRM_1 UF_CRM_2 UF_CRM_3 UF_CRM_4 UF_CRM_5")]
    [InlineData("--writable", "SOURCE_ID TITLE UF_CRM_1 UF_CRM_2 UF_CRM_5")]
    [InlineData("--custom --writable --type string", "UF_CRM_1")]
    public async Task Fields_are_filtered_by_text_type_and_flags(string filter, string codes)
    {
        string[] command = ["show", "acme", .. filter.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        string table = await ToolRun.SucceedAsync(_work.Path, command);
        JsonArray json = JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, [.. command, "--json"]))!.AsArray();

        string[] expected = codes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, json.Select(f => (string?)f!["code"]));
        Assert.EndsWith($"\n{expected.Length} of 8 fields.\n", table, StringComparison.Ordinal);
        Assert.All(expected, code => Assert.Matches($@"(?m)^\s+{code}\s", table));
    }

    [Fact]
    public async Task The_JSON_output_contains_all_details_of_a_field()
    {
        string json = await ToolRun.SucceedAsync(_work.Path, ["show", "acme", "--json", "-t", "string", "--custom"]);

        Assert.Equal(
            """
            [
              {
                "code": "UF_CRM_1",
                "label": "Чей счёт",
                "name": "CheySchyot",
                "type": "string",
                "isWritable": true,
                "flags": [
                  "custom"
                ],
                "limits": [
                  "at most 8 characters",
                  "text that matches /^\\d+$/"
                ],
                "values": []
              }
            ]

            """.ReplaceLineEndings("\n"),
            json);
        JsonNode delivery = JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["show", "acme", "--json", "-s", "доставки", "--identifiers", "native"]))![0]!;
        Assert.Equal("""{"value":"177","name":"КурьерБыстро","text":"Курьер [быстро]"}""", delivery["values"]![0]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(["multiple", "custom"], delivery["flags"]!.AsArray().Select(f => (string?)f));
    }

    [Fact]
    public async Task The_table_shows_types_flags_and_accepted_values()
    {
        string table = await ToolRun.SucceedAsync(_work.Path, ["show", "acme"]);

        Assert.Matches(@"TITLE\s+Тема\s+Title\s+Text, required", table);
        Assert.Matches(@"ID\s+Номер\s+Id\s+Whole number, read-only", table);
        Assert.Matches(@"UF_CRM_2\s+Способ доставки\s+SposobDostavki\s+List, multiple, custom\s+177 Курьер \[быстро\]", table);
        Assert.Matches(@"UF_CRM_3\s+Договор\s+Dogovor\s+File, not writable by an update, custom", table);
        Assert.Matches(@"UF_CRM_4\s+Срок\s+Srok\s+Date, immutable, custom", table);
        Assert.Matches(@"UF_CRM_5\s+Виджет\s+Vidzhet\s+hlblock, custom", table);
    }

    [Theory]
    [InlineData("en", "lang=\"en\"")]
    [InlineData("RU", "lang=\"ru\"")]
    public async Task The_page_is_written_in_the_requested_language(string language, string expected)
    {
        string output = await ToolRun.SucceedAsync(_work.Path, ["show", "acme", "--html", "словарь полей.html", "--language", language]);

        Assert.Equal("Written: словарь полей.html, 8 fields.\n", output);
        string page = _work.Read("словарь полей.html");
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains("Способ доставки", page, StringComparison.Ordinal);
        await ToolRun.SucceedAsync(_work.Path, ["show", "acme", "--html", "словарь полей.html", "--language", language]);
        Assert.Equal(page, _work.Read("словарь полей.html"));
    }

    [Fact]
    public async Task The_only_portal_below_a_folder_is_the_default()
    {
        _work.Write("bin/copy/crm.lead.fields.json", "{}");
        _work.Write("obj/copy/crm.lead.fields.json", "{}");
        _work.Write("web/node_modules/x/crm.lead.fields.json", "{}");
        _work.Write(".git/x/crm.lead.fields.json", "{}");
        Assert.Equal(await ToolRun.SucceedAsync(_work.Path, ["show", "acme"]), await ToolRun.SucceedAsync(_work.Path, ["show"]));
        Assert.Equal(await ToolRun.SucceedAsync(_work.Path, ["show", "acme"]), await ToolRun.SucceedAsync(_work.File("acme"), ["show"]));
        Assert.Equal(await ToolRun.SucceedAsync(_work.Path, ["show", "acme"]), await ToolRun.SucceedAsync(_work.Path, ["show", "acme/crm.lead.fields.json"]));
    }

    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["show", "nowhere"], "'nowhere' is not a portal folder" },
        { ["show", "acme/crm.status.list.json"], "'acme/crm.status.list.json' is not a portal folder" },
        { ["show", "acme", "--html", "acme"], "" },
        { ["show", "acme", "--html", "no/such/folder.html"], "" },
        { ["show", "acme", "--html", "x.html", "--language", "de"], "--language must be one of en|ru, not 'de'." },
        { ["show", "acme", "--html", "x.html", "--json"], "Remove --json." },
        { ["show", "acme", "--html", "x.html", "--search", "x"], "Remove --search." },
        { ["show", "acme", "--html", "x.html", "--custom"], "Remove --custom." },
        { ["show", "acme", "--class-name", "a b"], "'a b' is not a valid class name" },
        { ["show", "acme", "acme"], "Unrecognized command or argument 'acme'." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_an_error_with_a_remedy_and_writes_nothing(string[] arguments, string expected)
    {
        SortedDictionary<string, string> before = _work.Snapshot();
        ToolRun run = await ToolRun.RunAsync(_work.Path, arguments);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Contains("\nremedy: ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _work.Snapshot());
    }

    public void Dispose() => _work.Dispose();
}
