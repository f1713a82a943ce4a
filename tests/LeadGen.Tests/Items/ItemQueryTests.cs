using LeadGen.Tests.Portal;
using LeadGen.Transport;

namespace LeadGen.Tests.Items;

/// <summary>Tests the arguments of <c>crm.item.list</c>.</summary>
public sealed class ItemQueryTests
{
    public static TheoryData<CrmQuery, long, string> Calls => new()
    {
        // Without a selection, a portal returns all fields. It returns multi-value fields only then.
        { new CrmQuery(), 0, """{"entityTypeId":1,"filter":{},"order":{"id":"ASC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.Title, LeadFields.Phone), 0, """{"entityTypeId":1,"filter":{},"order":{"id":"ASC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.Title, LeadFields.Id, LeadFields.StatusId, LeadFields.DateCreate), 0, """{"entityTypeId":1,"select":["id","title","stageId","createdTime"],"filter":{},"order":{"id":"ASC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.StringOne), 7, """{"entityTypeId":1,"select":["id","ufCrm_1712000001"],"filter":{">id":7},"order":{"id":"ASC"},"start":-1}""" },

        // An administrator can remove or hide a custom field, so it is read with its condition.
        { new CrmQuery().Select(LeadFields.Title).Where(LeadFields.Opened.Is(true), LeadFields.BooleanOne.Is(true)), 0, """{"entityTypeId":1,"select":["id","title","ufCrm_1712000033"],"filter":{"=opened":"Y","=ufCrm_1712000033":1},"order":{"id":"ASC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.Id).Where(LeadFields.Opened.Is(false), LeadFields.BooleanOne.Is(false)), 0, """{"entityTypeId":1,"select":["id","ufCrm_1712000033"],"filter":{"=opened":"N","=ufCrm_1712000033":0},"order":{"id":"ASC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.Id).Where(LeadFields.StatusId.IsAnyOf(LeadStatus.New), LeadFields.Title.Contains("а"), LeadFields.Opportunity.AtLeast(1.5m)), 0, """{"entityTypeId":1,"select":["id"],"filter":{"@stageId":["NEW"],"%title":"а",">=opportunity":"1.5"},"order":{"id":"ASC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.Id).Where(LeadFields.DateModify.LessThan(new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.FromHours(3)))), 0, """{"entityTypeId":1,"select":["id"],"filter":{"<updatedTime":"2026-03-20T12:00:00+03:00"},"order":{"id":"ASC"},"start":-1}""" },

        // The bound of a page replaces the caller's.
        { new CrmQuery().Select(LeadFields.Id).Where(LeadFields.Id.MoreThan(5), LeadFields.Id.AtMost(9)), 7, """{"entityTypeId":1,"select":["id"],"filter":{"<=id":9,">id":7},"order":{"id":"ASC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.Id).OrderByDescending(LeadFields.Id), 7, """{"entityTypeId":1,"select":["id"],"filter":{"<id":7},"order":{"id":"DESC"},"start":-1}""" },
        { new CrmQuery().Select(LeadFields.Id).OrderByDescending(LeadFields.DateCreate).OrderBy(LeadFields.EnumerationOne), 100, """{"entityTypeId":1,"select":["id"],"filter":{},"order":{"createdTime":"DESC","ufCrm_1712000021":"ASC","id":"ASC"},"start":100}""" },

        {
            new CrmQuery().Select(LeadFields.Id).Where(
                LeadFields.StatusId.Is(LeadStatus.New),
                CrmFilter.Or(LeadFields.Name.IsNot(""), CrmFilter.And(LeadFields.Opened.Is(true), CrmFilter.Or(LeadFields.Id.Is(1), LeadFields.Id.Is(2))))),
            7,
            """{"entityTypeId":1,"select":["id"],"filter":{"=stageId":"NEW","1":{"logic":"OR","0":{"!=name":""},"1":{"logic":"AND","0":{"=opened":"Y"},"1":{"logic":"OR","0":{"=id":1},"1":{"=id":2}}}},">id":7},"order":{"id":"ASC"},"start":-1}"""
        },
        {
            new CrmQuery().Select(LeadFields.Id).Where(CrmFilter.Or(LeadFields.BooleanOne.Is(true), LeadFields.Opened.Is(true)), CrmFilter.Or(LeadFields.BooleanOne.Is(false), LeadFields.Opened.Is(true))),
            0,
            """{"entityTypeId":1,"select":["id","ufCrm_1712000033"],"filter":{"0":{"logic":"OR","0":{"=ufCrm_1712000033":1},"1":{"=opened":"Y"}},"1":{"logic":"OR","0":{"=ufCrm_1712000033":0},"1":{"=opened":"Y"}}},"order":{"id":"ASC"},"start":-1}"""
        },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_query_is_written_with_the_names_of_items(CrmQuery query, long position, string call)
    {
        Assert.Equal(LeadApi.Item, CrmRoutes.For(query, LeadFields.All, LeadApi.Item).Api);
        Assert.Equal(call, Given.Json(w => CrmProtocol.Item.WriteList(w, Lead.Entity, query, LeadFields.All, position)));
    }

    [Fact]
    public void A_batch_row_has_the_same_arguments()
    {
        CrmQuery query = new CrmQuery().Select(LeadFields.Title).Where(CrmFilter.Or(LeadFields.Name.Is("а"), LeadFields.Name.Is("b")));
        Assert.Equal(
            ("entityTypeId=1&select%5B0%5D=id&select%5B1%5D=title&filter%5B0%5D%5Blogic%5D=OR&filter%5B0%5D%5B0%5D%5B%3Dname%5D=%D0%B0&filter%5B0%5D%5B1%5D%5B%3Dname%5D=b&order%5Bid%5D=ASC&start=-1", null),
            Given.Row(w => CrmProtocol.Item.WriteList(w, Lead.Entity, query, LeadFields.All, 0)));
    }

    [Fact]
    public void A_field_of_another_portal_is_rejected_before_anything_is_written()
    {
        var unknown = new CrmField<string>("UF_CRM_1799999999", "Чужое", "string", CrmFieldFlags.Custom, ClearForm.EmptyText, WireFormat.Text);
        CrmQuery query = new CrmQuery().Where(CrmFilter.Or(unknown.Is("x"), LeadFields.Name.Is("x")));
        Assert.Empty(Given.Json(w => Assert.Contains(
            "UF_CRM_1799999999", Assert.Throws<ArgumentException>(() => CrmProtocol.Item.WriteList(w, Lead.Entity, query, LeadFields.All, 0)).Message, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_group_has_two_conditions_that_a_portal_checks()
    {
        CrmFilter name = LeadFields.Name.Is("а");
        Assert.Equal("(=NAME OR (%TITLE AND =OPENED))", CrmFilter.Or(name, CrmFilter.And(LeadFields.Title.Contains("б"), LeadFields.Opened.Is(true))).ToString());
        Assert.Throws<ArgumentException>(() => CrmFilter.Or());
        Assert.Throws<ArgumentException>(() => CrmFilter.And(name));
        Assert.Throws<ArgumentException>(() => CrmFilter.Or(name, null!));
        Assert.Throws<ArgumentNullException>(() => CrmFilter.Or(null!));

        // The client checks these conditions, because a portal also finds other leads.
        foreach (CrmFilter condition in new[] { LeadFields.Phone.Has("555"), LeadFields.DatetimeOne.AtLeast(DateTimeOffset.UnixEpoch) })
        {
            Assert.Contains("can't be in a group", Assert.Throws<ArgumentException>(() => CrmFilter.Or(name, condition)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => CrmFilter.Or(name, CrmFilter.And(name, condition)));
        }
    }

    [Fact]
    public void A_group_does_not_change_with_the_array_of_its_conditions()
    {
        CrmFilter[] conditions = [LeadFields.Name.Is("а"), LeadFields.Name.Is("б")];
        CrmQuery query = new CrmQuery().Select(LeadFields.Id).Where(CrmFilter.Or(conditions));
        conditions[0] = LeadFields.Title.Is("в");
        Assert.Contains("""{"logic":"OR","0":{"=name":"а"},"1":{"=name":"б"}}""", Given.Json(w => CrmProtocol.Item.WriteList(w, Lead.Entity, query, LeadFields.All, 0)), StringComparison.Ordinal);
    }
}
