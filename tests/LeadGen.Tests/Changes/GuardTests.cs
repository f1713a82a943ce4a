using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Changes;

/// <summary>Tests that setters reject values that a portal would lose.</summary>
public sealed class GuardTests
{
    private static readonly MultiFieldEntry<PhoneType> s_new = new("+7", PhoneType.Work);

    public static TheoryData<string, Action<LeadUpdate>> Rejected => new()
    {
        { "NAME", u => u.SetName(null!) },
        { "TITLE", u => u.SetTitle("") },
        { "TITLE", u => u.SetTitle(" \n") },
        { "TITLE", u => u.SetTitle("\0") },
        { "TITLE", u => u.SetTitle("\v\0 ") },
        { "NAME", u => u.SetName("x\ud83d") },
        { "NAME", u => u.SetName("\udc00") },
        { "CURRENCY_ID", u => u.SetCurrencyId("") },
        { "CONTACT_IDS", u => u.SetContactIds([]) },
        { "CONTACT_IDS", u => u.SetContactIds([5, 0]) },
        { "COMPANY_ID", u => u.SetCompanyId(0) },
        { "ASSIGNED_BY_ID", u => u.SetAssignedById(-1) },
        { "STATUS_ID", u => u.SetStatusId(default) },
        { "SOURCE_ID", u => u.SetSourceId(new LeadSource(" ")) },
        { "UF_CRM_1712000002", u => u.SetStringMany(["а", ""]) },
        { "UF_CRM_1712000002", u => u.SetStringMany([null!]) },
        { "UF_CRM_1712000021", u => u.SetEnumerationOne(0) },
        { "UF_CRM_1712000022", u => u.SetEnumerationMany([EnumerationMany.Pervyy, 0]) },
        { "UF_CRM_1712000023", u => u.SetMoneyOne(new Money(5, " ")) },
        { "UF_CRM_1712000023", u => u.SetMoneyOne(default) },
        { "UF_CRM_1712000023", u => u.SetMoneyOne(new Money(5, "R|B")) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("а|б")) },
        { "UF_CRM_1712000023", u => u.SetMoneyOne(new Money(5, "RUBL")) },
        { "UF_CRM_1712000023", u => u.SetMoneyOne(new Money(5, "rub")) },
        { "UF_CRM_1712000023", u => u.SetMoneyOne(new Money(5, "РУБ")) },
        { "UF_CRM_1712000023", u => u.SetMoneyOne(new Money(5, "₽")) },
        { "UF_CRM_1712000024", u => u.SetMoneyMany([new Money(5, "RUB"), new Money(5, "R")]) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(default) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("\0")) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("0")) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("21_del")) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", Latitude: 55.7m)) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", Longitude: 37.6m)) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", 999, 37.6m)) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", -90.0001m, 37.6m)) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", 55.7m, 180.0001m)) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", 55.7m, -181)) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", 55.7m, 37.6m, LocationId: 21)) },
        { "UF_CRM_1712000025", u => u.SetAddressOne(new MapAddress("Дом", 55.7m, 37.6m, -21)) },
        { "UF_CRM_1712000026", u => u.SetAddressMany([new MapAddress("Дом", 55.7m)]) },
        { "UF_CRM_1712000027", u => u.SetCrmOne(new CrmLink(new CrmEntityType("D_1;C"), 5)) },
        { "UF_CRM_1712000028", u => u.SetCrmMany([new CrmLink(new CrmEntityType("D C"), 5)]) },
        { "UF_CRM_1712000027", u => u.SetCrmOne(new CrmLink(CrmEntityType.Deal, 0)) },
        { "ADDRESS", u => u.SetAddress(new CrmAddress()) },
        { "ADDRESS", u => u.SetAddress(new CrmAddress { City = " ", CountryCode = "RU" }) },
        { "UF_CRM_1712000028", u => u.SetCrmMany([new CrmLink(CrmEntityType.Deal, 1), new CrmLink(CrmEntityType.Deal, 2), new CrmLink(CrmEntityType.Deal, 1)]) },
        { "UF_CRM_1712000005", u => u.SetIntegerOne(79991234567) },
        { "UF_CRM_1712000005", u => u.SetIntegerOne(2147483648) },
        { "UF_CRM_1712000005", u => u.SetIntegerOne(-2147483649) },
        { "UF_CRM_1712000006", u => u.SetIntegerMany([1, 2147483648]) },
        { "ASSIGNED_BY_ID", u => u.SetAssignedById(2147483648) },
        { "UF_CRM_1712000007", u => u.SetDoubleOne(1.00001m) },
        { "UF_CRM_1712000007", u => u.SetDoubleOne(12345678901.2345m) },
        { "UF_CRM_1712000008", u => u.SetDoubleMany([1, -1.00001m]) },
        { "OPPORTUNITY", u => u.SetOpportunity(12.345m) },
        { "OPPORTUNITY", u => u.SetOpportunity(1000000000000.01m) },
        { "OPPORTUNITY", u => u.SetOpportunity(123456789012345m) },
        { "NAME", u => u.SetName(new string('я', 51)) },
        { "NAME", u => u.SetName(string.Concat(Enumerable.Repeat("😀", 51))) },
        { "LAST_NAME", u => u.SetLastName(new string('я', 51)) },
        { "TITLE", u => u.SetTitle(new string('я', 256)) },
        { "ORIGIN_ID", u => u.SetOriginId(new string('1', 256)) },
        { "SOURCE_ID", u => u.SetSourceId(new LeadSource(new string('S', 51))) },
        { "UTM_TERM", u => u.SetUtmTerm("0") },
        { "SOURCE_DESCRIPTION", u => u.SetSourceDescription("0") },
        { "STATUS_DESCRIPTION", u => u.SetStatusDescription("0") },
        { "HONORIFIC", u => u.SetHonorific(new LeadHonorific("0")) },
        { "UF_CRM_1712000003", u => u.SetUrlOne("0") },
        { "UF_CRM_1712000131", u => u.SetRest5WidgetOne("0") },
        { "UF_CRM_1712000131", u => u.SetRest5WidgetOne(new string('я', 32768)) },
        { "UF_CRM_1712000132", u => u.SetRest5WidgetMany(["1", "0"]) },
        { "UF_CRM_1712000006", u => u.SetIntegerMany([.. Enumerable.Range(100000, 4000).Select(i => (long)i)]) },
        { "COMMENTS", u => u.SetComments(new string('я', 32768)) },
        { "UF_CRM_1712000001", u => u.SetStringOne(new string('я', 32768)) },
        { "UF_CRM_1712000003", u => u.SetUrlOne("https://example.org ") },
        { "UF_CRM_1712000004", u => u.SetUrlMany(["https://example.org", "\texample.org"]) },
        { "PHONE", u => u.AddPhone("+7", new PhoneType { Code = new string('W', 51) }) },
        { "PHONE", u => u.AddPhone(" ", PhoneType.Work) },
        { "PHONE", u => u.AddPhone("\0", PhoneType.Work) },
        { "PHONE", u => u.AddPhone(" \0\t\r\n\v", PhoneType.Work) },
        { "PHONE", u => u.AddPhone(" 0", PhoneType.Work) },
        { "PHONE", u => u.AddPhone("+7", new PhoneType { Code = "\0" }) },
        { "PHONE", u => u.AddPhone(null!, PhoneType.Work) },
        { "PHONE", u => u.AddPhone("+7", new PhoneType()) },
        { "PHONE", u => u.AddPhone("+7", null!) },
        { "PHONE", u => u.AddPhone("+7\ud83d", PhoneType.Work) },
        { "PHONE", u => u.ChangePhone(s_new, "+8") },
        { "PHONE", u => u.RemovePhone(s_new) },
        { "PHONE", u => u.ReplacePhone(Given.Lead("{\"ID\": \"42\"}"), [s_new with { Id = 77 }]) },
    };

    [Theory]
    [MemberData(nameof(Rejected))]
    public void The_exception_for_a_value_that_a_portal_would_lose_contains_code_and_label(string code, Action<LeadUpdate> change)
    {
        var update = new LeadUpdate(42);
        CrmValueException e = Assert.Throws<CrmValueException>(() => change(update));

        Assert.Equal(code, e.Code);
        Assert.Contains(LeadFields.All.Find(code)!.Label, e.Message, StringComparison.Ordinal);
        Assert.True(update.IsEmpty);
    }

    public static TheoryData<Action<LeadUpdate>> Accepted =>
    [
        u => u.SetAddressOne(new MapAddress("Дом", 90, -180)),
        u => u.SetAddressOne(new MapAddress("Дом", 0, 0)),
        u => u.SetMoneyOne(new Money(-5, "RUB")),
        u => u.SetCrmOne(new CrmLink(CrmEntityType.SmartProcess(148), 5)),
        u => u.SetCrmOne(new CrmLink(CrmEntityType.WithoutPrefix, 5)),
        u => u.SetIntegerMany([int.MinValue, int.MaxValue]),
        u => u.SetDoubleOne(1234567890.1234m),
        u => u.SetDoubleOne(1.23450000m),
        u => u.SetOpportunity(-999999999999.99m),
        u => u.SetOpportunity(1230000000000000000m),
        u => u.SetName(string.Concat(Enumerable.Repeat("😀", 50))),
        u => u.SetTitle(new string('я', 255)),
        u => u.SetComments(new string('я', 32767)),
        u => u.SetUtmTerm("00"),
        u => u.SetSourceDescription("00"),
        u => u.SetComments("0"),
        u => u.SetStringOne("0"),
        u => u.SetStringMany(["0"]),
        u => u.SetIntegerMany([0]),
        u => u.SetRest5WidgetOne(new string('я', 32767)),
        u => u.SetIntegerMany([.. Enumerable.Range(100000, 2000).Select(i => (long)i)]),

        // PHP's trim() does not remove these characters, so a portal keeps them.
        u => u.SetTitle("\u00A0"),
        u => u.AddPhone("\u2028", PhoneType.Work),
        u => u.AddPhone("\u3000\f\u0085", PhoneType.Work),
        u => u.SetName("a\0\u0001b"),
    ];

    [Fact]
    public void The_error_names_the_limit_and_what_to_do()
    {
        Assert.Contains(
            "it has 256 characters, and a portal silently truncates it to 255; shorten it",
            Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetTitle(new string('я', 256))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "element 1: it has more than 4 decimal places, and a portal silently rounds it; round it to 4 decimal places",
            Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetDoubleMany([1, 1.00001m])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a portal silently stores 2147483647; store longer numbers in a text field",
            Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetIntegerOne(79991234567)).Message, StringComparison.Ordinal);
    }

    // A condition does not store its value.
    [Fact]
    public void A_condition_can_compare_with_a_value_that_a_portal_can_not_store() =>
        Assert.Equal(">OPPORTUNITY", LeadFields.Opportunity.MoreThan(12.345m).ToString());

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_value_that_a_portal_keeps_is_accepted(Action<LeadUpdate> change)
    {
        var update = new LeadUpdate(42);
        change(update);
        Assert.False(update.IsEmpty);
    }

    [Fact]
    public void An_amount_cannot_be_set_if_it_is_calculated_automatically()
    {
        LeadUpdate automatic = new LeadUpdate(42).SetIsManualOpportunity(false), manual = new LeadUpdate(42).SetOpportunity(1);
        Assert.Equal("OPPORTUNITY", Assert.Throws<CrmValueException>(() => automatic.SetOpportunity(1)).Code);
        Assert.Equal("OPPORTUNITY", Assert.Throws<CrmValueException>(() => automatic.ClearOpportunity()).Code);
        Assert.Equal("IS_MANUAL_OPPORTUNITY", Assert.Throws<CrmValueException>(() => manual.SetIsManualOpportunity(false)).Code);
        Assert.Equal(("lead 42: IS_MANUAL_OPPORTUNITY", "lead 42: OPPORTUNITY, IS_MANUAL_OPPORTUNITY"), (automatic.ToString(), manual.ToString()));
        Assert.Equal("new lead: OPPORTUNITY, IS_MANUAL_OPPORTUNITY", new LeadDraft().SetOpportunity(1).SetIsManualOpportunity(false).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_smart_process_has_a_positive_id(int id) => Assert.Throws<ArgumentOutOfRangeException>(() => CrmEntityType.SmartProcess(id));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_lead_has_a_positive_id(long id) => Assert.Throws<ArgumentOutOfRangeException>(() => new LeadUpdate(id));

    [Fact]
    public void The_message_for_null_suggests_what_the_field_and_the_call_allow()
    {
        Assert.EndsWith(
            "it is null, and a portal can't empty this field; leave the field out to keep its value.",
            Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetTitle(null!)).Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "it is null; leave the field out to keep its value, or call its Clear method to empty it.",
            Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetName(null!)).Message, StringComparison.Ordinal);
        Assert.EndsWith("it is null; leave the field out.", Assert.Throws<CrmValueException>(() => new LeadDraft().SetName(null!)).Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "it is null; leave the field out to keep its value, or call its Clear method to empty it.",
            Assert.Throws<CrmValueException>(() => new LeadUpdate(42).SetStringMany(null!)).Message, StringComparison.Ordinal);
        Assert.EndsWith("it is null; leave the field out.", Assert.Throws<CrmValueException>(() => new LeadDraft().SetStringMany(null!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_the_caller_is_copied()
    {
        var words = new List<string> { "а" };
        LeadUpdate update = new LeadUpdate(42).SetStringMany(words);
        words.Clear();
        Assert.Equal("""{"UF_CRM_1712000002":["а"]}""", Given.Fields(update));
    }

    [Fact]
    public void ToString_contains_field_codes_and_no_values() =>
        Assert.Equal("lead 42: NAME, PHONE", new LeadUpdate(42).SetName("тайна").AddPhone("+7", PhoneType.Work).ToString());
}
