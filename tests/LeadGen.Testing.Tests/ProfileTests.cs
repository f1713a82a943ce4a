using System.Text.Json;

namespace LeadGen.Testing.Tests;

/// <summary>Tests responses that depend on the user's role or on the language of the call.</summary>
public sealed class ProfileTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private static readonly string[] s_texts = ["EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL", "ERROR_MESSAGE", "HELP_MESSAGE"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_profile_contains_whether_the_user_is_an_administrator(bool isAdministrator)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new PortalEmulatorOptions { IsAdministrator = isAdministrator });
        JsonElement profile = (await fixture.CallAsync(portal, "profile")).GetProperty("result");
        JsonElement batch = (await fixture.CallAsync(portal, "batch", """{"cmd": {"who": "profile"}}""")).GetProperty("result").GetProperty("result").GetProperty("who");

        Assert.Equal(["ID", "ADMIN", "NAME", "LAST_NAME", "PERSONAL_GENDER", "TIME_ZONE"], profile.EnumerateObject().Select(static p => p.Name));
        Assert.Equal((portal.Webhook.Segments[2].Trim('/'), isAdministrator), (profile.GetProperty("ID").GetString(), profile.GetProperty("ADMIN").GetBoolean()));
        Assert.True(JsonElement.DeepEquals(profile, batch));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hidden_fields_are_visible_only_to_administrators(bool isAdministrator)
    {
        var options = new PortalEmulatorOptions { IsAdministrator = isAdministrator, HiddenFields = ["UF_CRM_1712000003", "UF_CRM_LATER", "UF_CRM_404"] };
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, options);
        portal.SetField("UF_CRM_LATER", """{"type": "string"}""");
        JsonElement fields = (await fixture.CallAsync(portal, "crm.lead.fields")).GetProperty("result");
        JsonElement list = await fixture.CallAsync(portal, "crm.lead.userfield.list");
        string?[] rows = [.. list.GetProperty("result").EnumerateArray().Select(static r => r.GetProperty("FIELD_NAME").GetString())];

        foreach (string code in new[] { "UF_CRM_1712000003", "UF_CRM_LATER" })
        {
            Assert.Equal((isAdministrator, isAdministrator), (fields.TryGetProperty(code, out _), rows.Contains(code)));
        }

        Assert.True(fields.TryGetProperty("UF_CRM_1712000001", out _));
        Assert.Contains("UF_CRM_1712000001", rows);
        Assert.Equal(rows.Length, list.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hidden_field_is_unknown_to_calls_for_leads(bool isAdministrator)
    {
        const string Code = "UF_CRM_1712000007";
        var options = new PortalEmulatorOptions { IsAdministrator = isAdministrator, HiddenFields = [Code] };
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, options);
        long id = portal.AddLead([new(Code, "1")]);

        JsonElement found = (await fixture.CallAsync(portal, "crm.lead.list", $$"""{"filter": {"={{Code}}": 2}, "select": ["{{Code}}"]}""")).GetProperty("result");
        Assert.Equal(isAdministrator ? 0 : 1, found.GetArrayLength());
        Assert.All(found.EnumerateArray(), static lead => Assert.Equal(["ID"], lead.EnumerateObject().Select(static p => p.Name)));
        Assert.Equal(isAdministrator, (await fixture.CallAsync(portal, "crm.lead.get", $$"""{"id": {{id}}}""")).GetProperty("result").TryGetProperty(Code, out _));

        await fixture.CallAsync(portal, "crm.lead.update", $$"""{"id": {{id}}, "fields": {"{{Code}}": 3} }""");
        FieldResult result = portal.Journal[^1].Fields.Single();
        Assert.Equal(isAdministrator ? ("3", FieldOutcome.Kept) : ("1", FieldOutcome.Dropped), (portal.GetStoredValue(id, Code), result.Outcome));
        Assert.Equal(isAdministrator ? null : "the user of the webhook may not see the field", result.Reason);
    }

    [Theory]
    [InlineData("crm.lead.userfield.list", "{}", false)]
    [InlineData("crm.lead.userfield.list", """{"filter": {"FIELD_NAME": "UF_CRM_1712000003", "LANG": ""}}""", false)]
    [InlineData("crm.lead.userfield.list", """{"filter": {"FIELD_NAME": "UF_CRM_1712000003", "LANG": "ru"}}""", true)]
    [InlineData("crm.lead.userfield.list?filter[LANG]=ru", "", true)]
    public async Task Labels_of_custom_fields_need_a_language(string method, string json, bool hasTexts)
    {
        JsonElement row = (await fixture.CallAsync(method, json)).GetProperty("result").EnumerateArray().Single(static r => r.GetProperty("FIELD_NAME").GetString() == "UF_CRM_1712000003");
        Assert.Equal(hasTexts ? s_texts : [], s_texts.Where(t => row.TryGetProperty(t, out _)));
        Assert.Equal(hasTexts ? "Цвет" : null, row.TryGetProperty("EDIT_FORM_LABEL", out JsonElement label) ? label.GetString() : null);
        Assert.True(row.TryGetProperty("LIST", out _));
    }
}
