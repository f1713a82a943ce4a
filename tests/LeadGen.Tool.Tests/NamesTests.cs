using System.Text.Json.Nodes;
using LeadGen.Testing;
using LeadGen.Tool.Snapshots;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public sealed class NamesTests : IDisposable
{
    private const string File = "acme/leadgen.names.json";
    private const string Card = "UF_CRM_1";
    private const string Delivery = "UF_CRM_2";

    private readonly Workspace _work = new();

    public NamesTests() => new PortalFolderBuilder()
        .With("TITLE")
        .With("STATUS_ID", "crm_status", more: """{"statusType": "STATUS"}""")
        .With("UF_CRM_0", "crm_status", "Откуда", """{"statusType": "SOURCE"}""")
        .With(Card, label: "Номер карты")
        .With(Delivery, "enumeration", "Способ доставки", """{"items": [{"ID": "177", "VALUE": "Курьер"}, {"ID": "178", "VALUE": "Самовывоз"}]}""")
        .WithStatus("STATUS", "NEW", "Новый").WithStatus("STATUS", "C1:UC_1A>2", "Ждёт: оплаты").WithStatus("SOURCE", "UC_AVITO", "Авито")
        .WriteTo(_work, "acme");

    [Fact]
    public void The_JSON_schema_of_the_file_is_where_the_file_says()
    {
        JsonNode schema = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "schema", "leadgen.names.schema.json")))!;

        Assert.Equal(NamesFile.SchemaUrl, (string?)schema["$id"]);
        Assert.EndsWith("/main/schema/leadgen.names.schema.json", NamesFile.SchemaUrl, StringComparison.Ordinal);
        Assert.Equal(["$schema", "fields", "items", "statuses", "renamed", "reserved"], schema["properties"]!.AsObject().Select(static p => p.Key));
    }

    [Fact]
    public async Task The_list_has_every_name_that_a_label_could_change()
    {
        JsonArray names = await ListAsync();

        Assert.Equal(
            [
                "field UF_CRM_0: Otkuda", "field UF_CRM_1: NomerKarty", "field UF_CRM_2: SposobDostavki",
                "item UF_CRM_2 177: Kurer", "item UF_CRM_2 178: Samovyvoz",
                "value SOURCE UC_AVITO: Avito", "value STATUS C1:UC_1A>2: ZhdyotOplaty", "value STATUS NEW: New",
            ],
            names.Select(n => $"{n!["kind"]} {n["code"]}{(n["key"] is { } key ? " " + key : "")}: {n["name"]}").Order(StringComparer.Ordinal));
        Assert.All(names, n => Assert.Equal((false, (string?)null), ((bool)n!["isPinned"]!, (string?)n["formerName"])));
        Assert.Matches(@"value\s+STATUS:C1:UC_1A>2\s+ZhdyotOplaty\s+Ждёт: оплаты\s+no\n", await RunAsync("list"));
    }

    [Fact]
    public async Task Pinning_pins_all_once_and_keeps_every_name()
    {
        JsonArray before = await ListAsync();

        Assert.Equal("8 names were pinned, 8 in all.\n", await RunAsync("pin"));
        JsonArray after = await ListAsync();
        Assert.All(after, n => Assert.True((bool)n!["isPinned"]!));
        Assert.Equal(before.Select(n => (string?)n!["name"]), after.Select(n => (string?)n!["name"]));
        string written = _work.Read(File);
        DateTime time = System.IO.File.GetLastWriteTimeUtc(_work.File(File));
        Assert.Equal("0 names were pinned, 8 in all.\n", await RunAsync("pin"));
        Assert.Equal((written, time), (_work.Read(File), System.IO.File.GetLastWriteTimeUtc(_work.File(File))));
    }

    [Theory]
    [InlineData(Card, "fields/UF_CRM_1", "NomerKarty")]
    [InlineData("uf_crm_1", "fields/UF_CRM_1", "NomerKarty")]
    [InlineData("NomerKarty", "fields/UF_CRM_1", "NomerKarty")]
    [InlineData("TITLE", "fields/TITLE", "Title")]
    [InlineData(Delivery + ":177", "items/UF_CRM_2/177", "Kurer")]
    [InlineData("source:uc_avito", "statuses/SOURCE/UC_AVITO", "Avito")]
    [InlineData("SOURCE:UC_AVITO", "statuses/SOURCE/UC_AVITO", "Avito")]
    [InlineData("STATUS:C1:UC_1A>2", "statuses/STATUS/C1:UC_1A>2", "ZhdyotOplaty")]
    public async Task Fields_items_and_values_are_found_by_code_or_name(string subject, string path, string before)
    {
        string output = await RunAsync("rename", subject, "Renamed");

        Assert.Contains($"renamed {before} to Renamed.", output, StringComparison.Ordinal);
        JsonNode names = JsonNode.Parse(_work.Read(File))!;
        Assert.Equal("Renamed", At(names, path));
        Assert.Equal(before, At(names["renamed"]!, path));
        JsonNode row = Assert.Single(await ListAsync(), n => (string?)n!["name"] == "Renamed")!;
        Assert.Equal(before, (string?)row["formerName"]);

        static string? At(JsonNode node, string path) => (string?)path.Split('/').Aggregate(node, (n, part) => n[part]!);
    }

    public static TheoryData<string, string, string> Rejections => new()
    {
        { Card, "class", "it is a keyword" },
        { Card, "1st", "it starts with '1'" },
        { Card, "Card Number", "it contains ' '" },
        { Card, "Card-Number", "it contains '-'" },
        { Card, "@class", "it starts with '@'" },
        { Card, " Card", "it starts with ' '" },
        { Card, "", "it is empty" },
        { Card, "   ", "it starts with ' '" },
        { Card, "A\n\u001b[31mB", "it contains ' '" },
        { Card, "get_Card", "the compiler reserves names of this form" },
        { Card, new string('A', 257), "it is longer than 256 characters" },
        { Card, "Title", "is already the name of field 'TITLE'" },
        { Card, "GetHashCode", "is already the name of a member of the generated types" },
        { Card, "LeadUpdate", "is already the name of a generated type" },
        { Card, "SposobDostavki", "it would change the name of UF_CRM_2, which is now SposobDostavki" },
        { Delivery + ":177", "Samovyvoz", "it would change the name of UF_CRM_2:178, which is now Samovyvoz" },
        { Delivery + ":177", "value__", "the compiler reserves names of this form" },
        { "SOURCE:UC_AVITO", "FromCode", "is already the name of a member of the generated type" },
        { "SOURCE:UC_AVITO", "LeadSource", "is already the name of a member of the generated type" },
        { Card, "Карта", "it would change the name of" },
        { "UF_CRM_9", "Card", "The portal has no field, item or value 'UF_CRM_9'." },
        { Delivery + ":179", "Post", "The portal has no field, item or value 'UF_CRM_2:179'." },
        { "", "Card", "The portal has no field, item or value ''." },
    };

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task An_invalid_rename_changes_nothing(string subject, string name, string expected)
    {
        SortedDictionary<string, string> before = _work.Snapshot();
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["names", "rename", "acme", subject, name]);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, run.Errors.TrimEnd('\n').Split('\n').Length);
        Assert.DoesNotContain(run.Errors, c => char.IsControl(c) && c != '\n');
        Assert.Equal(before, _work.Snapshot());
    }

    [Fact]
    public async Task A_name_that_is_pinned_elsewhere_is_rejected_with_its_owner()
    {
        await RunAsync("pin");
        string before = _work.Read(File);
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["names", "rename", "acme", Card, "SposobDostavki"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("is already the name of field 'UF_CRM_", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _work.Read(File));
    }

    [Fact]
    public async Task A_Cyrillic_name_is_accepted_once_the_others_are_pinned()
    {
        await RunAsync("pin");
        await RunAsync("rename", Card, "Карта");

        Assert.Contains(await ListAsync(), n => (string?)n!["name"] == "Карта");
        Assert.Contains(await ListAsync(), n => (string?)n!["name"] == "SposobDostavki");
    }

    [Fact]
    public async Task After_two_renames_the_former_name_is_the_first_one()
    {
        await RunAsync("rename", Card, "Second");
        await RunAsync("rename", "Second", "Third");

        JsonNode row = (await ListAsync()).Single(n => (string?)n!["code"] == Card)!;
        Assert.Equal(("Third", "NomerKarty"), ((string?)row["name"], (string?)row["formerName"]));
        Assert.Equal(Card, (string?)JsonNode.Parse(_work.Read(File))!["reserved"]!["fields"]!["Second"]);
    }

    [Fact]
    public async Task Renaming_back_removes_the_former_name()
    {
        await RunAsync("rename", Card, "Second");
        await RunAsync("rename", Card, "NomerKarty");

        Assert.DoesNotContain("renamed", _work.Read(File), StringComparison.Ordinal);
        Assert.Equal("UF_CRM_1 is already named NomerKarty.\n", await RunAsync("rename", Card, "NomerKarty"));
    }

    [Fact]
    public async Task A_former_name_cannot_be_reused_while_it_is_an_alias()
    {
        await RunAsync("pin");
        await RunAsync("rename", Card, "Between");
        string before = _work.Read(File);

        ToolRun run = await ToolRun.RunAsync(_work.Path, ["names", "rename", "acme", Delivery, "NomerKarty"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("it is the former name of UF_CRM_1", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _work.Read(File));
        await RunAsync("rename", Card, "NomerKarty");
        Assert.DoesNotContain("renamed", _work.Read(File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_is_a_compatible_change_until_its_alias_is_removed()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(_work.File("acme"));
        string webhook = portal.Webhook.ToString();
        await ToolRun.SucceedAsync(_work.Path, ["fetch", "old"], webhook);
        await ToolRun.SucceedAsync(_work.Path, ["fetch", "new"], webhook);
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", "new", Card, "DiscountCard"]);
        await ToolRun.SucceedAsync(_work.Path, ["names", "rename", "new", Delivery + ":177", "Courier"]);

        await ToolRun.SucceedAsync(_work.Path, ["fetch", "new"], webhook);
        Assert.Equal(1, (await ToolRun.RunAsync(_work.Path, ["check", "old", "--against", "new"])).ExitCode);
        Assert.StartsWith(
            "Removed aliases: NomerKarty (UF_CRM_1, now DiscountCard), ",
            await ToolRun.SucceedAsync(_work.Path, ["names", "remove-aliases", "new"]),
            StringComparison.Ordinal);
        Assert.Equal("No member has an alias.\n", await ToolRun.SucceedAsync(_work.Path, ["names", "remove-aliases", "new"]));
        Assert.Equal(2, (await ToolRun.RunAsync(_work.Path, ["check", "old", "--against", "new"])).ExitCode);
        Assert.Equal(0, (await ToolRun.RunAsync(_work.Path, ["check", "new"], webhook)).ExitCode);
    }

    [Fact]
    public async Task Invalid_names_are_an_error_in_every_command_that_reads_them()
    {
        _work.Write(File, """{"fields": {"UF_CRM_1": "Card", "UF_CRM_2": "Card"}}""");
        foreach (string[] command in new[] { new[] { "names", "list", "acme" }, ["names", "pin", "acme"], ["names", "rename", "acme", Card, "Other"], ["show", "acme"] })
        {
            ToolRun run = await ToolRun.RunAsync(_work.Path, command);
            Assert.Equal((3, ""), (run.ExitCode, run.Output));
            Assert.Contains("leadgen.names.json(1,45): error LG0011: 'Card', pinned to field 'UF_CRM_2', is already the name of field 'UF_CRM_1'.", run.Errors, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _work.Dispose();

    private Task<string> RunAsync(string command, params string[] arguments) => ToolRun.SucceedAsync(_work.Path, ["names", command, "acme", .. arguments]);

    private async Task<JsonArray> ListAsync() => JsonNode.Parse(await RunAsync("list", "--json"))!.AsArray();
}
