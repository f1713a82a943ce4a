using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;
using LeadGen.Transport;

namespace LeadGen.Tests.Items;

/// <summary>Tests which calls are sent through <c>crm.lead.*</c> although <see cref="LeadApi.Item"/> was requested. The page runtime/docs/apis.md lists them.</summary>
public sealed class RouteTests
{
    private static readonly CrmField<long> s_parent = new("PARENT_ID_150", "PARENT_ID_150", "crm_entity", CrmFieldFlags.None, ClearForm.Zero, WireFormat.Id);

    public static TheoryData<string, Func<LeadUpdate, CrmUpdate>, LeadApi> Updates => new()
    {
        { "text", u => u.SetName("а"), LeadApi.Item },
        { "single field, emptied", u => u.ClearEnumerationOne(), LeadApi.Item },
        { "list", u => u.SetStringMany(["а"]), LeadApi.Item },
        { "list, emptied", u => u.ClearStringMany(), LeadApi.Classic },
        { "list of items, emptied", u => u.SetName("а").ClearEnumerationMany(), LeadApi.Classic },
        { "list, set to nothing", u => u.SetIntegerMany([]), LeadApi.Classic },
        { "list, emptied and set", u => u.ClearStringMany().SetStringMany(["а"]), LeadApi.Item },
        { "address", u => u.SetName("а").SetAddress(new CrmAddress { City = "Пермь" }), LeadApi.Classic },
        { "raw", u => u.SetHlblockOne(Given.Element("[1]")), LeadApi.Item },
        { "raw, empty list", u => u.SetHlblockOne(Given.Element("[]")), LeadApi.Classic },
        { "raw, empty map, which PHP reads as an empty list", u => u.SetHlblockOne(Given.Element("{}")), LeadApi.Classic },
        { "BBCode", u => u.SetComments("[b]а[/b]"), LeadApi.Item },
        { "HTML", u => u.SetComments("<b>а</b>"), LeadApi.Classic },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public void An_update_uses_the_API_that_stores_all_its_values(string what, Func<LeadUpdate, CrmUpdate> change, LeadApi api)
    {
        Assert.NotEmpty(what);
        CrmUpdate update = change(new LeadUpdate(42));
        Assert.Equal(api, CrmRoutes.For(update, null, LeadApi.Item).Api);
        Assert.Equal(LeadApi.Classic, CrmRoutes.For(update, null, LeadApi.Classic).Api);
    }

    [Fact]
    public void A_link_to_a_smart_process_is_emptied_by_the_classic_API()
    {
        var update = new ParentUpdate();
        Assert.Equal(LeadApi.Item, CrmRoutes.For(update.Set(5), null, LeadApi.Item).Api);
        Assert.Equal("""{"entityTypeId":1,"id":42,"useOriginalUfNames":"Y","fields":{"parentId150":5}}""", Given.Json(w => CrmProtocol.Item.WriteUpdate(w, update, null)));
        Assert.Equal(LeadApi.Classic, CrmRoutes.For(update.Clear(), null, LeadApi.Item).Api);
    }

    public static TheoryData<CrmUpdateOptions?, LeadApi, LeadApi> Options => new()
    {
        { null, LeadApi.Classic, LeadApi.Classic },
        { null, LeadApi.Item, LeadApi.Item },
        { new CrmUpdateOptions { AllowUnknownValues = true }, LeadApi.Item, LeadApi.Item },
        { new CrmUpdateOptions { Api = LeadApi.Item }, LeadApi.Classic, LeadApi.Item },
        { new CrmUpdateOptions { Api = LeadApi.Classic }, LeadApi.Item, LeadApi.Classic },
        { new CrmUpdateOptions { RegisterSonetEvent = false }, LeadApi.Item, LeadApi.Classic },
        { new CrmUpdateOptions { RegisterHistoryEvent = true, Api = LeadApi.Item }, LeadApi.Item, LeadApi.Classic },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_for_side_effects_needs_the_classic_API(CrmUpdateOptions? options, LeadApi client, LeadApi expected)
    {
        Assert.Equal(expected, CrmRoutes.For(new LeadUpdate(42).SetName("а"), options, client).Api);
        Assert.Equal(expected, CrmRoutes.For(new LeadDraft().SetName("а"), options, client).Api);
    }

    [Fact]
    public async Task The_reply_says_which_API_was_used()
    {
        StubPortal portal = Script.Create(Script.Json("""{"result":{"item":{"id":42}}}"""), Script.Json(Script.Ok));
        Bitrix24Client client = portal.Client();
        var options = new CrmUpdateOptions { Api = LeadApi.Item };
        Assert.Equal(LeadApi.Item, (await client.UpdateAsync(new LeadUpdate(42).SetName("а"), options)).Api);
        Assert.Equal(LeadApi.Classic, (await client.UpdateAsync(new LeadUpdate(42).ClearStringMany(), options)).Api);
        Assert.Equal(["crm.item.update.json", "crm.lead.update.json"], portal.Requests.Select(static r => r.Request.RequestUri!.Segments[^1]));
    }

    public static TheoryData<CrmQuery, LeadApi> Queries => new()
    {
        { new CrmQuery(), LeadApi.Item },
        { new CrmQuery().Select(LeadFields.Phone), LeadApi.Item },
        { new CrmQuery().Select(LeadFields.AddressCity), LeadApi.Classic },
        { new CrmQuery().Where(LeadFields.AddressCity.Is("Пермь")), LeadApi.Classic },
        { new CrmQuery().OrderBy(LeadFields.AddressCity), LeadApi.Classic },
        { new CrmQuery().Where(LeadFields.Phone.Has("555")), LeadApi.Classic },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_uses_the_API_that_has_all_its_fields(CrmQuery query, LeadApi api)
    {
        Assert.Equal(api, CrmRoutes.For(query, LeadFields.All, LeadApi.Item).Api);
        Assert.Equal(LeadApi.Classic, CrmRoutes.For(query, LeadFields.All, LeadApi.Classic).Api);
    }

    [Fact]
    public void A_query_with_a_group_is_rejected_if_no_API_supports_all_of_it()
    {
        CrmQuery group = new CrmQuery().Where(CrmFilter.Or(LeadFields.Name.Is("а"), LeadFields.Name.Is("б")));
        Assert.Equal(
            "The query has a group of conditions (CrmFilter.Or), which crm.item.list supports, but not the requested API. Use LeadApi.Item, or send a query for each condition.",
            Assert.Throws<ArgumentException>(() => CrmRoutes.For(group, LeadFields.All, LeadApi.Classic)).Message);
        foreach (CrmQuery query in new[]
        {
            group.Select(LeadFields.AddressCity), group.OrderBy(LeadFields.AddressCity), group.Where(LeadFields.AddressCity.Is("Пермь")),
            new CrmQuery().Where(CrmFilter.Or(LeadFields.Name.Is("а"), LeadFields.AddressCity.Is("Пермь"))),
        })
        {
            Assert.Equal(
                "The query has a group of conditions (CrmFilter.Or), which only crm.item.list supports, and uses ADDRESS_CITY, which crm.item.list does not support. Send a query for each condition of the group, or leave the field out.",
                Assert.Throws<ArgumentException>(() => CrmRoutes.For(query, LeadFields.All, LeadApi.Item)).Message);
        }

        Assert.Contains("uses PHONE", Assert.Throws<ArgumentException>(() => CrmRoutes.For(group.Where(LeadFields.Phone.Has("555")), LeadFields.All, LeadApi.Item)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_query_is_not_sent()
    {
        StubPortal portal = StubPortal.Answering("""{"result":[]}""");
        CrmQuery query = new CrmQuery().Where(CrmFilter.Or(LeadFields.Name.Is("а"), LeadFields.Name.Is("б")));
        await Assert.ThrowsAsync<ArgumentException>(async () => await portal.Client().ListAsync<Lead>(query).ToListAsync());
        Assert.Empty(portal.Requests);
    }

    [Fact]
    public void A_custom_field_whose_name_another_one_has_is_queried_by_the_classic_API()
    {
        CrmField<string> first = Custom("UF_CRM_A_B"), second = Custom("UF_CRM_A__B"), other = Custom("UF_CRM_B");
        var fields = new CrmFieldSet(LeadFields.Id, first, second, other);
        Assert.Equal("ufCrmAB", first.ItemName);
        Assert.Equal("ufCrmAB", second.ItemName);
        Assert.Equal(LeadApi.Classic, CrmRoutes.For(new CrmQuery().Select(first), fields, LeadApi.Item).Api);
        Assert.Equal(LeadApi.Classic, CrmRoutes.For(new CrmQuery().Where(second.Is("а")), fields, LeadApi.Item).Api);
        Assert.Equal(LeadApi.Classic, CrmRoutes.For(new CrmQuery().OrderBy(second), fields, LeadApi.Item).Api);
        Assert.Equal(LeadApi.Item, CrmRoutes.For(new CrmQuery().Select(other), fields, LeadApi.Item).Api);
        Assert.Equal(LeadApi.Item, CrmRoutes.For(new CrmQuery(), fields, LeadApi.Item).Api);

        // An update uses the codes.
        Assert.Equal(("ufCrmAB", "UF_CRM_A__B", "UF_CRM_B"), (fields.ItemNames.Find("ufCrmAB"), fields.ItemNames.Find("UF_CRM_A__B"), fields.ItemNames.Find("ufCrmB")));
    }

    private static CrmField<string> Custom(string code) => new(code, code, "string", CrmFieldFlags.Custom, ClearForm.EmptyText, WireFormat.Text);

    private sealed class ParentUpdate() : CrmUpdate(Lead.Entity, 42)
    {
        public ParentUpdate Set(long id)
        {
            Record(s_parent, id);
            return this;
        }

        public ParentUpdate Clear()
        {
            AddClear(s_parent);
            return this;
        }
    }
}
