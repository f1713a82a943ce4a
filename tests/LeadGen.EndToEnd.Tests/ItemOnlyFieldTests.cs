using LeadGen.EndToEnd.Items;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests a portal folder with a reply to crm.item.fields: fields that only items have, and custom fields whose names do not follow the documented rules.</summary>
public sealed class ItemOnlyFieldTests : IAsyncLifetime
{
    private PortalEmulator _portal = null!;
    private Bitrix24Client _client = null!;

    public async Task InitializeAsync()
    {
        _portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "items"));
        _client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = _portal.Webhook.ToString(), Limits = PortalLimits.None });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _portal.DisposeAsync();
    }

    [Fact]
    public void Fields_have_the_names_that_the_portal_uses()
    {
        Assert.Equal("ufCrm1712000001", LeadFields.All.Find("UF_CRM_1712000001")!.ItemName);
        Assert.Equal("ufCrm_1712000002", LeadFields.All.Find("UF_CRM_1712000002")!.ItemName);
        Assert.Equal(("observers", "webformId", "parentId156"), (LeadFields.Observers.ItemName, LeadFields.WebformId.ItemName, LeadFields.ParentId156.ItemName));
        Assert.All(new CrmField[] { LeadFields.Observers, LeadFields.WebformId, LeadFields.ParentId156 }, static f => Assert.True(f.Flags.HasFlag(CrmFieldFlags.ItemOnly)));
        Assert.Null(LeadFields.All.Find("SEARCH_CONTENT"));
    }

    [Fact]
    public async Task A_call_with_an_item_only_field_is_sent_through_crm_item()
    {
        long id = (await _client.CreateAsync(new LeadDraft().SetTitle("Заявка").SetWebformId(7).SetObservers([1, 5]))).RecordId;
        CrmUpdateReply reply = await _client.UpdateAsync(new LeadUpdate(id).SetObservers([1, 9]).SetParentId156(12).SetName("Анна"), new CrmUpdateOptions { Verify = true });
        Assert.Equal((LeadApi.Item, true), (reply.Api, reply.Verification!.IsStored));

        Lead lead = (await _client.GetAsync<Lead>(id, LeadApi.Item))!;
        Assert.Equal([1, 9], lead.Observers);
        Assert.Equal((7, 12, "Анна"), (lead.WebformId, lead.ParentId156, lead.Name));
        Lead listed = Assert.Single(await _client.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Observers).Where(LeadFields.WebformId.Is(7))).ToListAsync());
        Assert.Equal([1, 9], listed.Observers);
        Assert.All(_portal.Journal.Where(static c => c.Method.EndsWith(".list", StringComparison.Ordinal)), static c => Assert.Equal("crm.item.list", c.Method));
    }

    [Fact]
    public async Task The_classic_API_does_not_read_item_only_fields()
    {
        long id = _portal.AddLead([new("TITLE", "Заявка")]);
        Lead lead = (await _client.GetAsync<Lead>(id))!;
        Assert.Equal("OBSERVERS", Assert.Throws<CrmFieldNotReadException>(() => lead.Observers).Code);
        Assert.False(lead.Contains(LeadFields.WebformId));
        Assert.All(await _client.ListAsync<Lead>().ToListAsync(), static l => Assert.False(l.Contains(LeadFields.ParentId156)));
        Assert.Null(lead.Name);
    }

    [Fact]
    public async Task An_update_or_a_query_that_neither_API_supports_is_rejected()
    {
        long id = _portal.AddLead([new("TITLE", "Заявка")]);
        LeadUpdate update = new LeadUpdate(id).SetObservers([1]).SetAddress(new CrmAddress { City = "Омск" });
        CrmValueException e = await Assert.ThrowsAsync<CrmValueException>(() => _client.UpdateAsync(update));
        Assert.Equal("OBSERVERS", e.Code);
        Assert.Contains("only crm.lead.* supports the change of ADDRESS", e.Message, StringComparison.Ordinal);
        Assert.Equal(CrmUpdateStatus.Invalid, Assert.Single(await _client.UpdateManyAsync([update]).ToListAsync()).Status);
        CrmValueException options = await Assert.ThrowsAsync<CrmValueException>(
            () => _client.UpdateAsync(new LeadUpdate(id).SetObservers([1]), new CrmUpdateOptions { RegisterSonetEvent = false }));
        Assert.Contains("RegisterSonetEvent", options.Message, StringComparison.Ordinal);
        Assert.Contains(
            "OBSERVERS", Assert.Throws<ArgumentException>(() => _client.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Observers, LeadFields.AddressCity))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Journal, c => c.LeadId == id);
    }

    [Fact]
    public async Task A_custom_field_is_listed_by_its_name_on_the_portal()
    {
        _portal.AddLead([new("TITLE", "Заявка"), new("UF_CRM_1712000001", "К-1"), new("UF_CRM_1712000002", "а")]);
        CrmQuery query = new CrmQuery().Select(LeadFields.Klyuch, LeadFields.Metki).Where(LeadFields.Klyuch.Is("К-1"));
        Lead lead = Assert.Single(await _client.ListAsync<Lead>(query, LeadApi.Item).ToListAsync());
        Assert.Equal(("К-1", "а"), (lead.Klyuch, Assert.Single(lead.Metki)));
        Assert.Contains("ufCrm1712000001", _portal.Journal[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fields_of_the_portal_have_not_drifted() => Assert.Empty((await _client.CheckSchemaAsync<Lead>()).Differences);

    [Fact]
    public void An_update_can_neither_change_the_web_form_nor_clear_item_only_fields() => Assert.Empty(
        typeof(LeadUpdate).GetMethods().Select(static m => m.Name).Intersect(["SetWebformId", "ClearWebformId", "ClearObservers", "ClearParentId156"]));
}
