using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests that data is sent only to the portal from which it was read, and that new entries are sent once.</summary>
public abstract class OriginTests(LeadApi api) : IAsyncLifetime
{
    private const string ClientId = "local.app";
    private const string ClientSecret = "applications0wnsecret";

    private PortalEmulator _portal = null!;
    private PortalEmulator _other = null!;

    public async Task InitializeAsync()
    {
        var options = new PortalEmulatorOptions { OAuth = new PortalEmulatorOAuth { ClientId = ClientId, ClientSecret = ClientSecret } };
        string folder = Path.Combine(AppContext.BaseDirectory, "portal");
        _portal = await PortalEmulator.StartAsync(folder, options);
        _other = await PortalEmulator.StartAsync(folder, options);
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Data_of_another_portal_is_rejected(bool isApplication)
    {
        // The leads have the same ID, and so do their phones.
        long id = AddLead(_portal);
        Assert.Equal(id, AddLead(_other));
        string? phones = _other.GetStoredValue(id, "PHONE");
        using Bitrix24Client reader = WebhookClient(_portal);
        using Bitrix24Client client = isApplication ? ApplicationClient(_other) : WebhookClient(_other);
        Lead lead = (await reader.GetAsync<Lead>(id))!;
        Lead after = lead.Copy();
        after.Phone = [];
        foreach (LeadUpdate update in new[] { LeadUpdate.FromChanges(lead, after), new LeadUpdate(id).RemovePhone(lead.Phone[0]), new LeadUpdate(id).ReplacePhone(lead, []) })
        {
            ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => client.UpdateAsync(update));
            Assert.Contains(_portal.Webhook.Authority, e.Message, StringComparison.Ordinal);
            Assert.Contains(_other.Webhook.Authority, e.Message, StringComparison.Ordinal);

            List<CrmUpdateResult> results = [];
            await CollectAsync(client, results, new LeadUpdate(id).SetTitle("Новая"), update, new LeadUpdate(id).SetTitle("Последняя"));
            Assert.Equal(
                [CrmUpdateStatus.Updated, CrmUpdateStatus.Invalid, CrmUpdateStatus.Updated],
                results.OrderBy(static o => o.Index).Select(static o => o.Status));
        }

        Assert.Equal((phones, "Последняя"), (_other.GetStoredValue(id, "PHONE"), _other.GetStoredValue(id, "TITLE")));
    }

    [Fact]
    public async Task Data_of_a_renamed_portal_is_accepted()
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead before = (await client.GetAsync<Lead>(id))!;
        await _portal.RenameAsync();
        await client.UpdateAsync(new LeadUpdate(id).ChangePhone(before.Phone[0], "+7 2"));
        Assert.Equal("+7 2", Assert.Single((await client.GetAsync<Lead>(id))!.Phone).Value);

