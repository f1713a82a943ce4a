using System.Text.Json.Nodes;
using LeadGen.Tool.Comparing;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

public sealed class ExplainTests : IDisposable
{
    private const string Delivery = "UF_CRM_1665555555";

    private readonly Workspace _work = new();

    private static readonly string s_pages = Path.Combine(Repository.Root, "generator", "docs");

    public static TheoryData<string> Rules => new(Directory.GetFiles(s_pages, "LG*.md").Select(f => Path.GetFileNameWithoutExtension(f)));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Every_rule_is_explained_by_its_page(string id)
    {
        string page = await ToolRun.SucceedAsync(_work.Path, ["explain", id.ToLowerInvariant()]);

        Assert.StartsWith($"# {id}: ", page, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(s_pages, id + ".md")), page);
        JsonNode json = JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["explain", $" {id} ", "--json"]))!;
        Assert.Equal(("rule", id, page), ((string)json["kind"]!, (string)json["id"]!, (string)json["text"]!));
    }

    [Fact]
    public async Task Every_type_of_change_is_explained_by_its_consequence()
    {
        foreach (ChangeRule rule in ChangeRules.All)
        {
            string text = await ToolRun.SucceedAsync(_work.Path, ["explain", rule.Id.ToUpperInvariant()]);
            Assert.Equal($"{rule.Title} ({(rule.IsBreaking ? "breaking" : "compatible")}). {rule.Consequence}\n", text);
            JsonNode json = JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["explain", rule.Id, "--json"]))!;
            Assert.Equal(("change", rule.Id, text), ((string)json["kind"]!, (string)json["id"]!, (string)json["text"]!));
        }
    }

    [Theory]
    [InlineData(Delivery)]
    [InlineData("uf_crm_1665555555")]
    [InlineData("DeliveryMethod")]
    [InlineData("способ ДОСТАВКИ")]
    public async Task A_field_is_found_by_code_name_and_label(string subject)
    {
        JsonNode card = JsonNode.Parse(await ToolRun.SucceedAsync(_work.Path, ["explain", subject, SamplePortals.Romashka, "--json"]))!;

        Assert.Equal(Delivery, (string?)card["code"]);
        Assert.Equal("DeliveryMethod", (string?)card["name"]);
        Assert.Equal("await client.UpdateAsync(new LeadUpdate(1608).SetDeliveryMethod(DeliveryMethod.Courier), ct);", (string?)card["example"]);
    }

    [Fact]
    public async Task A_field_is_explained_with_its_members_values_and_an_example()
    {
        string card = await ToolRun.SucceedAsync(_work.Path, ["explain", Delivery, SamplePortals.Romashka, "--class-name", "Order"]);

        Assert.Matches("^UF_CRM_1665555555  Способ доставки\n", card);
        Assert.Matches(@"\ntype\s+enumeration \(List\)\s*\n", card);
        Assert.Matches(@"\nflags\s+custom\s*\n", card);
        Assert.Matches(@"\nC#\s+Order\.DeliveryMethod, OrderFields\.DeliveryMethod, OrderUpdate\.SetDeliveryMethod, OrderUpdate\.ClearDeliveryMethod\s*\n", card);
        Assert.Matches(@"\nvalue\s+177  Courier  Курьер", card);
        Assert.Matches(@"\nclearing\s+ClearDeliveryMethod\(\) sends """"; ", card);
        Assert.Matches(@"\nexample\s+await client\.UpdateAsync\(new OrderUpdate\(1608\)\.SetDeliveryMethod\(DeliveryMethod\.Courier\), ct\);\s*\n", card);
        Assert.Matches(@"\nuntyped\s+crm\.lead\.update \{""id"":1608,""fields"":\{""UF_CRM_1665555555"":177\}\}\s*\n", card);
        Assert.Matches(@"\nsee\s+https://apidocs\.bitrix24\.com/", card);
    }

    [Fact]
    public async Task A_write_only_field_is_explained_without_a_property()
    {
        string card = await ToolRun.SucceedAsync(_work.Path, ["explain", "CONTACT_IDS", SamplePortals.Romashka]);

        Assert.Matches(@"\nflags\s+write-only, multiple\s*\n", card);
        Assert.Matches(@"\nC#\s+LeadFields\.ContactIds, LeadUpdate\.SetContactIds\s*\n", card);
        Assert.Contains("crm.lead.contact.items.get", card, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ID", "The field can't be updated")]
    [InlineData("TITLE", "The portal can't clear the field.")]
    [InlineData("PHONE", "RemovePhone for each entry")]
    [InlineData("ADDRESS_CITY", "SetAddress() writes all parts")]
    [InlineData("OPPORTUNITY", "ClearOpportunity() sends 0.")]
    [InlineData("COMMENTS", "ClearComments() sends \"\"")]
    public async Task A_field_is_explained_with_the_way_to_empty_it(string code, string expected) =>
        Assert.Contains(expected, await ToolRun.SucceedAsync(_work.Path, ["explain", code, SamplePortals.Romashka]), StringComparison.Ordinal);

    [Theory]
    [InlineData("string", "LeadDraft.SetKanal")]
    [InlineData("crm_multifield", "LeadDraft.AddKanal")]
    [InlineData("file", null)]
    public async Task An_immutable_field_is_explained_with_the_method_of_new_leads(string type, string? member)
    {
        new PortalFolderBuilder().With("UF_CRM_1", type, "Канал", """{"isImmutable": true}""").WriteTo(_work, "acme");

        string card = await ToolRun.SucceedAsync(_work.Path, ["explain", "UF_CRM_1", "acme"]);

        Assert.Matches(@"\nC#\s+Lead\.Kanal, LeadFields\.Kanal" + (member is null ? "" : ", " + member) + @"\s*\n", card);
    }

    [Theory]
    [InlineData("LG9999", "Rule 'LG9999' does not exist.", "the rules are LG0001 to LG")]
    [InlineData("STATUSID", "The portal has no field 'STATUSID'.", "did you mean 'STATUS_ID'?")]
    [InlineData("statusid", "The portal has no field 'statusid'.", "did you mean 'STATUS_ID'?")]
    [InlineData("UF_CRM_166555555", "The portal has no field 'UF_CRM_166555555'.", "did you mean 'UF_CRM_1665555555'?")]
    [InlineData("DeliveryMetod", "The portal has no field 'DeliveryMetod'.", "did you mean 'DeliveryMethod'?")]
    [InlineData("field-removd", "The portal has no field 'field-removd'.", "did you mean 'field-removed'?")]
    [InlineData("банан", "The portal has no field 'банан'.", "to search labels, run 'leadgen show --search TEXT'")]
    [InlineData("", "The portal has no field ''.", "to search labels, run 'leadgen show --search TEXT'")]
    public async Task An_unknown_subject_is_an_error_with_a_suggestion(string subject, string message, string remedy)
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["explain", subject, SamplePortals.Romashka]);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: {message}\nremedy: {remedy}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_without_a_portal_folder_is_an_error()
    {
        ToolRun run = await ToolRun.RunAsync(_work.Path, ["explain", "TITLE"]);

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("error: There is no portal folder below the current folder", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();
}
