using System.Text.Json;
using LeadGen.Tests.Portal;
using LeadGen.Transport;

namespace LeadGen.Tests.Items;

/// <summary>Tests the bodies and batch rows of <c>crm.item.add</c>, <c>crm.item.update</c> and <c>crm.item.get</c>.</summary>
public sealed class ItemCallTests
{
    private const string Head = "{\"entityTypeId\":1,\"id\":42,\"useOriginalUfNames\":\"Y\",\"fields\":";
    private const string DraftHead = "{\"entityTypeId\":1,\"useOriginalUfNames\":\"Y\",\"fields\":";
    private const string RowHead = "entityTypeId=1&id=42&useOriginalUfNames=Y&fields";

    private static readonly Lead s_lead = Given.Lead(
        """
        {"ID":"42", "EMAIL":[{"ID":"13","VALUE":"a@example.org","VALUE_TYPE":"WORK"}],
         "PHONE":[{"ID":"11","VALUE":"+71","VALUE_TYPE":"WORK"},{"ID":"12","VALUE":"+72","VALUE_TYPE":"HOME"}]}
        """);

    public static TheoryData<string, Func<LeadUpdate, LeadUpdate>, string> Bodies => new()
    {
        { "text", u => u.SetTitle("\"а\""), """{"title":"\"а\""}""" },
        { "text, emptied", u => u.ClearComments(), """{"comments":""}""" },
        { "custom text", u => u.SetStringOne("а"), """{"UF_CRM_1712000001":"а"}""" },
        { "custom texts", u => u.SetStringMany(["а", "б"]), """{"UF_CRM_1712000002":["а","б"]}""" },
        { "whole number", u => u.SetIntegerOne(-7), """{"UF_CRM_1712000005":-7}""" },
        { "whole numbers", u => u.SetIntegerMany([1, 2]), """{"UF_CRM_1712000006":[1,2]}""" },
        { "whole number, emptied", u => u.ClearIntegerOne(), """{"UF_CRM_1712000005":""}""" },
        { "number", u => u.SetOpportunity(-12500.50m), """{"opportunity":-12500.5,"isManualOpportunity":"Y"}""" },
        { "number, standard, emptied", u => u.ClearOpportunity(), """{"opportunity":0,"isManualOpportunity":"Y"}""" },
        { "number, 14 digits", u => u.SetDoubleOne(1234567890.1234m), """{"UF_CRM_1712000007":1234567890.1234}""" },
        { "number, without decimals", u => u.SetDoubleOne(100.00m), """{"UF_CRM_1712000007":100}""" },
        { "numbers", u => u.SetDoubleMany([0.5m, -2m]), """{"UF_CRM_1712000008":[0.5,-2]}""" },
        { "number, emptied", u => u.ClearDoubleOne(), """{"UF_CRM_1712000007":""}""" },
        { "yes", u => u.SetOpened(true), """{"opened":"Y"}""" },
        { "no", u => u.SetOpened(false), """{"opened":"N"}""" },
        { "true", u => u.SetBooleanOne(true), """{"UF_CRM_1712000033":"Y"}""" },
        { "false", u => u.SetBooleanOne(false), """{"UF_CRM_1712000033":"N"}""" },
        { "true, emptied", u => u.ClearBooleanOne(), """{"UF_CRM_1712000033":"N"}""" },
        { "day", u => u.SetBirthdate(new DateOnly(1980, 1, 2)), """{"birthdate":"1980-01-02"}""" },
        { "day, emptied", u => u.ClearBirthdate(), """{"birthdate":""}""" },
        { "moment", u => u.SetDatetimeOne(new DateTimeOffset(2026, 3, 20, 1, 2, 3, TimeSpan.FromHours(-9))), """{"UF_CRM_1712000011":"2026-03-20T01:02:03-09:00"}""" },
        { "id", u => u.SetCompanyId(7), """{"companyId":7}""" },
        { "id, emptied", u => u.ClearCompanyId(), """{"companyId":""}""" },
        { "employee, emptied", u => u.ClearEmployeeOne(), """{"UF_CRM_1712000013":""}""" },
        { "contacts", u => u.SetContactIds([5, 7]), """{"contactIds":[5,7]}""" },
        { "code, renamed", u => u.SetStatusId(LeadStatus.InProcess), """{"stageId":"IN_PROCESS"}""" },
        { "code", u => u.SetSourceId(LeadSource.Call), """{"sourceId":"CALL"}""" },
        { "item", u => u.SetEnumerationOne(EnumerationOne.Vtoroy), """{"UF_CRM_1712000021":12}""" },
        { "item, emptied", u => u.ClearEnumerationOne(), """{"UF_CRM_1712000021":""}""" },
        { "items", u => u.SetEnumerationMany([EnumerationMany.Pervyy, EnumerationMany.Vtoroy]), """{"UF_CRM_1712000022":[11,12]}""" },
        { "money", u => u.SetMoneyOne(new Money(300.50m, "RUB")), """{"UF_CRM_1712000023":"300.50|RUB"}""" },
        { "money, emptied", u => u.ClearMoneyOne(), """{"UF_CRM_1712000023":""}""" },
        { "map address", u => u.SetAddressOne(new MapAddress("Дом", 55.5m, -37.25m)), """{"UF_CRM_1712000025":"Дом|55.5;-37.25|"}""" },
        { "link", u => u.SetCrmOne(new CrmLink(CrmEntityType.Deal, 5)), """{"UF_CRM_1712000027":"D_5"}""" },
        { "links", u => u.SetCrmMany([new CrmLink(CrmEntityType.Company, 1)]), """{"UF_CRM_1712000028":["CO_1"]}""" },
        { "raw", u => u.SetHlblockOne(Given.Element("""{"a":[1,true]}""")), """{"UF_CRM_1712000031":{"a":[1,true]}}""" },
        { "new entries", u => u.AddPhone("+7", PhoneType.Work).AddEmail("б@example.org", EmailType.Home).AddPhone("+8", PhoneType.Home), """{"fm":{"n0":{"typeId":"PHONE","valueType":"WORK","value":"+7"},"n1":{"typeId":"PHONE","valueType":"HOME","value":"+8"},"n2":{"typeId":"EMAIL","valueType":"HOME","value":"б@example.org"}}}""" },
        { "changed entry", u => u.ChangePhone(s_lead.Phone[1], "+79"), """{"fm":{"12":{"typeId":"PHONE","valueType":"HOME","value":"+79"}}}""" },
        { "removed entry", u => u.RemovePhone(s_lead.Phone[0]), """{"fm":{"11":{"typeId":"PHONE","value":""}}}""" },
        {
            "all changes of entries, after the other fields",
            u => u.AddPhone("+9", PhoneType.Work).ChangePhone(s_lead.Phone[0], "+79").RemovePhone(s_lead.Phone[1]).RemoveEmail(s_lead.Email[0]).AddEmail("b@example.org", EmailType.Work).SetName("а"),
            """{"name":"а","fm":{"12":{"typeId":"PHONE","value":""},"11":{"typeId":"PHONE","valueType":"WORK","value":"+79"},"n0":{"typeId":"PHONE","valueType":"WORK","value":"+9"},"13":{"typeId":"EMAIL","value":""},"n1":{"typeId":"EMAIL","valueType":"WORK","value":"b@example.org"}}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void An_update_is_written_in_the_form_of_items(string what, Func<LeadUpdate, LeadUpdate> change, string fields)
    {
        Assert.NotEmpty(what);
        LeadUpdate update = change(new LeadUpdate(42));
        Assert.Equal(LeadApi.Item, CrmRoutes.For(update, null, LeadApi.Item).Api);
        Assert.Equal($"{Head}{fields}}}", Given.Json(w => CrmProtocol.Item.WriteUpdate(w, update, null)));
    }

    public static TheoryData<Func<LeadDraft, LeadDraft>, string> Drafts => new()
    {
        { d => d, "{}" },
        { d => d.SetTitle("ИП Титов").SetStatusId(LeadStatus.InProcess).SetLocked("раз"), """{"title":"ИП Титов","stageId":"IN_PROCESS","UF_CRM_1712000035":"раз"}""" },
        { d => d.SetOpportunity(1.50m).SetBooleanOne(true), """{"opportunity":1.5,"UF_CRM_1712000033":"Y"}""" },
        { d => d.AddPhone("+7", PhoneType.Work).AddEmail("a@example.org", EmailType.Work).AddPhone("+8", PhoneType.Home).SetName("а"), """{"name":"а","fm":[{"typeId":"PHONE","valueType":"WORK","value":"+7"},{"typeId":"PHONE","valueType":"HOME","value":"+8"},{"typeId":"EMAIL","valueType":"WORK","value":"a@example.org"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Drafts))]
    public void A_new_lead_has_a_list_of_entries(Func<LeadDraft, LeadDraft> fill, string fields) =>
        Assert.Equal($"{DraftHead}{fields}}}", Given.Json(w => CrmProtocol.Item.WriteAdd(w, fill(new LeadDraft()), null)));

    public static TheoryData<Func<LeadUpdate, LeadUpdate>, string> Rows => new()
    {
        { u => u.SetTitle("а b"), "%5Btitle%5D=%D0%B0%20b" },
        { u => u.ClearComments(), "%5Bcomments%5D=" },
        { u => u.SetOpportunity(1234.50m), "%5Bopportunity%5D=1234.5&fields%5BisManualOpportunity%5D=Y" },
        { u => u.SetBooleanOne(false), "%5BUF_CRM_1712000033%5D=N" },
        { u => u.SetIntegerMany([1, 2]), "%5BUF_CRM_1712000006%5D%5B0%5D=1&fields%5BUF_CRM_1712000006%5D%5B1%5D=2" },
        { u => u.AddPhone("+7", PhoneType.Work).RemovePhone(s_lead.Phone[0]), "%5Bfm%5D%5B11%5D%5BtypeId%5D=PHONE&fields%5Bfm%5D%5B11%5D%5Bvalue%5D=&fields%5Bfm%5D%5Bn0%5D%5BtypeId%5D=PHONE&fields%5Bfm%5D%5Bn0%5D%5BvalueType%5D=WORK&fields%5Bfm%5D%5Bn0%5D%5Bvalue%5D=%2B7" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_has_the_same_values(Func<LeadUpdate, LeadUpdate> change, string row) =>
        Assert.Equal((RowHead + row, null), Given.Row(w => CrmProtocol.Item.WriteUpdate(w, change(new LeadUpdate(42)), null)));

    // A row has no numbers, and PHP would store another text than for the number in a body.
    [Theory]
    [InlineData("0.00001", "a row has no numbers")]
    [InlineData("0.25", null)]
    public void A_number_that_PHP_writes_in_another_form_is_not_sent_in_a_row(string number, string? reason)
    {
        var field = new CrmField<decimal>("UF_CRM_1", "UF_CRM_1", "double", CrmFieldFlags.Custom, ClearForm.EmptyText, WireFormat.Number);
        Assert.Equal(($"x={number}", reason), Given.Row(w =>
        {
            w.StartMap();
            w.Key("x");
            field.Format.WriteItem(w, decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
            w.EndMap();
        }));
    }

    [Fact]
    public void A_call_that_reads_a_lead_requests_the_codes_of_custom_fields() => Assert.Equal(
        """{"entityTypeId":1,"id":42,"useOriginalUfNames":"Y"}""", Given.Json(w => CrmProtocol.Item.WriteGet(w, Lead.Entity, 42)));

    public static TheoryData<string, string> Calls
    {
        get
        {
            var options = new CrmUpdateOptions { RegisterSonetEvent = true, RegisterHistoryEvent = false, Api = LeadApi.Item };
            LeadUpdate update = new LeadUpdate(42).SetStringOne("а").AddPhone("+7", PhoneType.Work);
            CrmQuery query = new CrmQuery().Select(LeadFields.StringOne).Where(LeadFields.BooleanOne.Is(true)).OrderBy(LeadFields.Title);
            return new()
            {
                { "crm.item.update", Given.Json(w => CrmProtocol.Item.WriteUpdate(w, update, options)) },
                { "crm.item.add", Given.Json(w => CrmProtocol.Item.WriteAdd(w, new LeadDraft().SetName("а").AddPhone("+7", PhoneType.Work), options)) },
                { "crm.item.get", Given.Json(w => CrmProtocol.Item.WriteGet(w, Lead.Entity, 42)) },
                { "crm.item.list", Given.Json(w => CrmProtocol.Item.WriteList(w, Lead.Entity, query, LeadFields.All, 50)) },
                { "crm.item.list", Given.Json(w => CrmProtocol.Item.WriteList(w, Lead.Entity, new CrmQuery(), LeadFields.All, 0)) },
            };
        }
    }

    /// <summary>The arguments in the descriptions of the methods: https://apidocs.bitrix24.com/api-reference/crm/universal/index.html.</summary>
    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_has_only_documented_arguments(string method, string body)
    {
        string[] documented = method switch
        {
            "crm.item.get" => ["entityTypeId", "id", "useOriginalUfNames"],
            "crm.item.list" => ["entityTypeId", "select", "filter", "order", "start", "useOriginalUfNames"],
            "crm.item.add" => ["entityTypeId", "fields", "useOriginalUfNames"],
            _ => ["entityTypeId", "id", "fields", "useOriginalUfNames"],
        };
        using JsonDocument call = JsonDocument.Parse(body);
        string[] sent = [.. call.RootElement.EnumerateObject().Select(static a => a.Name)];
        Assert.Empty(sent.Except(documented));
        Assert.Equal(sent.Distinct(), sent);
        Assert.Contains("entityTypeId", sent);
        if (call.RootElement.TryGetProperty("fields", out JsonElement fields) && fields.TryGetProperty("fm", out JsonElement entries))
        {
            Assert.All(
                entries.ValueKind == JsonValueKind.Array ? entries.EnumerateArray() : entries.EnumerateObject().Select(static e => e.Value),
                static entry => Assert.Equal(["typeId", "valueType", "value"], entry.EnumerateObject().Select(static m => m.Name)));
        }
    }
}
