using LeadGen.Testing;
using LeadGen.Tool.Tests.Harness;
using LeadGen.Transport;

namespace LeadGen.Tool.Tests;

/// <summary>Tests that build agent commands in a portal's texts are escaped in everything that the tool prints or writes.</summary>
public sealed class BuildAgentTests : IDisposable
{
    private static readonly string[] s_commands =
    [
        "##vso[task.setvariable variable=PATH]x", "##[error]x", "##teamcity[buildStop]", "::add-mask::x", "::error file=a.cs::x", "#\u00AD#vso[task.complete]",
    ];

    private static readonly string[] s_starts = ["##vso[", "##[", "##teamcity[", "::add-mask", "::error"];

    private readonly Workspace _work = new();

    public static TheoryData<string, string[]> Outputs => new()
    {
        { "table", ["diff", "old", "new"] },
        { "markdown", ["diff", "old", "new", "--format", "markdown"] },
        { "json", ["diff", "old", "new", "--json"] },
        { "SARIF", ["diff", "old", "new", "--format", "sarif"] },
        { "check", ["check", "old", "--against", "new"] },
        { "check as JSON", ["check", "old", "--against", "new", "--json"] },
        { "explain", ["explain", "UF_CRM_1", "old"] },
        { "explain as JSON", ["explain", "UF_CRM_1", "old", "--json"] },
        { "explain an item list", ["explain", "UF_CRM_2", "old"] },
        { "show", ["show", "old"] },
        { "show as JSON", ["show", "old", "--json"] },
        { "names", ["names", "list", "old"] },
        { "names as JSON", ["names", "list", "old", "--json"] },
        { "error", ["explain", "::error::x", "old"] },
        { "errors of a folder", ["show", "broken"] },
        { "page", ["show", "old", "--html", "page.html"] },
        { "pin", ["names", "pin", "old"] },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task No_output_contains_a_command(string what, string[] command)
    {
        foreach (string text in s_commands)
        {
            string quoted = System.Text.Json.JsonSerializer.Serialize(text);
            new PortalFolderBuilder().With("TITLE", label: text).With("UF_CRM_1", label: text, more: $"{{\"formLabel\": {quoted}, \"settings\": {{\"REGEXP\": {quoted}}}}}")
                .With("UF_CRM_2", "enumeration", "b", $"{{\"items\": [{{\"ID\": \"1\", \"VALUE\": {quoted}}}]}}").With(text, text)
                .With("STATUS_ID", "crm_status", more: """{"statusType": "STATUS"}""").WithStatus("STATUS", text, text).WithStatus("STATUS", "NEW", "New")
                .WriteTo(_work, "old");
            new PortalFolderBuilder().With("TITLE", label: "x").With("UF_CRM_2", "enumeration", text).With("UF_CRM_4").With("UF_CRM_5")
                .With("STATUS_ID", "crm_status", more: """{"statusType": "STATUS"}""").WithStatus("STATUS", "NEW", text)
                .WriteTo(_work, "new");
            _work.Write("broken/crm.lead.fields.json", $"{{{quoted}: {{\"type\": \"string\", \"isReadOnly\": {quoted}}}}}");

            ToolRun run = await ToolRun.RunAsync(_work.Path, command);

            string files = what switch
            {
                "page" => _work.Read("page.html"),
                "pin" => _work.Read("old/leadgen.names.json"),
                _ => "",
            };
            string all = run.Output + run.Errors + files;
            Assert.NotEqual("", all);
            Assert.All(s_starts, start => Assert.DoesNotContain(start, all, StringComparison.InvariantCultureIgnoreCase));
        }
    }

    [Fact]
    public async Task A_refresh_saves_and_prints_no_command()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);
        foreach (string text in s_commands)
        {
            portal.SetField("UF_CRM_1799999999", System.Text.Json.JsonSerializer.Serialize(new { type = "string", formLabel = text }));
            ToolRun run = await ToolRun.RunAsync(_work.Path, ["fetch", "acme"], portal.Webhook.ToString());
            Assert.Equal(0, run.ExitCode);
            portal.InjectFault(PortalFault.Error(400, text, text), calls: 1, method: "crm.lead.fields");
            ToolRun rejected = await ToolRun.RunAsync(_work.Path, ["fetch", "acme", "--verbose"], portal.Webhook.ToString());
            Assert.Equal(3, rejected.ExitCode);

            string all = run.Output + run.Errors + rejected.Output + rejected.Errors + string.Concat(_work.Snapshot().Values);
            Assert.All(s_starts, start => Assert.DoesNotContain(start, all, StringComparison.InvariantCultureIgnoreCase));

            // Escaping does not change the text.
            Assert.Contains(System.Text.Json.Nodes.JsonNode.Parse(_work.Read("acme/crm.lead.fields.json"))!["result"]!.AsObject(), f => (string?)f.Value!["formLabel"] == text);
        }
    }

    [Fact]
    public void No_exception_contains_a_command() => Assert.All(s_commands, static text =>
    {
        string[] messages =
        [
            PortalErrors.ToException(new CallFailure("crm.lead.get", null, text, text), "acme.bitrix24.ru").Message,
            PortalErrors.ToException(new CallFailure("crm.lead.get", System.Net.HttpStatusCode.BadRequest, "", text), "acme.bitrix24.ru").Message,
            CrmField.ToShortText(text),
        ];
        Assert.All(messages, m => Assert.All(s_starts, start => Assert.DoesNotContain(start, m, StringComparison.InvariantCultureIgnoreCase)));
    });

    public void Dispose() => _work.Dispose();
}
