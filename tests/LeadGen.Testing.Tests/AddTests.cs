using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests <c>crm.lead.add</c>.</summary>
public sealed class AddTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_new_lead_has_the_sent_and_the_default_values()
    {
        long before = fixture.AddLead();
        JsonElement answer = await fixture.CallAsync("crm.lead.add", """
            {"fields": {"TITLE": "Заявка", "COMPANY_ID": 12, "PHONE": [{"VALUE": "+71", "VALUE_TYPE": "HOME"}, {"VALUE": "+72"}]}, "params": {"REGISTER_SONET_EVENT": "Y"}}
            """);

        Assert.Equal(before + 1, answer.GetProperty("result").GetInt64());
        JsonElement lead = await fixture.LeadAsync(before + 1);
        Assert.Equal(["Заявка", "NEW", "0.00", "Y", "Y"], Texts(lead, "TITLE", "STATUS_ID", "OPPORTUNITY", "IS_RETURN_CUSTOMER", "HAS_PHONE"));
        Assert.Equal(["HOME", "WORK"], lead.GetProperty("PHONE").EnumerateArray().Select(static p => p.GetProperty("VALUE_TYPE").GetString()));
        Assert.NotEqual("", lead.GetProperty("DATE_CREATE").GetString());
        Assert.Equal("N", (await fixture.LeadAsync(before)).GetProperty("IS_RETURN_CUSTOMER").GetString());
    }

    [Fact]
    public async Task The_journal_lists_the_result_of_each_field()
    {
        JsonElement answer = await fixture.CallAsync("crm.lead.add", """
            {"id": 5, "options": {}, "fields": {"ORIGIN_ID": "17", "ID": 3, "DATE_CREATE": "2020-01-01", "UF_CRM_404": "1", "TITLE": "", "OPENED": true}}
            """);
        long id = answer.GetProperty("result").GetInt64();

        PortalCall call = fixture.Portal.Journal[^1];
        Assert.Equal((id, 200), (call.LeadId, call.Status));
        Assert.Equal(
            ["ORIGIN_ID Kept", "ID Dropped", "DATE_CREATE Dropped", "UF_CRM_404 Dropped", "TITLE Dropped", "OPENED Changed"],
            call.Fields.Select(static f => $"{f.Code} {f.Outcome}"));
        Assert.Equal(["id Dropped", "options Dropped"], call.Parameters.Select(static p => $"{p.Code} {p.Outcome}"));
        Assert.Equal("17", fixture.Portal.GetStoredValue(id, "ORIGIN_ID"));
        Assert.Equal(FieldOutcome.Dropped, Assert.Single(await fixture.UpdateAsync(id, """{"ORIGIN_ID": "18"}""")).Outcome);
    }

    [Theory]
    [InlineData("{}", "Parameter 'fields' must be array.")]
    [InlineData("""{"fields": "TITLE"}""", "Parameter 'fields' must be array.")]
    [InlineData("""{"fields": [], "params": "Y"}""", "Parameter 'params' must be array.")]
    public async Task Arguments_of_a_wrong_type_are_rejected(string json, string description)
    {
        (int status, JsonElement answer) = await fixture.PostAsync("crm.lead.add", json, "application/json");
        Assert.Equal((400, "", description), (status, answer.GetProperty("error").GetString(), answer.GetProperty("error_description").GetString()));
    }

    [Fact]
    public async Task A_required_custom_field_must_have_a_value()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        portal.SetField("UF_CRM_CODE", """{"type": "string", "isRequired": true, "formLabel": "Промокод"}""");
        portal.SetField("UF_CRM_SIZES", """{"type": "integer", "isRequired": true, "isMultiple": true, "formLabel": "Размеры"}""");
        portal.UpdateField("NAME", static field => field["isRequired"] = true);

        foreach (string fields in new[] { "{}", """{"UF_CRM_CODE": "", "UF_CRM_SIZES": [""]}""" })
        {
            JsonElement rejected = await fixture.CallAsync(portal, "crm.lead.add", $$"""{"fields": {{fields}}}""");
            Assert.Equal("", rejected.GetProperty("error").GetString());
            string[] lines = rejected.GetProperty("error_description").GetString()!.Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.Contains("Промокод", lines[0], StringComparison.Ordinal);
            Assert.Contains("Размеры", lines[1], StringComparison.Ordinal);
        }

        Assert.Equal((400, null), (portal.Journal[^1].Status, portal.Journal[^1].LeadId));
        JsonElement added = await fixture.CallAsync(portal, "crm.lead.add", """{"fields": {"UF_CRM_CODE": "A", "UF_CRM_SIZES": [42]}}""");
        Assert.Equal(1, added.GetProperty("result").GetInt64());
    }

    [Fact]
    public async Task Batch_commands_add_leads_and_use_their_ids()
    {
        JsonElement answer = await fixture.CallAsync("batch", """
            {"cmd": {"new": "crm.lead.add?fields[NAME]=Анна", "then": "crm.lead.update?id=$result[new]&fields[LAST_NAME]=Титова"}}
            """);
        long id = answer.GetProperty("result").GetProperty("result").GetProperty("new").GetInt64();

        Assert.Equal(("Анна", "Титова"), (fixture.Portal.GetStoredValue(id, "NAME"), fixture.Portal.GetStoredValue(id, "LAST_NAME")));
        Assert.Equal([null, id, id], fixture.Portal.Journal.TakeLast(3).Select(static c => c.LeadId));
    }

    private static IEnumerable<string?> Texts(JsonElement lead, params string[] codes) => codes.Select(code => lead.GetProperty(code).GetString());
}
