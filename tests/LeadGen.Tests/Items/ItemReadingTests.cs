using System.Globalization;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Items;

/// <summary>Tests reading leads from the replies of <c>crm.item.*</c>.</summary>
public sealed class ItemReadingTests
{
    public static TheoryData<string, Func<Lead, object?>, object?> Values => new()
    {
        { "\"title\": \"Лид\"", l => l.Title, "Лид" },
        { "\"stageId\": \"NEW\"", l => l.StatusId, LeadStatus.New },
        { "\"stageSemanticId\": \"P\"", l => l.StatusSemanticId, "P" },
        { "\"createdTime\": \"2026-07-22T18:00:08+02:00\"", l => l.DateCreate, new DateTimeOffset(2026, 7, 22, 16, 0, 8, TimeSpan.Zero) },
        { "\"updatedTime\": \"2026-07-22T18:00:08+02:00\"", l => l.DateModify, new DateTimeOffset(2026, 7, 22, 16, 0, 8, TimeSpan.Zero) },
        { "\"movedTime\": \"2026-07-22T18:00:08+02:00\"", l => l.MovedTime, new DateTimeOffset(2026, 7, 22, 16, 0, 8, TimeSpan.Zero) },
        { "\"createdBy\": 1, \"updatedBy\": 2, \"movedBy\": 3", l => (l.CreatedById, l.ModifyById, l.MovedById), ((long?)1, (long?)2, (long?)3) },
        { "\"assignedById\": \"7\"", l => l.AssignedById, 7L },
        { "\"companyId\": 0, \"contactId\": \"0\"", l => (l.CompanyId, l.ContactId), ((long?)null, (long?)null) },
        { "\"companyId\": 27", l => l.CompanyId, 27L },
        { "\"opportunity\": 999.9", l => l.Opportunity, 999.9m },
        { "\"opportunity\": \"999.90\"", l => l.Opportunity, 999.9m },
        { "\"opened\": \"Y\", \"hasPhone\": \"N\"", l => (l.Opened, l.HasPhone), ((bool?)true, (bool?)false) },
        { "\"birthdate\": \"2000-01-01T02:00:00+02:00\"", l => l.Birthdate, new DateOnly(2000, 1, 1) },
        { "\"utmSource\": \"mail\"", l => l.UtmSource, "mail" },
        { "\"UF_CRM_1712000001\": \"321\"", l => l.StringOne, "321" },
        { "\"ufCrm_1712000001\": \"321\"", l => l.StringOne, "321" },
        { "\"UF_CRM_1712000033\": \"Y\"", l => l.BooleanOne, true },
        { "\"UF_CRM_1712000033\": \"N\"", l => l.BooleanOne, false },
        { "\"UF_CRM_1712000021\": 12", l => l.EnumerationOne, EnumerationOne.Vtoroy },
        { "\"UF_CRM_1712000021\": \"12\"", l => l.EnumerationOne, EnumerationOne.Vtoroy },
        { "\"UF_CRM_1712000021\": 0", l => l.EnumerationOne, null },
        { "\"UF_CRM_1712000022\": [11, \"12\"]", l => string.Join(',', l.EnumerationMany), "Pervyy,Vtoroy" },
        { "\"UF_CRM_1712000007\": 1111.1", l => l.DoubleOne, 1111.1m },
        { "\"UF_CRM_1712000023\": \"300|RUB\"", l => l.MoneyOne, new Money(300, "RUB") },
        { "\"UF_CRM_1712000029\": {\"id\": 5, \"url\": \"/a\", \"urlMachine\": \"/b\"}", l => (l.FileOne!.Id, l.FileOne.ShowUrl, l.FileOne.DownloadUrl), (5L, "/a", "/b") },
        { "\"fm\": []", l => (l.Phone.Count, l.Email.Count), (0, 0) },
        { "\"fm\": null", l => l.Phone.Count, 0 },
        { "\"fm\": {\"0\": {\"id\": 1, \"typeId\": \"PHONE\", \"value\": \"+7\"}, \"2\": {\"id\": 3, \"typeId\": \"PHONE\", \"value\": \"+8\"}}", l => string.Join(',', l.Phone.Select(static p => p.Value)), "+7,+8" },
        { "\"fm\": [{\"id\": 101, \"valueType\": \"WORK\", \"value\": \"+7\", \"typeId\": \"PHONE\"}]", l => (l.Phone[0].Id, l.Phone[0].Type, l.Phone[0].Value, l.Email.Count), ((long?)101, PhoneType.Work, "+7", 0) },
        { "\"fm\": [{\"id\": \"7\", \"typeId\": \"EMAIL\", \"valueType\": \"HOME\", \"value\": 5, \"new\": [{}]}, {\"id\": 8, \"typeId\": \"PHONE\", \"value\": \"+7\"}]", l => (l.Email[0].Id, l.Email[0].Type, l.Email[0].Value, l.Phone[0].Value), ((long?)7, EmailType.Home, "5", "+7") },

        // The flat aliases of entries do not replace them, and the switched-off address is not that of the lead.
        { "\"phone\": \"+70\", \"email\": \"\", \"fm\": [{\"id\": 1, \"typeId\": \"PHONE\", \"valueType\": \"WORK\", \"value\": \"+7\"}]", l => (l.Phone.Count, l["phone"]!.Value.GetString()), (1, "+70") },
        { "\"address\": null", l => (l.Contains(LeadFields.Address), l["address"]!.Value.ValueKind), (false, System.Text.Json.JsonValueKind.Null) },

        // Fields that the schema does not have.
        { "\"observers\": [1], \"UF_CRM_1799999999\": \"x\"", l => (l["observers"]!.Value.GetRawText(), l["UF_CRM_1799999999"]!.Value.GetString()), ("[1]", "x") },
        { "\"contactIds\": [31, 44]", l => l["CONTACT_IDS"]!.Value.GetRawText(), "[31, 44]" },
        { "\"fm\": [{\"id\": 1, \"typeId\": \"FAX\", \"valueType\": \"WORK\", \"value\": \"7\"}]", l => (l.Phone.Count, l["FAX"]!.Value.GetRawText()), (0, """[{"ID":"1","VALUE_TYPE":"WORK","VALUE":"7"}]""") },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_is_read_in_each_of_its_forms(string members, Func<Lead, object?> read, object? expected) =>
        Assert.Equal(expected, read(await GetAsync($$$"""{"item": {"id": 5, {{{members}}}}}""")));

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    public async Task An_empty_value_is_read_in_each_of_its_forms(string nothing)
    {
        string members = string.Join(", ", LeadFields.All.Where(static f => f.Code != "ID" && !f.Type.IsMultiField).Select(f => $"\"{f.ItemName}\": {nothing}"));
        Lead lead = await GetAsync($$$"""{"item": {"id": 5, {{{members}}}}}""");
        Assert.Equal(
            (null, null, null, null, null, null, null, 0, 0),
            (lead.Title, lead.StatusId, lead.DateCreate, lead.CompanyId, lead.Opportunity, lead.Birthdate, lead.EnumerationOne, lead.StringMany.Count, lead.EnumerationMany.Count));
        Assert.False(lead.Contains(LeadFields.AddressCity));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"5\"")]
    public async Task The_ID_is_read_as_a_number_and_as_text(string id) => Assert.Equal(5, (await GetAsync($$$"""{"item": {"id": {{{id}}}}}""")).Id);

