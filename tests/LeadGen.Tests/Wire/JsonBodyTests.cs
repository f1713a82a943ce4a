using System.Globalization;
using System.Text.Json;
using CsCheck;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Wire;

/// <summary>Tests the JSON of an update for each kind of value.</summary>
public sealed class JsonBodyTests
{
    public static TheoryData<string, Func<LeadUpdate, LeadUpdate>, string> Bodies => new()
    {
        { "text", u => u.SetName("Ёлка \"и\" <б> & \n\u2028🌷"), "{\"NAME\":\"Ёлка \\\"и\\\" <б> & \\n\u2028🌷\"}" },
        { "text, emptied", u => u.ClearName(), """{"NAME":""}""" },
        { "text, set to nothing", u => u.SetName(""), """{"NAME":""}""" },
        { "text, blank", u => u.SetComments("  "), """{"COMMENTS":"  "}""" },
        { "texts", u => u.SetStringMany(["а", "б"]), """{"UF_CRM_1712000002":["а","б"]}""" },
        { "texts, emptied", u => u.ClearStringMany(), """{"UF_CRM_1712000002":[]}""" },
        { "texts, set to none", u => u.SetStringMany([]), """{"UF_CRM_1712000002":[]}""" },
        { "whole number", u => u.SetIntegerOne(int.MinValue), """{"UF_CRM_1712000005":-2147483648}""" },
        { "whole number, emptied", u => u.ClearIntegerOne(), """{"UF_CRM_1712000005":""}""" },
        { "number", u => u.SetOpportunity(-12500.50m), """{"OPPORTUNITY":"-12500.50","IS_MANUAL_OPPORTUNITY":"Y"}""" },
        { "number, standard, emptied", u => u.ClearOpportunity(), """{"OPPORTUNITY":0,"IS_MANUAL_OPPORTUNITY":"Y"}""" },
        { "number, 14 digits", u => u.SetDoubleOne(1234567890.1234m), """{"UF_CRM_1712000007":"1234567890.1234"}""" },
        { "yes", u => u.SetOpened(true), """{"OPENED":"Y"}""" },
        { "no", u => u.SetOpened(false), """{"OPENED":"N"}""" },
        { "true", u => u.SetBooleanOne(true), """{"UF_CRM_1712000033":1}""" },
        { "true, emptied", u => u.ClearBooleanOne(), """{"UF_CRM_1712000033":0}""" },
        { "day", u => u.SetBirthdate(new DateOnly(1980, 1, 2)), """{"BIRTHDATE":"1980-01-02"}""" },
        { "day, the first", u => u.SetBirthdate(new DateOnly(101, 1, 1)), """{"BIRTHDATE":"0101-01-01"}""" },
        { "day, emptied", u => u.ClearBirthdate(), """{"BIRTHDATE":""}""" },
        { "days, emptied", u => u.ClearDateMany(), """{"UF_CRM_1712000010":""}""" },
        { "days, set to none", u => u.SetDateMany([]), """{"UF_CRM_1712000010":""}""" },
        { "moment", u => u.SetDatetimeOne(new DateTimeOffset(2026, 3, 20, 1, 2, 3, 999, TimeSpan.FromMinutes(-570))), """{"UF_CRM_1712000011":"2026-03-20T01:02:03-09:30"}""" },
        { "id", u => u.SetCompanyId(7), """{"COMPANY_ID":7}""" },
        { "id, emptied", u => u.ClearCompanyId(), """{"COMPANY_ID":0}""" },
        { "code", u => u.SetStatusId(LeadStatus.InProcess), """{"STATUS_ID":"IN_PROCESS"}""" },
        { "code, unknown", u => u.SetSourceId(LeadSource.FromCode("1|X:2>3")), """{"SOURCE_ID":"1|X:2>3"}""" },
        { "item", u => u.SetEnumerationOne(EnumerationOne.Vtoroy), """{"UF_CRM_1712000021":12}""" },
        { "item, unknown", u => u.SetEnumerationOne((EnumerationOne)99), """{"UF_CRM_1712000021":99}""" },
        { "items", u => u.SetEnumerationMany([EnumerationMany.Vtoroy]), """{"UF_CRM_1712000022":[12]}""" },
        { "money", u => u.SetMoneyOne(new Money(300.50m, "RUB")), """{"UF_CRM_1712000023":"300.50|RUB"}""" },
        { "map address", u => u.SetAddressOne(new MapAddress("Дом", 55.5m, -37.25m)), """{"UF_CRM_1712000025":"Дом|55.5;-37.25|"}""" },
        { "link", u => u.SetCrmOne(new CrmLink(CrmEntityType.SmartProcess(148), 5)), """{"UF_CRM_1712000027":"T94_5"}""" },
        { "link, implied", u => u.SetCrmOne(new CrmLink(CrmEntityType.WithoutPrefix, 5)), """{"UF_CRM_1712000027":"5"}""" },
        { "links", u => u.SetCrmMany([new CrmLink(CrmEntityType.Company, 1), new CrmLink(CrmEntityType.SmartInvoice, 2)]), """{"UF_CRM_1712000028":["CO_1","SI_2"]}""" },
        { "raw", u => u.SetHlblockOne(Given.Element("""{"a":[1,2.50,true,null,"я"]}""")), """{"UF_CRM_1712000031":{"a":[1,2.50,true,null,"я"]}}""" },
        { "phones", u => u.AddPhone("+7", PhoneType.Work).AddPhone("+8", new PhoneType { Code = "ДОМ" }), """{"PHONE":[{"VALUE":"+7","VALUE_TYPE":"WORK"},{"VALUE":"+8","VALUE_TYPE":"ДОМ"}]}""" },
        { "the last call wins", u => u.SetName("а").ClearName().SetName("б"), """{"NAME":"б"}""" },
        { "emptied after set", u => u.SetName("а").ClearName(), """{"NAME":""}""" },
        { "in the order of the calls", u => u.SetName("а").SetPost("б").SetName("в"), """{"POST":"б","NAME":"в"}""" },
        { "sum, twice", u => u.SetOpportunity(1).SetOpportunity(2), """{"IS_MANUAL_OPPORTUNITY":"Y","OPPORTUNITY":"2"}""" },
        { "sum, manual", u => u.SetIsManualOpportunity(true).SetOpportunity(1), """{"IS_MANUAL_OPPORTUNITY":"Y","OPPORTUNITY":"1"}""" },
        { "automatic sum", u => u.SetIsManualOpportunity(false), """{"IS_MANUAL_OPPORTUNITY":"N"}""" },
        { "address", u => u.SetAddress(new CrmAddress { City = "Пермь" }), """{"ADDRESS":"","ADDRESS_2":"","ADDRESS_CITY":"Пермь","ADDRESS_POSTAL_CODE":"","ADDRESS_REGION":"","ADDRESS_PROVINCE":"","ADDRESS_COUNTRY":"","ADDRESS_COUNTRY_CODE":""}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Values_are_written_in_the_format_that_portals_store(string what, Func<LeadUpdate, LeadUpdate> change, string fields)
    {
        Assert.NotEmpty(what);
        Assert.Equal(fields, Given.Fields(change(new LeadUpdate(42))));
    }

    [Fact]
    public void Any_text_survives_a_JSON_round_trip() => Gen.String.Where(s => s.Trim().Length > 0 && !s.Any(char.IsSurrogate)).Sample(text =>
    {
        using JsonDocument body = JsonDocument.Parse(Given.Json(new LeadUpdate(42).SetSourceDescription(text).SetStringMany(["🌷" + text, "я"])));
        JsonElement fields = body.RootElement.GetProperty("fields");
        Assert.Equal(text, fields.GetProperty("SOURCE_DESCRIPTION").GetString());
        Assert.Equal(["🌷" + text, "я"], fields.GetProperty("UF_CRM_1712000002").EnumerateArray().Select(static e => e.GetString()!));
    });

    [Theory]
    [InlineData("ru-RU")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_current_culture_does_not_affect_the_JSON(string culture)
    {
        static LeadUpdate Update() => new LeadUpdate(42).SetOpportunity(1.5m).SetMoneyOne(new Money(-0.5m, "TRY")).SetIntegerOne(-7)
            .SetBirthdate(new DateOnly(2026, 3, 20)).SetDatetimeOne(DateTimeOffset.UnixEpoch).SetAddressOne(new MapAddress("i", 1.5m, -1.5m));
        string expected = Given.Json(Update());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Given.Json(Update()));
            Assert.Equal(1.5m, Given.Lead("""{"OPPORTUNITY":"1.5"}""").Opportunity);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Options_are_written_under_both_names_and_only_when_set()
    {
        var update = new LeadUpdate(42).SetName("а");
        Assert.Equal("""{"id":42,"fields":{"NAME":"а"}}""", Given.Json(update, new CrmUpdateOptions()));
        Assert.Equal(
            """{"id":42,"fields":{"NAME":"а"},"params":{"REGISTER_HISTORY_EVENT":"N"},"options":{"REGISTER_HISTORY_EVENT":"N"}}""",
            Given.Json(update, new CrmUpdateOptions { RegisterHistoryEvent = false }));
    }
}