        Lead moved = (await client.GetAsync<Lead>(id))!;
        await client.UpdateAsync(new LeadUpdate(id).ChangePhone(moved.Phone[0], "+7 3"));
        Lead again = (await client.GetAsync<Lead>(id))!;
        List<CrmUpdateResult> results = [];
        await CollectAsync(client, results, new LeadUpdate(id).ReplacePhone(again, again.Phone).SetTitle("Новая"), new LeadUpdate(id).ChangePhone(before.Phone[0], "+7 4"));
        Assert.All(results, static o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));
        Assert.Equal("+7 4", Assert.Single((await client.GetAsync<Lead>(id))!.Phone).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_client_accepts_data_of_its_portal_in_its_first_call(bool isBulk)
    {
        long id = AddLead(_portal);
        using Bitrix24Client reader = WebhookClient(_portal);
        Lead lead = (await reader.GetAsync<Lead>(id))!;
        using Bitrix24Client client = ApplicationClient(_portal);
        LeadUpdate update = new LeadUpdate(id).RemovePhone(lead.Phone[0]);
        if (isBulk)
        {
            List<CrmUpdateResult> results = [];
            await CollectAsync(client, results, update);
            Assert.Equal(CrmUpdateStatus.Updated, Assert.Single(results).Status);
        }
        else
        {
            await client.UpdateAsync(update);
        }

        Assert.Empty((await client.GetAsync<Lead>(id))!.Phone);
    }

    [Theory]
    [InlineData(false, "success")]
    [InlineData(true, "success")]
    [InlineData(false, "lost response")]
    [InlineData(true, "lost response")]
    [InlineData(false, "rejection")]
    [InlineData(true, "rejection")]
    public async Task New_entries_that_may_have_been_processed_are_not_sent_again(bool isBulk, string result)
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead before = (await client.GetAsync<Lead>(id))!;
        Lead after = before.Copy();
        after.Phone = [.. before.Phone, new("+7 2", PhoneType.Work)];
        string method = isBulk ? "batch" : api.Method("update");
        if (result != "success")
        {
            _portal.InjectFault(result == "rejection" ? PortalFault.Error(403, "insufficient_scope") : PortalFault.Reset(afterCall: true), method: method);
        }

        CrmUpdateStatus expected = result switch { "success" => CrmUpdateStatus.Updated, "rejection" => CrmUpdateStatus.Rejected, _ => CrmUpdateStatus.Unknown };
        Assert.Equal(expected, await SendAsync(client, LeadUpdate.FromChanges(before, after), isBulk));
        if (result == "rejection")
        {
            Assert.Equal(CrmUpdateStatus.Updated, await SendAsync(client, LeadUpdate.FromChanges(before, after), isBulk));
        }

        Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(before, after)).Code);

        Lead again = (await client.GetAsync<Lead>(id))!;
        Assert.Equal(["+7 1", "+7 2"], again.Phone.Select(static p => p.Value));
        Assert.True(LeadUpdate.FromChanges(again, again.Copy()).IsEmpty);
        Lead more = again.Copy();
        more.Phone = [.. again.Phone, new("+7 3", PhoneType.Work)];
        Assert.Equal(CrmUpdateStatus.Updated, await SendAsync(client, LeadUpdate.FromChanges(again, more), isBulk));
        Assert.Equal(["+7 1", "+7 2", "+7 3"], (await client.GetAsync<Lead>(id))!.Phone.Select(static p => p.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Manually_created_entries_are_added_once_to_each_lead(bool isBulk)
    {
        using Bitrix24Client client = WebhookClient(_portal);
        var form = new Lead { Phone = [new("+7 2", PhoneType.Work)] };
        Lead[] leads = [(await client.GetAsync<Lead>(AddLead(_portal)))!, (await client.GetAsync<Lead>(AddLead(_portal)))!];
        foreach (Lead lead in leads)
        {
            Assert.Equal(CrmUpdateStatus.Updated, await SendAsync(client, LeadUpdate.FromChanges(lead, form), isBulk));
        }

        Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(leads[0], form)).Code);
        foreach (Lead lead in leads)
        {
            Assert.Equal("+7 2", Assert.Single((await client.GetAsync<Lead>(lead.Id!.Value))!.Phone).Value);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Saving_a_form_repeatedly_neither_duplicates_nor_loses_entries(bool isBulk)
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead before = (await client.GetAsync<Lead>(id))!;
        Lead form = before.Copy();
        foreach (string[] phones in new string[][] { ["+7 1", "+7 2"], ["+7 1", "+7 2", "+7 3"], ["+7 1"], ["+7 8"] })
        {
            form.Phone = [.. phones.Select(phone => before.Phone.Concat(form.Phone).FirstOrDefault(e => e.Value == phone) is { Value: not null } known ? known : new(phone, PhoneType.Work))];
            try
            {
                await SendAsync(client, LeadUpdate.FromChanges(before, form), isBulk);
            }
            catch (CrmValueException)
            {
                before = (await client.GetAsync<Lead>(id))!;
                form = before.Copy();
                form.Phone = [.. phones.Select(phone => before.Phone.FirstOrDefault(e => e.Value == phone) is { Value: not null } known ? known : new(phone, PhoneType.Work))];
                await SendAsync(client, LeadUpdate.FromChanges(before, form), isBulk);
            }

            Assert.Equal(phones, (await client.GetAsync<Lead>(id))!.Phone.Select(static p => p.Value));
        }
    }

    [Fact]
    public async Task Two_updates_of_one_lead_that_was_read_once_are_not_both_sent()
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead before = (await client.GetAsync<Lead>(id))!;
        Lead form = before.Copy();
        form.Phone = [.. before.Phone, new("+7 2", PhoneType.Work)];
        LeadUpdate[] updates = [LeadUpdate.FromChanges(before, form), LeadUpdate.FromChanges(before, form)];
        List<CrmUpdateResult> results = [];
        await CollectAsync(client, results, updates);
        CrmUpdateResult[] ordered = [.. results.OrderBy(static o => o.Index)];
        Assert.Equal([CrmUpdateStatus.Updated, CrmUpdateStatus.Invalid], ordered.Select(static o => o.Status));
        Assert.Contains("read the lead again", Assert.IsType<CrmValueException>(ordered[1].ValidationError).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CrmValueException>(() => client.UpdateAsync(updates[1]));
        Assert.Equal(["+7 1", "+7 2"], (await client.GetAsync<Lead>(id))!.Phone.Select(static p => p.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_that_is_restored_after_it_was_sent_does_not_count_as_unchanged(bool isBulk)
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead before = (await client.GetAsync<Lead>(id))!;
        Lead form = before.Copy(), back = before.Copy();
        form.Title = "Новая";
        back.Title = before.Title;
        LeadUpdate early = LeadUpdate.FromChanges(before, back);
        await SendAsync(client, LeadUpdate.FromChanges(before, form), isBulk);
        Assert.Equal("TITLE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(before, back)).Code);
        await Assert.ThrowsAsync<CrmValueException>(() => SendAsync(client, early, isBulk));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Old_values_are_not_restored_from_a_lead_that_was_read_before_an_update_by_ID(bool isBulk)
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead lead = (await client.GetAsync<Lead>(id))!;
        LeadUpdate early = new LeadUpdate(id).ReplacePhone(lead, lead.Phone);
        await SendAsync(client, new LeadUpdate(id).SetTitle("Новая").AddPhone("+7 2", PhoneType.Work), isBulk);

        Lead back = lead.Copy();
        back.Title = lead.Title;
        Assert.Equal("TITLE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, back)).Code);
        Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => new LeadUpdate(id).ReplacePhone(lead, lead.Phone)).Code);
        Assert.Equal("PHONE", (await Assert.ThrowsAsync<CrmValueException>(() => SendAsync(client, early, isBulk))).Code);

        lead = (await client.GetAsync<Lead>(id))!;
        back = lead.Copy();
        back.Title = "Заявка";
        back.Phone = [lead.Phone[0]];
        Assert.Equal(CrmUpdateStatus.Updated, await SendAsync(client, LeadUpdate.FromChanges(lead, back), isBulk));
        Assert.Equal("Заявка", _portal.GetStoredValue(id, "TITLE"));
        Assert.Single((await client.GetAsync<Lead>(id))!.Phone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_phone_is_not_added_again_from_a_lead_that_was_read_before_an_update_by_ID(bool isBulk)
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead lead = (await client.GetAsync<Lead>(id))!;
        _portal.InjectFault(PortalFault.Reset(afterCall: true), method: isBulk ? "batch" : api.Method("update"));
        Assert.Equal(CrmUpdateStatus.Unknown, await SendAsync(client, new LeadUpdate(id).AddPhone("+7 2", PhoneType.Work), isBulk));
        Lead form = lead.Copy();
        form.Phone = [.. form.Phone, new("+7 2", PhoneType.Work)];
        Assert.Equal("PHONE", Assert.Throws<CrmValueException>(() => LeadUpdate.FromChanges(lead, form)).Code);
        Assert.Equal(2, (await client.GetAsync<Lead>(id))!.Phone.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_old_copy_does_not_count_as_unchanged_after_an_update(bool isBulk)
    {
        long id = AddLead(_portal);
        using Bitrix24Client client = WebhookClient(_portal);
        Lead before = (await client.GetAsync<Lead>(id))!, second = (await client.GetAsync<Lead>(id))!;
        Lead original = before.Copy(), form = before.Copy();
        form.Title = "Новая";
        Assert.True(LeadUpdate.FromChanges(before, original).IsEmpty);
        Assert.Equal(CrmUpdateStatus.Updated, await SendAsync(client, LeadUpdate.FromChanges(before, form), isBulk));
        foreach (LeadUpdate update in new[] { LeadUpdate.FromChanges(before, original), LeadUpdate.FromChanges(before, before.Copy()), LeadUpdate.FromChanges(before, second), LeadUpdate.FromChanges(second, original) })
        {
            CrmValueException e = await Assert.ThrowsAsync<CrmValueException>(() => SendAsync(client, update, isBulk));
            Assert.Equal("TITLE", e.Code);
            Assert.Contains("read the lead again", e.Message, StringComparison.Ordinal);
        }

        Lead other = before.Copy();
        other.Comments = "Другое поле";
        Assert.Equal(CrmUpdateStatus.Updated, await SendAsync(client, LeadUpdate.FromChanges(before, other), isBulk));
        Assert.Equal(("Новая", "Другое поле"), (_portal.GetStoredValue(id, "TITLE"), _portal.GetStoredValue(id, "COMMENTS")));

        Lead again = (await client.GetAsync<Lead>(id))!;
        LeadUpdate unchanged = LeadUpdate.FromChanges(again, again.Copy());
        await SendAsync(client, unchanged, isBulk);
    }

    private static long AddLead(PortalEmulator portal) => portal.AddLead([KeyValuePair.Create("TITLE", "Заявка"), KeyValuePair.Create("PHONE", "+7 1")]);

    private Bitrix24Client WebhookClient(PortalEmulator portal) =>
        new(new Bitrix24ClientOptions { Api = api, Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None, Retries = { Delay = TimeSpan.FromMilliseconds(1) } });

    private Bitrix24Client ApplicationClient(PortalEmulator portal)
    {
        PortalToken issued = portal.IssueToken();
        var store = new MemoryOAuthTokenStore(new OAuthToken(issued.AccessToken, issued.RefreshToken, issued.ExpiresAt, issued.ClientEndpoint, issued.MemberId));
        return new Bitrix24Client(new Bitrix24ClientOptions
        {
            Api = api,
            OAuth = new OAuthApplication { ClientId = ClientId, ClientSecret = ClientSecret, TokenStore = store, TokenEndpoint = portal.OAuthEndpoint! },
            Limits = PortalLimits.None,
        });
    }

    private static async Task CollectAsync(Bitrix24Client client, List<CrmUpdateResult> results, params LeadUpdate[] updates)
    {
        await foreach (CrmUpdateResult result in client.UpdateManyAsync(updates))
        {
            results.Add(result);
        }
    }

    private static async Task<CrmUpdateStatus> SendAsync(Bitrix24Client client, LeadUpdate update, bool isBulk)
    {
        List<CrmUpdateResult> results = [];
        try
        {
            await (isBulk ? CollectAsync(client, results, update) : client.UpdateAsync(update));
        }
        catch (Bitrix24Exception e)
        {
            return isBulk ? Assert.Single(results).Status : e.IsOutcomeUnknown ? CrmUpdateStatus.Unknown : CrmUpdateStatus.Rejected;
        }

        return !isBulk ? CrmUpdateStatus.Updated
            : Assert.Single(results) is { ValidationError: { } invalid } ? throw invalid
            : results[0].Status;
    }
}

public sealed class ClassicOriginTests() : OriginTests(LeadApi.Classic);

public sealed class ItemOriginTests() : OriginTests(LeadApi.Item);