    [Fact]
    public async Task Fields_that_the_reply_does_not_contain_are_not_read_as_empty()
    {
        Lead lead = await GetAsync("""{"item": {"id": 5}}""");
        Assert.Throws<CrmFieldNotReadException>(() => lead.Title);
        Assert.Throws<CrmFieldNotReadException>(() => lead.StringOne);
        Assert.Throws<CrmFieldNotReadException>(() => lead["UF_CRM_1799999999"]);
        Assert.Throws<CrmFieldNotReadException>(() => lead.Phone);
        Assert.Throws<CrmFieldNotReadException>(() => lead.AddressCity);
        Assert.Throws<CrmFieldNotReadException>(() => lead.GetAddress());
    }

    [Theory]
    [InlineData("{\"item\": {\"id\": 6}}")]
    [InlineData("{\"item\": {\"title\": \"а\"}}")]
    [InlineData("{\"item\": {\"id\": null}}")]
    [InlineData("{\"item\": []}")]
    [InlineData("{\"item\": [{\"id\": 5}]}")]
    [InlineData("{\"item\": null}")]
    [InlineData("{\"items\": [{\"id\": 5}]}")]
    [InlineData("[{\"id\": 5}]")]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("{\"ID\": \"5\"}")]
    [InlineData("{\"item\": {\"id\": 5}, \"item\": {\"id\": 5}}")]
    [InlineData("{\"item\": {\"id\": 5, \"id\": 5}}")]
    [InlineData("{\"item\": {\"id\": 5, \"ID\": 5}}")]
    [InlineData("{\"item\": {\"id\": 5, \"title\": \"а\", \"title\": \"б\"}}")]
    [InlineData("{\"item\": {\"id\": 5, \"title\": \"а\", \"TITLE\": \"б\"}}")]
    [InlineData("{\"item\": {\"id\": 5, \"ufCrm_1712000001\": \"а\", \"UF_CRM_1712000001\": \"б\"}}")]
    [InlineData("{\"item\": {\"id\": 5, \"fm\": [], \"fm\": []}}")]
    [InlineData("{\"item\": {\"id\": 5, \"fm\": \"+7\"}}")]
    [InlineData("{\"item\": {\"id\": 5, \"fm\": {\"PHONE\": []}}}")]
    [InlineData("{\"item\": {\"id\": 5, \"fm\": [\"+7\"]}}")]
    [InlineData("{\"item\": {\"id\": 5, \"fm\": [{\"id\": 1, \"value\": \"+7\"}]}}")]
    [InlineData("{\"item\": {\"id\": 5, \"fm\": [{\"id\": 1, \"typeId\": \"PHONE\", \"typeId\": \"EMAIL\", \"value\": \"+7\"}]}}")]
    [InlineData("{\"item\": {\"id\": 5, \"fm\": [], \"PHONE\": []}}")]
    public async Task A_reply_that_is_not_the_item_is_rejected(string result) =>
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => GetAsync(result));

    [Theory]
    [InlineData("{\"item\": {\"id\": 42, \"title\": 5}}", false)]
    [InlineData("{\"item\": {\"id\": \"42\"}}", false)]
    [InlineData("{\"item\": {\"id\": 43}}", true)]
    [InlineData("{\"item\": {}}", true)]
    [InlineData("{\"item\": []}", true)]
    [InlineData("true", true)]
    public async Task An_update_is_confirmed_by_the_ID_of_the_item(string result, bool isUnknown)
    {
        var options = new CrmUpdateOptions { Api = LeadApi.Item };
        Task<CrmUpdateReply> sent = StubPortal.Answering($$"""{"result": {{result}}}""").Client().UpdateAsync(new LeadUpdate(42).SetName("а"), options);
        if (isUnknown)
        {
            Assert.True((await Assert.ThrowsAsync<Bitrix24ReplyException>(() => sent)).IsOutcomeUnknown);
        }
        else
        {
            Assert.Equal((true, LeadApi.Item), ((await sent).WasSent, (await sent).Api));
        }
    }

    [Theory]
    [InlineData("{\"item\": {\"id\": 9, \"fm\": []}}", 9L)]
    [InlineData("{\"item\": {\"id\": \"9\"}}", 9L)]
    [InlineData("{\"item\": {\"id\": 0}}", null)]
    [InlineData("{\"item\": {\"title\": \"а\"}}", null)]
    [InlineData("9", null)]
    public async Task The_ID_of_a_new_lead_is_that_of_the_item(string result, long? id)
    {
        StubPortal portal = Script.Create(Script.Json("""{"result": 1}"""), Script.Json($$"""{"result": {{result}}}"""));
        Task<CrmCreateReply> created = portal.Client().CreateAsync(new LeadDraft().SetName("а"), new CrmUpdateOptions { Api = LeadApi.Item });
        if (id is null)
        {
            Assert.True((await Assert.ThrowsAsync<Bitrix24ReplyException>(() => created)).IsOutcomeUnknown);
        }
        else
        {
            Assert.Equal(id, (await created).RecordId);
        }
    }

    [Fact]
    public async Task A_page_has_the_selected_fields()
    {
        CrmQuery query = new CrmQuery().Select(LeadFields.Title, LeadFields.StatusId, LeadFields.StringOne);
        List<Lead> leads = await ListAsync(
            query,
            """{"items": [{"id": 5, "title": "а", "stageId": "NEW", "ufCrm_1712000001": "б", "entityTypeId": 1}, {"id": 6, "title": null, "stageId": "NEW"}]}""",
            """{"items": []}""");
        Assert.Equal([5L, 6L], leads.Select(static l => l.Id!.Value));
        Assert.Equal(("а", LeadStatus.New, "б"), (leads[0].Title, leads[0].StatusId, leads[0].StringOne));
        Assert.Equal(["ID", "STATUS_ID", "TITLE", "UF_CRM_1712000001"], leads[0].Codes);
        Assert.Null(leads[1].Title);
        Assert.Throws<CrmFieldNotReadException>(() => leads[0].Name);

        // The portal uses another name for the field, or hides it.
        Assert.Throws<CrmFieldNotReadException>(() => leads[1].StringOne);
    }

    [Fact]
    public async Task With_a_multi_value_field_a_page_has_no_other_fields_than_the_selected_ones()
    {
        Lead lead = Assert.Single(await ListAsync(
            new CrmQuery().Select(LeadFields.Phone, LeadFields.Title),
            """{"items": [{"id": 5, "title": "а", "name": "б", "fm": [{"id": 1, "typeId": "PHONE", "valueType": "WORK", "value": "+7"}, {"id": 2, "typeId": "EMAIL", "value": "a"}]}]}""",
            """{"items": []}"""));
        Assert.Equal(("а", "+7"), (lead.Title, lead.Phone[0].Value));
        Assert.Equal(["ID", "PHONE", "TITLE"], lead.Codes);
        Assert.Throws<CrmFieldNotReadException>(() => lead.Name);
        Assert.Throws<CrmFieldNotReadException>(() => lead.Email);
    }

    [Fact]
    public async Task In_a_page_with_all_fields_a_custom_field_without_a_known_name_is_not_read()
    {
        Lead lead = Assert.Single(await ListAsync(
            new CrmQuery(),
            """{"items": [{"id": 5, "title": "а", "address": null, "ufCrm_1712000001": "б", "UF_CRM_1712000003": "в", "ufCrm_1799999999": "г", "fm": []}]}""",
            """{"items": []}"""));
        Assert.Equal(("а", "б", "в", 0), (lead.Title, lead.StringOne, lead.UrlOne, lead.Phone.Count));
        Assert.Throws<CrmFieldNotReadException>(() => lead.Name);
        Assert.Throws<CrmFieldNotReadException>(() => lead.IntegerOne);
        Assert.Throws<CrmFieldNotReadException>(() => lead.Address);
        Assert.Equal("г", lead["ufCrm_1799999999"]!.Value.GetString());
        Assert.Throws<CrmFieldNotReadException>(() => lead["UF_CRM_1799999999"]);
    }

    [Theory]
    [InlineData("{\"items\": [{\"title\": \"а\"}]}")]
    [InlineData("{\"items\": [[]]}")]
    [InlineData("{\"items\": [{\"id\": 6}, {\"id\": 5}]}")]
    [InlineData("{\"items\": null}")]
    [InlineData("{\"item\": {\"id\": 5}}")]
    [InlineData("{\"items\": [], \"items\": []}")]
    [InlineData("[]")]
    public async Task A_reply_that_is_not_a_page_is_rejected(string result) =>
        await Assert.ThrowsAsync<Bitrix24ReplyException>(() => ListAsync(new CrmQuery().Select(LeadFields.Title), result));

    [Fact]
    public async Task Pages_continue_like_those_of_the_classic_API()
    {
        StubPortal byId = Script.Create(Page(1, 50), Page(51, 20), Page(71, 0));
        Assert.Equal(70, (await byId.Client().ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title), LeadApi.Item).ToListAsync()).Count);
        Assert.Equal([true, true, true], byId.Requests.Select((r, i) => r.Body.Contains(i == 0 ? "\"filter\":{}" : $"\"filter\":{{\">id\":{(i == 1 ? 50 : 70)}}}", StringComparison.Ordinal)));

        StubPortal sorted = Script.Create(Page(1, 50, next: 50), Page(51, 20));
        Assert.Equal(70, (await sorted.Client().ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title).OrderBy(LeadFields.Title), LeadApi.Item).ToListAsync()).Count);
        Assert.Equal([true, true], sorted.Requests.Select((r, i) => r.Body.EndsWith($"\"order\":{{\"title\":\"ASC\",\"id\":\"ASC\"}},\"start\":{i * 50}}}", StringComparison.Ordinal)));
    }

    private static Func<HttpResponseMessage> Page(int first, int count, int? next = null)
    {
        string items = string.Join(", ", Enumerable.Range(first, count).Select(static id => string.Create(CultureInfo.InvariantCulture, $$"""{"id": {{id}}, "title": "а"}""")));
        return Script.Json(string.Create(CultureInfo.InvariantCulture, $$$"""{"result": {"items": [{{{items}}}]}{{{(next is null ? "" : $", \"next\": {next}")}}}}"""));
    }

    private static async Task<Lead> GetAsync(string result) =>
        (await StubPortal.Answering($$"""{"result": {{result}}}""").Client().GetAsync<Lead>(5, LeadApi.Item))!;

    private static async Task<List<Lead>> ListAsync(CrmQuery query, params string[] results) =>
        await Script.Create([.. results.Select(static r => Script.Json($$"""{"result": {{r}}}"""))]).Client().ListAsync<Lead>(query, LeadApi.Item).ToListAsync();
}
