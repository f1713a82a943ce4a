using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Testing.Tests;

/// <summary>Tests <c>crm.item.*</c> for leads.</summary>
public sealed class ItemTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Original = "\"useOriginalUfNames\": \"Y\", ";

    public static TheoryData<string, string, FieldOutcome, string?> Values => new()
    {
        { "name", "\"Анна\"", FieldOutcome.Kept, "\"Анна\"" },
        { "stageId", "\"IN_PROCESS\"", FieldOutcome.Kept, "\"IN_PROCESS\"" },
        { "opportunity", "12500.5", FieldOutcome.Kept, "12500.5" },
        { "opened", "\"Y\"", FieldOutcome.Kept, "\"Y\"" },
        { "companyId", "12", FieldOutcome.Kept, "12" },
        { "contactIds", "[8, 9]", FieldOutcome.Kept, "[8,9]" },
        { "ufCrm_1712000008", "\"Y\"", FieldOutcome.Kept, "\"Y\"" },
        { "ufCrm_1712000008", "\"N\"", FieldOutcome.Kept, "\"N\"" },
        { "ufCrm_1712000003", "21", FieldOutcome.Kept, "21" },
        { "ufCrm_1712000001", "[1, 2]", FieldOutcome.Kept, "[1,2]" },
        { "ufCrm_1712000009", "\"300.50|RUB\"", FieldOutcome.Kept, "\"300.50|RUB\"" },

        { "comments", "\"[b]да[/b]\"", FieldOutcome.Kept, "\"[b]да[/b]\"" },
        { "comments", "\"<b>да</b>\"", FieldOutcome.Changed, "\"да\"" },

        { "statusId", "\"IN_PROCESS\"", FieldOutcome.Dropped, null },
        { "NAME", "\"Анна\"", FieldOutcome.Dropped, null },
        { "createdTime", "\"2020-01-01T00:00:00+00:00\"", FieldOutcome.Dropped, null },
        { "birthdate", "\"завтра\"", FieldOutcome.Dropped, null },
        { "title", "\"\"", FieldOutcome.Dropped, "\"Заявка\"" },
        { "assignedById", "\"\"", FieldOutcome.Dropped, "1" },
        { "addressCity", "\"Пермь\"", FieldOutcome.Dropped, null },
        { "ufCrm_1712000006", "[]", FieldOutcome.Dropped, "[\"красный\"]" },
        { "ufCrm_1712000004", "{\"fileData\": [\"a.txt\", \"aGk=\"]}", FieldOutcome.Dropped, null },
        { "UF_CRM_1712000003", "21", FieldOutcome.Dropped, null },
        { "phone", "\"+7\"", FieldOutcome.Dropped, null },
        { "fm", "\"+7\"", FieldOutcome.Dropped, null },
        { "fm", "[]", FieldOutcome.Dropped, null },
        { "fm", "[{\"valueType\": \"WORK\", \"value\": \"+7\"}]", FieldOutcome.Dropped, null },
        { "fm", "[{\"typeId\": \"FAX\", \"valueType\": \"WORK\", \"value\": \"+7\"}]", FieldOutcome.Dropped, null },
        { "fm", "[{\"typeId\": \"PHONE\", \"valueType\": \"WORK\", \"value\": \"+7\"}, {\"value\": \"+8\"}]", FieldOutcome.Changed, null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task An_update_returns_the_item_with_what_was_stored(string name, string json, FieldOutcome outcome, string? stored)
    {
        long id = fixture.AddLead(("ASSIGNED_BY_ID", "1"), ("UF_CRM_1712000006", "красный"));
        JsonElement item = await UpdateAsync(id, $$"""{"{{name}}": {{json}}}""");

        FieldResult result = Assert.Single(fixture.Portal.Journal[^1].Fields);
        Assert.Equal((name, outcome, outcome == FieldOutcome.Kept), (result.Code, result.Outcome, result.Reason is null));
        if (stored is not null)
        {
            Assert.Equal(stored, item.GetProperty(name).GetRawText());
        }
    }

    [Fact]
    public async Task With_original_names_only_codes_of_custom_fields_are_known()
    {
        long id = fixture.AddLead();
        JsonElement item = await UpdateAsync(id, """{"UF_CRM_1712000003": 21, "ufCrm_1712000001": [1], "name": "Анна"}""", Original);

        Assert.Equal(
            ["UF_CRM_1712000003 Kept", "ufCrm_1712000001 Dropped", "name Kept"],
            fixture.Portal.Journal[^1].Fields.Select(static f => $"{f.Code} {f.Outcome}"));
        Assert.Equal(21, item.GetProperty("UF_CRM_1712000003").GetInt64());
        Assert.False(item.TryGetProperty("ufCrm_1712000003", out _));
    }

    [Fact]
    public async Task Entries_are_added_changed_and_deleted_by_key()
    {
        long id = fixture.Portal.AddLead([new("PHONE", "+71"), new("PHONE", "+72"), new("EMAIL", "a@example.com")]);
        long[] ids = [.. Entries(await GetAsync(id)).Select(static e => e.Id)];
        JsonElement item = await UpdateAsync(id, $$"""
            {"fm": {"n0": {"typeId": "PHONE", "valueType": "MOBILE", "value": "+73"}, "{{ids[0]}}": {"typeId": "PHONE", "valueType": "HOME", "value": "+7100"},
                    "{{ids[1]}}": {"typeId": "PHONE", "value": ""}, "n1": {"typeId": "EMAIL", "valueType": "WORK", "value": "b@example.com"} } }
            """);

        Assert.Equal("fm: kept", Assert.Single(fixture.Portal.Journal[^1].Fields).ToString());
        Assert.Equal(
            ["PHONE HOME +7100", "EMAIL WORK a@example.com", "PHONE MOBILE +73", "EMAIL WORK b@example.com"],
            Entries(item).Select(static e => e.Text));
        Assert.Equal(ids[0], Entries(item).First().Id);
    }

    [Fact]
    public async Task A_list_of_entries_only_adds()
    {
        long id = fixture.AddLead(("PHONE", "+71"));
        JsonElement item = await UpdateAsync(id, """{"fm": [{"typeId": "PHONE", "valueType": "WORK", "value": "+72"}]}""");
        Assert.Equal(["+71", "+72"], Entries(item).Select(static e => e.Text.Split(' ')[2]));
    }

    [Theory]
    [InlineData("""{"ufCrm_1712000006": "красный"}""", "100")]
    [InlineData("""{"stageId": "В работе"}""", "CRM_FIELD_ERROR_VALUE_NOT_VALID")]
    [InlineData("""{"name": "Анна", "stageId": "?"}""", "CRM_FIELD_ERROR_VALUE_NOT_VALID")]
    public async Task An_invalid_value_rejects_the_whole_update(string fields, string error)
    {
        long id = fixture.AddLead();
        (int status, JsonElement answer) = await fixture.PostAsync("crm.item.update", $$"""{"entityTypeId": 1, "id": {{id}}, "fields": {{fields}}}""", "application/json");
        Assert.Equal((400, error), (status, answer.GetProperty("error").GetString()));
        Assert.Null(fixture.Portal.GetStoredValue(id, "NAME"));
    }

    [Theory]
    [InlineData("crm.item.get", """{"entityTypeId": 1, "id": 999999}""", "NOT_FOUND")]
    [InlineData("crm.item.get", """{"entityTypeId": 130, "id": 1}""", "NOT_FOUND")]
    [InlineData("crm.item.fields", """{}""", "NOT_FOUND")]
    [InlineData("crm.item.add", """{"entityTypeId": 5, "fields": {}}""", "ENTITY_TYPE_NOT_SUPPORTED")]
    [InlineData("crm.item.add", """{"entityTypeId": 1}""", "100")]
    [InlineData("crm.item.list", """{"entityTypeId": 1, "filter": {"FIELD": 1}}""", "INVALID_ARG_VALUE")]
    [InlineData("crm.item.list", """{"entityTypeId": 1, "filter": {"0": {"logic": "OR", "0": {"STATUS_ID": "NEW"}}}}""", "INVALID_ARG_VALUE")]
    [InlineData("crm.item.list", """{"entityTypeId": 1, "order": {"FIELD": "ASC"}}""", "INVALID_ARG_VALUE")]
    [InlineData("crm.item.list", """{"entityTypeId": 1, "order": {"id": "UP"}}""", "INVALID_ARG_VALUE")]
    public async Task Errors_have_the_documented_codes(string method, string json, string error)
    {
        (int status, JsonElement answer) = await fixture.PostAsync(method, json, "application/json");
        Assert.Equal((400, error), (status, answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Files_that_are_not_listed_are_deleted()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        portal.SetField("UF_CRM_SCANS", """{"type": "file", "isMultiple": true, "formLabel": "Сканы"}""");
        long id = portal.AddLead([]);

        Assert.Equal(2, Files(await UpdateAsync(portal, id, """{"ufCrmScans": [["a.txt", "aGk="], ["b.txt", "aGk="]]}""")).Length);
        long[] before = Files(await UpdateAsync(portal, id, """{"name": "Анна"}"""));
        long[] after = Files(await UpdateAsync(portal, id, $$"""{"ufCrmScans": [{"id": {{before[1]}}}, ["c.txt", "aGk="]]}"""));
        Assert.Equal(2, after.Length);
        Assert.Contains(before[1], after);
        Assert.DoesNotContain(before[0], after);
        Assert.Empty(Files(await UpdateAsync(portal, id, """{"ufCrmScans": []}""")));

        static long[] Files(JsonElement item) => [.. item.GetProperty("ufCrmScans").EnumerateArray().Select(static f => f.GetProperty("id").GetInt64())];
    }

    [Fact]
    public async Task An_update_without_changes_is_not_saved()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 8, 9, 0, 0, TimeSpan.Zero));
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new() { TimeProvider = clock });
        long id = portal.AddLead([new("NAME", "Анна")]);
        string? before = portal.GetStoredValue(id, "DATE_MODIFY");

        clock.Advance(TimeSpan.FromMinutes(1));
        await UpdateAsync(portal, id, """{"name": "Анна"}""");
        Assert.Equal(before, portal.GetStoredValue(id, "DATE_MODIFY"));
        await UpdateAsync(portal, id, """{"name": "Ольга"}""");
        Assert.NotEqual(before, portal.GetStoredValue(id, "DATE_MODIFY"));
    }

    [Fact]
    public async Task Required_fields_are_checked_when_the_stage_changes()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        long id = portal.AddLead([]);
        portal.SetField("UF_CRM_CODE", """{"type": "string", "isRequired": true, "formLabel": "Промокод"}""");

        await UpdateAsync(portal, id, """{"name": "Анна"}""");
        JsonElement rejected = await fixture.CallAsync(portal, "crm.item.update", $$"""{"entityTypeId": 1, "id": {{id}}, "fields": {"name": "Ольга", "stageId": "IN_PROCESS"} }""");
        Assert.Equal("CRM_FIELD_ERROR_REQUIRED", rejected.GetProperty("error").GetString());
        Assert.Equal(("Анна", "NEW"), (portal.GetStoredValue(id, "NAME"), portal.GetStoredValue(id, "STATUS_ID")));
        JsonElement item = await UpdateAsync(portal, id, """{"stageId": "IN_PROCESS", "ufCrmCode": "A"}""");
        Assert.Equal("IN_PROCESS", item.GetProperty("stageId").GetString());
        Assert.Equal("CRM_FIELD_ERROR_REQUIRED", (await fixture.CallAsync(portal, "crm.item.add", """{"entityTypeId": 1, "fields": {}}""")).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_new_item_has_the_sent_and_the_default_values()
    {
        JsonElement item = (await fixture.CallAsync("crm.item.add", """
            {"entityTypeId": 1, "fields": {"name": "Анна", "fm": [{"typeId": "PHONE", "valueType": "WORK", "value": "+71"}]}}
            """)).GetProperty("result").GetProperty("item");

        long id = item.GetProperty("id").GetInt64();
        Assert.Equal(($"Lead #{id}", "Y", "NEW"), (item.GetProperty("title").GetString(), item.GetProperty("opened").GetString(), item.GetProperty("stageId").GetString()));
        Assert.Equal(["PHONE WORK +71"], Entries(item).Select(static e => e.Text));
        Assert.Equal((0, JsonValueKind.Null, 1), (item.GetProperty("companyId").GetInt32(), item.GetProperty("lastName").ValueKind, item.GetProperty("entityTypeId").GetInt32()));
        Assert.Equal("Анна", (await fixture.LeadAsync(id)).GetProperty("NAME").GetString());
    }

    [Fact]
    public async Task Fields_have_item_names_and_the_original_codes()
    {
        JsonElement camel = (await fixture.CallAsync("crm.item.fields", """{"entityTypeId": 1}""")).GetProperty("result").GetProperty("fields");
        Assert.Equal("crm_status", camel.GetProperty("stageId").GetProperty("type").GetString());
        Assert.Equal("UF_CRM_1712000003", camel.GetProperty("ufCrm_1712000003").GetProperty("upperName").GetString());
        Assert.Equal("CREATED_TIME", camel.GetProperty("createdTime").GetProperty("upperName").GetString());
        Assert.True(camel.GetProperty("fm").GetProperty("isMultiple").GetBoolean());
        Assert.DoesNotContain(camel.EnumerateObject(), static f => f.Name.StartsWith("address", StringComparison.Ordinal) || f.Name == "phone");

        JsonElement original = (await fixture.CallAsync("crm.item.fields", $$"""{{{Original}}"entityTypeId": 1}""")).GetProperty("result").GetProperty("fields");
        Assert.True(original.TryGetProperty("UF_CRM_1712000003", out _));
        Assert.True(original.TryGetProperty("stageId", out _));
    }

    [Fact]
    public async Task A_list_filters_with_groups_and_has_pages()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        for (int i = 1; i <= 60; i++)
        {
            portal.AddLead([new("NAME", i % 2 == 0 ? "Анна" : "Олег"), new("OPPORTUNITY", $"{i}.00"), new("STATUS_ID", i > 55 ? "IN_PROCESS" : "NEW")]);
        }

        JsonElement page = await ListAsync(portal, """{"entityTypeId": 1, "select": ["id", "opportunity"], "order": {"opportunity": "DESC"}}""");
        Assert.Equal((60, 50), (page.GetProperty("total").GetInt32(), page.GetProperty("next").GetInt32()));
        Assert.Equal("""{"id":60,"opportunity":60}""", Items(page)[0].GetRawText());
        Assert.Equal(10, Items(await ListAsync(portal, """{"entityTypeId": 1, "start": 50}""")).Length);

        JsonElement grouped = await ListAsync(portal, """
            {"entityTypeId": 1, "select": ["id"], "start": -1,
             "filter": {"@stageId": ["NEW"], "0": {"logic": "OR", "0": {"<=opportunity": 2}, "1": {">=opportunity": 54, "name": "Анна"} }}}
            """);
        Assert.Equal([1, 2, 54], Items(grouped).Select(static i => i.GetProperty("id").GetInt32()));
        Assert.False(grouped.TryGetProperty("total", out _));

        Assert.True(Items(await ListAsync(portal, """{"entityTypeId": 1}"""))[0].TryGetProperty("fm", out _));
        Assert.Equal("[]", Items(await ListAsync(portal, $$"""{{{Original}}"entityTypeId": 1, "select": ["title", "stageId"]}"""))[0].GetRawText());
    }

    [Theory]
    [InlineData("crm.item.delete", "[]")]
    [InlineData("crm.lead.delete", "true")]
    public async Task A_deleted_lead_is_not_found_and_its_id_is_not_used_again(string method, string result)
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder);
        long first = portal.AddLead([]), last = portal.AddLead([]);

        JsonElement answer = await fixture.CallAsync(portal, method, $$"""{"entityTypeId": 1, "id": {{last}}}""");
        Assert.Equal(result, answer.GetProperty("result").GetRawText());
        Assert.Equal("Not found", (await fixture.CallAsync(portal, "crm.lead.get", $$"""{"id": {{last}}}""")).GetProperty("error_description").GetString());
        Assert.Equal(first, (await fixture.CallAsync(portal, "crm.lead.list")).GetProperty("total").GetInt32());
        Assert.Equal(last + 1, portal.AddLead([]));
    }

    [Fact]
    public async Task In_simple_mode_a_new_lead_with_a_name_is_converted()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(PortalFixture.Folder, new() { IsSimpleCrmMode = true });
        Assert.Equal(2, (await fixture.CallAsync(portal, "crm.settings.mode.get")).GetProperty("result").GetInt32());
        Assert.Equal(1, (await fixture.CallAsync("crm.settings.mode.get")).GetProperty("result").GetInt32());

        await fixture.CallAsync(portal, "crm.lead.add", """{"fields": {"NAME": "Анна"}}""");
        await fixture.CallAsync(portal, "crm.item.add", """{"entityTypeId": 1, "fields": {"title": "Заявка"}}""");
        Assert.Equal(("CONVERTED", "NEW"), (portal.GetStoredValue(1, "STATUS_ID"), portal.GetStoredValue(2, "STATUS_ID")));
    }

    [Fact]
    public async Task Commands_of_a_batch_update_items()
    {
        long id = fixture.AddLead();
        JsonElement answer = await fixture.CallAsync("batch", $$$"""
            {"cmd": {"u": "crm.item.update?entityTypeId=1&id={{{id}}}&fields[name]=Анна&fields[fm][n0][typeId]=PHONE&fields[fm][n0][valueType]=WORK&fields[fm][n0][value]=%2B71"}}
            """);
        JsonElement item = answer.GetProperty("result").GetProperty("result").GetProperty("u").GetProperty("item");
        Assert.Equal(("Анна", "PHONE WORK +71"), (item.GetProperty("name").GetString(), Entries(item).Single().Text));
    }

    private static JsonElement[] Items(JsonElement answer) => [.. answer.GetProperty("result").GetProperty("items").EnumerateArray()];

    private static IEnumerable<(long Id, string Text)> Entries(JsonElement item) => item.GetProperty("fm").EnumerateArray().Select(static e =>
        (e.GetProperty("id").GetInt64(), $"{e.GetProperty("typeId").GetString()} {e.GetProperty("valueType").GetString()} {e.GetProperty("value").GetString()}"));

    private Task<JsonElement> ListAsync(PortalEmulator portal, string json) => fixture.CallAsync(portal, "crm.item.list", json);

    private async Task<JsonElement> GetAsync(long id) =>
        (await fixture.CallAsync("crm.item.get", $$"""{"entityTypeId": 1, "id": {{id}}}""")).GetProperty("result").GetProperty("item");

    private Task<JsonElement> UpdateAsync(long id, string fields, string flag = "") => UpdateAsync(fixture.Portal, id, fields, flag);

    private async Task<JsonElement> UpdateAsync(PortalEmulator portal, long id, string fields, string flag = "") =>
        (await fixture.CallAsync(portal, "crm.item.update", $$"""{{{flag}}"entityTypeId": 1, "id": {{id}}, "fields": {{fields}} }""")).GetProperty("result").GetProperty("item");
}
