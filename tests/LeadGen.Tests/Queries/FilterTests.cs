using LeadGen.Tests.Portal;
using LeadGen.Transport;

namespace LeadGen.Tests.Queries;

/// <summary>Tests the JSON of each comparison for each kind of field, and values that would match other leads.</summary>
public sealed class FilterTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 20, 12, 0, 0, 500, TimeSpan.FromHours(-5));

    public static TheoryData<CrmFilter, string> Conditions => new()
    {
        { LeadFields.Title.Is("ИП \"Титов\" 100%"), """{"=TITLE":"ИП \"Титов\" 100%"}""" },
        { LeadFields.Title.Is(""), """{"=TITLE":""}""" },
        { LeadFields.Title.IsNot(""), """{"!=TITLE":""}""" },
        { LeadFields.Title.IsAnyOf("а", "б"), """{"@TITLE":["а","б"]}""" },
        { LeadFields.Title.IsAnyOf(new List<string> { "а" }), """{"@TITLE":["а"]}""" },
        { LeadFields.Title.IsNoneOf("а", "б"), """{"!@TITLE":["а","б"]}""" },
        { LeadFields.Title.IsNoneOf(new List<string> { "а" }), """{"!@TITLE":["а"]}""" },
        { LeadFields.Title.Contains("мол"), """{"%TITLE":"мол"}""" },
        { LeadFields.StringOne.DoesNotContain("мол"), """{"!%UF_CRM_1712000001":"мол"}""" },
        { LeadFields.Title.StartsWith("мол"), """{"=%TITLE":"мол%"}""" },
        { LeadFields.Title.EndsWith("мол"), """{"=%TITLE":"%мол"}""" },
        { LeadFields.UrlOne.EndsWith(".example"), """{"=%UF_CRM_1712000003":"%.example"}""" },
        { LeadFields.CurrencyId.Is("RUB"), """{"=CURRENCY_ID":"RUB"}""" },
        { LeadFields.Id.Is(5), """{"=ID":5}""" },
        { LeadFields.Id.MoreThan(0), """{">ID":0}""" },
        { LeadFields.Id.IsNot(5), """{"!=ID":5}""" },
        { LeadFields.DatetimeOne.AtLeast(s_noon), """{">=UF_CRM_1712000011":"2026-03-19T15:00:00+00:00"}""" },
        { LeadFields.DatetimeOne.MoreThan(s_noon), """{">UF_CRM_1712000011":"2026-03-19T15:00:00+00:00"}""" },
        { LeadFields.DatetimeOne.LessThan(s_noon), """{"<UF_CRM_1712000011":"2026-03-21T19:00:00+00:00"}""" },
        { LeadFields.DatetimeOne.AtMost(DateTimeOffset.MaxValue), """{"<=UF_CRM_1712000011":"9999-12-31T23:59:59+00:00"}""" },
        { LeadFields.DatetimeOne.AtLeast(new DateTimeOffset(101, 1, 2, 0, 0, 0, TimeSpan.Zero)), """{">=UF_CRM_1712000011":"0101-01-02T00:00:00+00:00"}""" },
        { LeadFields.IntegerOne.IsAnyOf(1, 2), """{"@UF_CRM_1712000005":[1,2]}""" },
        { LeadFields.IntegerOne.IsNoneOf([3L]), """{"!@UF_CRM_1712000005":[3]}""" },
        { LeadFields.IntegerOne.IsNoneOf(Enumerable.Range(1, 2).Select(i => (long)i)), """{"!@UF_CRM_1712000005":[1,2]}""" },
        { LeadFields.Opportunity.Is(12500.50m), """{"=OPPORTUNITY":"12500.50"}""" },
        { LeadFields.Opportunity.MoreThan(0), """{">OPPORTUNITY":"0"}""" },
        { LeadFields.Opportunity.AtLeast(1.5m), """{">=OPPORTUNITY":"1.5"}""" },
        { LeadFields.Opportunity.LessThan(2), """{"<OPPORTUNITY":"2"}""" },
        { LeadFields.Opportunity.AtMost(3), """{"<=OPPORTUNITY":"3"}""" },
        { LeadFields.Birthdate.Is(new DateOnly(1980, 1, 2)), """{"=BIRTHDATE":"1980-01-02"}""" },
        { LeadFields.Birthdate.AtLeast(new DateOnly(1980, 1, 2)), """{">=BIRTHDATE":"1980-01-02"}""" },
        { LeadFields.DateCreate.LessThan(s_noon), """{"<DATE_CREATE":"2026-03-20T12:00:00-05:00"}""" },
        { LeadFields.Birthdate.IsNoneOf(new DateOnly(1980, 1, 2)), """{"!@BIRTHDATE":["1980-01-02"]}""" },
        { LeadFields.HasPhone.Is(true), """{"=HAS_PHONE":"Y"}""" },
        { LeadFields.BooleanOne.Is(false), """{"=UF_CRM_1712000033":0}""" },
        { LeadFields.AssignedById.IsAnyOf(1, 7), """{"@ASSIGNED_BY_ID":[1,7]}""" },
        { LeadFields.StatusId.Is(LeadStatus.InProcess), """{"=STATUS_ID":"IN_PROCESS"}""" },
        { LeadFields.StatusId.IsNot(LeadStatus.FromCode("1:X>2")), """{"!=STATUS_ID":"1:X>2"}""" },
        { LeadFields.StatusId.IsAnyOf(LeadStatus.New, LeadStatus.InProcess), """{"@STATUS_ID":["NEW","IN_PROCESS"]}""" },
        { LeadFields.StatusId.IsAnyOf(new HashSet<LeadStatus> { LeadStatus.New }), """{"@STATUS_ID":["NEW"]}""" },
        { LeadFields.StatusId.IsNoneOf(LeadStatus.New), """{"!@STATUS_ID":["NEW"]}""" },
        { LeadFields.StatusId.IsNoneOf(new HashSet<LeadStatus> { LeadStatus.New }), """{"!@STATUS_ID":["NEW"]}""" },
        { LeadFields.EnumerationOne.Is(EnumerationOne.Vtoroy), """{"=UF_CRM_1712000021":12}""" },
        { LeadFields.EnumerationOne.IsNoneOf(EnumerationOne.Vtoroy, (EnumerationOne)99), """{"!@UF_CRM_1712000021":[12,99]}""" },
        { LeadFields.CrmOne.Is(new CrmLink(CrmEntityType.Deal, 12)), """{"=UF_CRM_1712000027":"D_12"}""" },
        { LeadFields.CrmMany.Has(new CrmLink(CrmEntityType.Deal, 12)), """{"=UF_CRM_1712000028":"D_12"}""" },
        { LeadFields.StringMany.Has("а"), """{"=UF_CRM_1712000002":"а"}""" },
        { LeadFields.StringMany.HasAnyOf("а", "б"), """{"@UF_CRM_1712000002":["а","б"]}""" },
        { LeadFields.StringMany.HasAnyOf(new List<string> { "а" }), """{"@UF_CRM_1712000002":["а"]}""" },
        { LeadFields.DateMany.Has(new DateOnly(2026, 3, 8)), """{"=UF_CRM_1712000010":"2026-03-08"}""" },
        { LeadFields.IntegerMany.HasAnyOf(1, 2), """{"@UF_CRM_1712000006":[1,2]}""" },
        { LeadFields.EnumerationMany.HasAnyOf(new List<EnumerationMany> { EnumerationMany.Vtoroy }), """{"@UF_CRM_1712000022":[12]}""" },
        { LeadFields.CrmStatusMany.Has(LeadFields.CrmStatusMany.GetCode("A")), """{"=UF_CRM_1712000020":"A"}""" },
        { LeadFields.CrmStatusMany.HasAnyOf(LeadFields.CrmStatusMany.GetCode("A"), LeadFields.CrmStatusMany.GetCode("B")), """{"@UF_CRM_1712000020":["A","B"]}""" },
        { LeadFields.CrmStatusMany.HasAnyOf([LeadFields.CrmStatusMany.GetCode("A")]), """{"@UF_CRM_1712000020":["A"]}""" },
        { LeadFields.Phone.Has("555888"), """{"PHONE":"555888"}""" },
        { LeadFields.Email.Has("a_b@example.org"), """{"EMAIL":"a_b@example.org"}""" },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_is_written_in_the_form_in_which_portals_store_values(CrmFilter condition, string filter)
    {
        Assert.Equal(filter, Written(condition));
        Assert.StartsWith("{\"" + condition + "\":", filter, StringComparison.Ordinal);
    }

    public static TheoryData<string, Func<CrmFilter>> Rejected => new()
    {
        { "TITLE", () => LeadFields.Title.Is(null!) },
        { "TITLE", () => LeadFields.Title.Is("x\ud83d") },
        { "TITLE", () => LeadFields.Title.Is("^%^") },
        { "TITLE", () => LeadFields.Title.IsNot(" ^&^ ") },
        { "TITLE", () => LeadFields.Title.IsAnyOf("a", "^%^") },
        { "PHONE", () => LeadFields.Phone.Has("^&^") },
        { "UF_CRM_1712000002", () => LeadFields.StringMany.Has("^%^") },
        { "TITLE", () => LeadFields.Title.IsAnyOf() },
        { "TITLE", () => LeadFields.Title.IsNoneOf(new List<string>()) },
        { "TITLE", () => LeadFields.Title.IsAnyOf("а", "") },
        { "TITLE", () => LeadFields.Title.IsAnyOf("а", null!) },
        { "TITLE", () => LeadFields.Title.Contains("") },
        { "TITLE", () => LeadFields.Title.Contains(null!) },
        { "UF_CRM_1712000001", () => LeadFields.StringOne.DoesNotContain(" ") },
        { "TITLE", () => LeadFields.Title.Contains("100%") },
        { "TITLE", () => LeadFields.Title.StartsWith("a_b") },
        { "TITLE", () => LeadFields.Title.EndsWith("%") },
        { "TITLE", () => LeadFields.Title.StartsWith(@"C:\Temp") },
        { "UF_CRM_1712000001", () => LeadFields.StringOne.EndsWith(@"\Temp") },
        { "IM_KIND", () => new CrmField<string>("IM_KIND", "IM_KIND", "crm_status", CrmFieldFlags.None, ClearForm.None, WireFormat.Text).Contains("A") },
        { "ASSIGNED_BY_ID", () => LeadFields.AssignedById.Is(0) },
        { "COMPANY_ID", () => LeadFields.CompanyId.IsAnyOf(5, -1) },
        { "STATUS_ID", () => LeadFields.StatusId.Is(default) },
        { "STATUS_ID", () => LeadFields.StatusId.IsAnyOf() },
        { "UF_CRM_1712000021", () => LeadFields.EnumerationOne.Is((EnumerationOne)0) },
        { "UF_CRM_1712000027", () => LeadFields.CrmOne.Is(default) },
        { "UF_CRM_1712000002", () => LeadFields.StringMany.Has("") },
        { "UF_CRM_1712000022", () => LeadFields.EnumerationMany.HasAnyOf() },
        { "PHONE", () => LeadFields.Phone.Has(" ") },
        { "PHONE", () => LeadFields.Phone.Has(null!) },
        { "PHONE", () => LeadFields.Phone.Has("%") },
        { "EMAIL", () => LeadFields.Email.Has("ivan%@example.org") },
    };

    public static TheoryData<string, Func<CrmFilter>> Ignored => new()
    {
        { "CONTACT_IDS", () => LeadFields.ContactIds.Has(5) },
        { "CONTACT_IDS", () => LeadFields.ContactIds.HasAnyOf(5, 6) },
        { "ADDRESS_LOC_ADDR_ID", () => LeadFields.AddressLocAddrId.Is(7) },
        { "ADDRESS_LOC_ADDR_ID", () => LeadFields.AddressLocAddrId.MoreThan(7) },
        { "TITLE", () => LeadFields.Title.DoesNotContain("x") },
        { "UF_CRM_1712000011", () => LeadFields.DatetimeOne.IsAnyOf(s_noon) },
        { "UF_CRM_1712000011", () => LeadFields.DatetimeOne.IsNoneOf(s_noon) },
        { "UF_CRM_1712000011", () => LeadFields.DatetimeOne.Is(s_noon) },
        { "UF_CRM_1712000011", () => LeadFields.DatetimeOne.IsNot(s_noon) },
        { "UF_CRM_1712000012", () => LeadFields.DatetimeMany.Has(s_noon) },
        { "UF_CRM_1712000005", () => LeadFields.IntegerOne.IsNot(5) },
        { "UF_CRM_1712000007", () => LeadFields.DoubleOne.IsNot(5) },
        { "UF_CRM_1712000033", () => LeadFields.BooleanOne.IsNot(true) },
        { "UF_CRM_1712000021", () => LeadFields.EnumerationOne.IsNot(EnumerationOne.Vtoroy) },
        { "UF_CRM_1712000009", () => LeadFields.DateOne.IsNot(new DateOnly(2026, 3, 8)) },
        { "UF_CRM_1712000010", () => LeadFields.DateMany.HasAnyOf(new DateOnly(2026, 3, 8)) },
        { "LINK", () => new CrmMultiField<MultiFieldType>("LINK", "LINK", "crm_multifield", CrmFieldFlags.NotFilterable).Has("x") },
    };

    [Theory]
    [MemberData(nameof(Ignored))]
    public void A_condition_that_a_portal_ignores_is_rejected(string code, Func<CrmFilter> make) =>
        Assert.Contains(code, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Rejected))]
    public void A_value_that_would_match_other_leads_is_rejected(string code, Func<CrmFilter> make) =>
        Assert.Equal(code, Assert.Throws<CrmValueException>(make).Code);

    [Fact]
    public void The_message_contains_the_wildcard_and_not_the_text()
    {
        string message = Assert.Throws<CrmValueException>(() => LeadFields.Title.Contains("тайна_1")).Message;

        Assert.Contains("'_' is a wildcard for any character", message, StringComparison.Ordinal);
        Assert.DoesNotContain("тайна", message, StringComparison.Ordinal);
        Assert.Contains("'%' is a wildcard for any text", Assert.Throws<CrmValueException>(() => LeadFields.Title.Contains("100%")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_the_caller_is_copied()
    {
        var titles = new List<string> { "а" };
        CrmFilter condition = LeadFields.Title.IsAnyOf(titles);
        titles.Clear();

        Assert.Equal("""{"@TITLE":["а"]}""", Written(condition));
        Assert.Throws<ArgumentNullException>(() => LeadFields.Title.IsAnyOf((IEnumerable<string>)null!));
    }

    [Fact]
    public void A_batch_row_can_contain_every_condition_except_a_reference_to_another_row()
    {
        Assert.All(Conditions, c => Assert.Null(Row((CrmFilter)c[0]).UnsupportedReason));
        Assert.Equal(
            "filter%5B%3D%25TITLE%5D=%D0%BC%D0%BE%D0%BB%25",
            Row(LeadFields.Title.StartsWith("мол")).Row.Split('&').Single(p => p.StartsWith("filter", StringComparison.Ordinal)));
        Assert.Equal(
            ["filter%5B%21%40STATUS_ID%5D%5B0%5D=NEW", "filter%5B%21%40STATUS_ID%5D%5B1%5D=IN_PROCESS"],
            Row(LeadFields.StatusId.IsNoneOf(LeadStatus.New, LeadStatus.InProcess)).Row.Split('&').Where(p => p.StartsWith("filter", StringComparison.Ordinal)));
        Assert.NotNull(Row(LeadFields.Title.Is("$result[a]")).UnsupportedReason);
    }

    private static string Written(CrmFilter condition) => Given.Json(w =>
    {
        w.StartMap();
        condition.Write(w);
        w.EndMap();
    });

    private static (string Row, string? UnsupportedReason) Row(CrmFilter condition) =>
        Given.Row(w => CrmProtocol.Classic.WriteList(w, Lead.Entity, new CrmQuery().Where(condition), LeadFields.All, 0));
}

internal static class Codes
{
    /// <summary>Creates a code of the field's type without naming the type.</summary>
    public static TCode GetCode<TCode>(this CrmField<IReadOnlyList<TCode>> field, string code)
        where TCode : struct, ICode<TCode> => field is null ? default : TCode.FromCode(code);
}
