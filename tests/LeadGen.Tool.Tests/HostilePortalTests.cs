using System.Text.Json;
using LeadGen.Testing;
using LeadGen.Tool.Tests.Harness;

namespace LeadGen.Tool.Tests;

/// <summary>Tests a malicious portal that attacks the machine on which the tool runs.</summary>
public sealed class HostilePortalTests : IAsyncLifetime, IDisposable
{
    private const string Acme = "portals/acme";

    private static readonly string[] s_texts =
    [
        "../../evil", "..\\..\\evil", "/tmp/leadgen-evil", "C:\\evil", "evil\0", "evil/../../evil", ".leadgen/staged/evil",
        "\u001b[2J\u001b]0;evil\u0007", "a\r\nerror: evil", "\u202eevil\u2066", "\u0085\u2028",
    ];

    private readonly Workspace _work = new();
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalEmulator.StartAsync(SamplePortals.Harbor);

    [Fact]
    public async Task A_portal_cannot_choose_file_names()
    {
        await FetchAsync();
        Assert.NotEmpty(_work.Snapshot());
        Assert.All(_work.Snapshot().Keys, static file => Assert.Matches("^portals.acme.(crm\\.lead\\.fields|crm\\.item\\.fields\\.1|crm\\.status\\.list|crm\\.lead\\.userfield\\.list|leadgen\\.names)\\.json$", file));
        Assert.False(File.Exists("/tmp/leadgen-evil"));
    }

    [Fact]
    public async Task A_portal_cannot_control_the_terminal()
    {
        ToolRun fetch = await FetchAsync();
        ToolRun show = await ToolRun.RunAsync(_work.Path, ["show", Acme]);
        _portal.InjectFault(PortalFault.Error(400, s_texts[^3], string.Concat(s_texts)), calls: 4, method: "crm.lead.fields");
        ToolRun rejected = await ToolRun.RunAsync(_work.Path, ["fetch", Acme, "--verbose"], _portal.Webhook.ToString());

        Assert.Equal(3, rejected.ExitCode);
        foreach (string line in new[] { fetch, show, rejected }.SelectMany(static run => (run.Output + run.Errors).ReplaceLineEndings("\n").Split('\n')))
        {
            Assert.DoesNotContain(line, static c => char.IsControl(c) || c is '\u2028' or '\u202e' or '\u2066');
            Assert.False(line.StartsWith("error: evil", StringComparison.Ordinal), line);
        }
    }

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    public void Dispose() => _work.Dispose();

    private async Task<ToolRun> FetchAsync()
    {
        Dictionary<string, object> fields = new() { ["ID"] = Field("ID"), ["TITLE"] = Field("Title") };
        foreach ((int i, string text) in s_texts.Index())
        {
            fields[text] = Field(text);
            fields[$"UF_CRM_169000000{i:X}"] = Field(text);
        }

        _portal.InjectFault(PortalFault.Json(200, JsonSerializer.Serialize(new { result = fields })), calls: 1, method: "crm.lead.fields");
        return await ToolRun.RunAsync(_work.Path, ["fetch", Acme], _portal.Webhook.ToString());

        static object Field(string label) => new { type = "string", isRequired = false, isReadOnly = false, isImmutable = false, isMultiple = false, isDynamic = true, title = label, formLabel = label };
    }
}
