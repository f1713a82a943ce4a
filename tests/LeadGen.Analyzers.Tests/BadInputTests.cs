using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace LeadGen.Analyzers.Tests;

/// <summary>Tests that no analyzer throws or gives a false positive for incomplete code, broken schemas, several portals or ordinary code.</summary>
public sealed class BadInputTests
{
    private const string Code = """
        using System; using System.Collections.Generic; using System.Threading.Tasks; using LeadGen; using Acme.Crm;
        class C
        {
            async Task M(Bitrix24Client client, bool b)
            {
                var fields = new Dictionary<string, object?> { ["TITLE"] = "x", ["UF_CRM_1799999999"] = new[] { 1, 2 }, ["ufCrm_1712000000"] = null, ["PHONE"] = "+7", { "ADDRESS", "y" } };
                fields["BIRTHDATE"] = DateTime.Now; fields.Add("NAEM", $"{b} $result[a]");
                await Rest.CallAsync($"{b}/crm.lead.update.json", new { id = -1, fields, options = new { REGISTER_SONET_EVENT = true } });
                await Rest.CallAsync("crm.lead.list", new { select = (string[])["ID", "TITEL"], filter = new { STATUS_ID = "NEW" } });
                var update = new LeadUpdate(5).SetKarta("12345678").SetDostavka((Dostavka)99).AddPhone("+7", PhoneType.Work);
                for (int i = 0; i < 2; i++) { await client.UpdateAsync(update); }
                Console.WriteLine((await client.GetAsync<Lead>(0))?["UF_CRM_1"]?.ToString() + new LeadStatus("x") + "https://a.example/rest/1/k2j4h5g6f7d8/");
            }
        }
        """;

    [Fact]
    public Task Incomplete_code_does_not_make_an_analyzer_throw() => RunOnPartsAsync(step: 89);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Code_that_is_cut_almost_anywhere_does_not_make_an_analyzer_throw() => RunOnPartsAsync(step: 7);

    private static async Task RunOnPartsAsync(int step)
    {
        int warnings = 0;
        for (int length = 60; length < Code.Length; length += step)
        {
            warnings += (await Analysis.RunAsync(Code[..length], SamplePortal.Files)).Length;
            await Analysis.RunAsync(Code.Remove(length - 20, 20), SamplePortal.Files);
        }

        Assert.True(warnings > 2300 / step, "the analyzers reported too few warnings");
    }

    [Theory]
    [InlineData("{\"TITLE\": ")]
    [InlineData("<html></html>")]
    [InlineData("")]
    public async Task A_broken_schema_does_not_make_field_codes_unknown(string schema) => Assert.DoesNotContain(
        await Analysis.RunAsync(Code, new Dictionary<string, string>(SamplePortal.Files) { [SamplePortal.Folder + "crm.lead.fields.json"] = schema }),
        d => d.Id is "LG1001" or "LG1002" or "LG1003" or "LG1004");

    [Fact]
    public async Task A_pattern_with_excessive_backtracking_times_out()
    {
        var files = new Dictionary<string, string>(SamplePortal.Files)
        {
            [SamplePortal.Folder + "crm.lead.fields.json"] = SamplePortal.Fields.Replace("/^[0-9]{4}$/u", "/^(a+)+$/u", StringComparison.Ordinal).Replace("\"MAX_LENGTH\": 6", "\"MAX_LENGTH\": 0", StringComparison.Ordinal),
        };
        Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> analysis = Analysis.RunAsync(
            $$"""class C { object M() => new Acme.Crm.LeadUpdate(1).SetKarta("{{new string('a', 60)}}!"); }""", files);
        Assert.DoesNotContain(await analysis.WaitAsync(TimeSpan.FromMinutes(1)), static d => d.Id == "LG1005");
    }

    [Fact]
    public async Task A_pattern_cannot_inject_lines_or_commands_into_the_build_log()
    {
        var files = new Dictionary<string, string>(SamplePortal.Files)
        {
            [SamplePortal.Folder + "crm.lead.fields.json"] = SamplePortal.Fields.Replace("/^[0-9]{4}$/u", "/^[0-9]\\n##vso[x]{4}$/ux", StringComparison.Ordinal),
        };
        System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic> found = await Analysis.RunAsync(
            """class C { object M() => new Acme.Crm.LeadUpdate(1).SetKarta("abcd"); }""", files);
        Assert.Contains(found, static d => d.Id == "LG1005");
        Assert.All(found, static d => Assert.DoesNotContain(d.GetMessage(null), static c => char.IsControl(c)));
        Assert.All(found, static d => Assert.DoesNotContain("##vso[", d.GetMessage(null), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_without_a_schema_is_not_analyzed() =>
        Assert.Empty(await Analysis.RunAsync(Code, new Dictionary<string, string>()));

    [Fact]
    public async Task Only_codes_and_writes_that_no_portal_accepts_are_reported()
    {
        const string Code = """
            class C { System.Threading.Tasks.Task M() => Rest.CallAsync("crm.lead.update", new { id = 5, fields = new { UF_CRM_1600000000 = 1, UF_CRM_1712000001 = "x", DATE_CREATE = "y", UF_CRM_1799999999 = 2 } }); }
            """;
        var files = new Dictionary<string, string>(SamplePortal.Files)
        {
            ["/portals/other/crm.lead.fields.json"] = """
                {"UF_CRM_1600000000": {"type": "integer", "isDynamic": true}, "UF_CRM_1712000001": {"type": "string", "isDynamic": true}, "DATE_CREATE": {"type": "datetime", "isReadOnly": true}}
                """,
        };
        string config = SamplePortal.Config + """

            [/portals/other/crm.lead.fields.json]
            build_metadata.AdditionalFiles.LeadSchema = fields
            build_metadata.AdditionalFiles.Namespace = Other.Crm
            """;

        ImmutableArray<Diagnostic> found = await Analysis.RunAsync(Code, files, config);
        Assert.Equal(
            ["LG1001 UF_CRM_1799999999", "LG1003 DATE_CREATE"],
            found.Select(d => $"{d.Id} {d.Location.SourceTree!.ToString()[d.Location.SourceSpan.Start..d.Location.SourceSpan.End]}").Order(StringComparer.Ordinal));
        Assert.Contains("'acme', 'other'", found.Single(d => d.Id == "LG1001").GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generated_code_is_not_analyzed() =>
        Assert.Empty(await Analysis.RunAsync("// <auto-generated/>\n" + Code, SamplePortal.Files));

    [Fact]
    public async Task Ten_thousand_ordinary_literals_give_no_warning()
    {
        var code = new StringBuilder("using System.Collections.Generic;\nclass C {\n");
        for (int i = 0; i < 2500; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $$"""
                string a{{i}} = "value {{i}}", b{{i}} = "https://example.org/rest/{{i}}/users?page={{i}}"; Dictionary<string, object> d{{i}} = new() { ["TITLE{{i}}"] = "PHONE", ["options"] = {{i}} };

                """);
        }

        Assert.Empty(await Analysis.RunAsync(code.Append('}').ToString(), SamplePortal.Files));
    }
}
