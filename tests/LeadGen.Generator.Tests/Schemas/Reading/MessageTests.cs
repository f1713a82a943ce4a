using LeadGen.Schema;
using LeadGen.Schema.Naming;
using LeadGen.Schema.Reading;

namespace LeadGen.Generator.Tests.Schemas.Reading;

/// <summary>Tests that the texts of a portal can't manipulate a build log. Found by tests/LeadGen.Fuzz.</summary>
public class MessageTests
{
    private const string Command = "##vso[task.setvariable variable=PATH]";

    public static TheoryData<string, string> Files => new()
    {
        { "label", MemoryPortal.Create(MemoryPortal.Field("UF_CRM_1600000000", label: "\n?\u202e")).Fields },
        { "error", $$"""{"error": "x\r\n{{Command}}", "error_description": "\u2028\u0085\u2066"}""" },
        { "type", $$"""{"TITLE": {"type": ["x"], "title": "a"}, "A\n{{Command}}": {"type": 1} }""" },
        { "syntax", "\u0085" },
        { "flag", $$"""{"A\u2029B": {"type": "string", "isReadOnly": "\n{{Command}}"} }""" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_text_of_the_portal_cannot_forge_a_log_line(string what, string fields)
    {
        string[] messages = GetMessages(fields);
        Assert.True(messages.Length > 0, what);
        Assert.All(messages, static m => Assert.DoesNotContain(m, static c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e' or '\u2066'));
    }

    [Theory]
    [InlineData("##vso[task.setvariable variable=PATH]x")]
    [InlineData("##[error]x")]
    [InlineData("##teamcity[buildStop]")]
    [InlineData("::add-mask::x")]
    public void A_text_of_the_portal_cannot_run_a_build_agent_command(string command)
    {
        string[] files =
        [
            $$"""{"error": "{{command}}", "error_description": "{{command}}"}""",
            $$"""{"{{command}}": {"type": 1}, "TITLE": {"type": ["{{command}}"], "title": "a"} }""",
            $$"""{"{{command}}": {"type": "string", "isReadOnly": "{{command}}"} }""",
            $$"""{"{{command}}": {"type": "{{command}}"}, "{{command}}": {"type": "string"} }""",
            $$"""{"{{command}}": {"type": "string", "isDynamic": true, "formLabel": "?"}, "S": {"type": "crm_status", "statusType": "{{command}}"}, "E{{command}}": {"type": "enumeration"} }""",
            $$"""{"A": {"type": "enumeration", "items": [{"ID": "{{command}}"}]} }""",
            $$"""{"TITLE": {"type": "{{command}}"} }""",
        ];
        string[] messages = [.. files.SelectMany(GetMessages)];
        Assert.True(messages.Length >= files.Length);
        Assert.All(messages, m => Assert.DoesNotContain(command[..5], m, StringComparison.Ordinal));
    }

    [Fact]
    public void A_very_long_text_is_truncated() =>
        Assert.All(GetMessages($$"""{"error": "{{new string('x', 100_000)}}"}"""), static m => Assert.InRange(m.Length, 1, 1000));

    private static string[] GetMessages(string fields)
    {
        PortalReading reading = new MemoryPortal(fields).Read();
        IEnumerable<SchemaDiagnostic> naming = reading.Schema is null ? [] : PortalNamer.Name(reading, new NamingOptions()).Diagnostics;
        return [.. reading.Diagnostics.Concat(naming).Select(static d => d.ToString())];
    }
}
