using System.Globalization;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests updates that return a comparison with the stored lead.</summary>
public abstract class VerifiedUpdateTests(LeadApi api) : IAsyncLifetime
{
    private static readonly CrmUpdateOptions s_verify = new() { Verify = true };

    private readonly List<PortalCall> _calls = [];
    private PortalEmulator _portal = null!;
    private Bitrix24Client _client = null!;

    private IEnumerable<string> Methods => _calls.Select(static c => c.Method);

    public async Task InitializeAsync()
    {
        _portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { OnCall = _calls.Add });
        _client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            Webhook = _portal.Webhook.ToString(),
            Limits = PortalLimits.None,
            Api = api,
            Retries = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) },
        });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task An_update_and_its_verification_are_one_request()
    {
        CrmUpdateReply reply = await _client.UpdateAsync(new LeadUpdate(AddLead()).SetTitle("Новая").AddPhone("+7 999 123-45-67", PhoneType.Work), s_verify);

        Assert.Equal((true, api), (reply.WasSent, reply.Api));
        Assert.True(reply.Verification!.IsStored, reply.Verification.ToString());
        Assert.Equal(api == LeadApi.Item ? ["crm.item.update"] : ["batch", "crm.lead.update", "crm.lead.get"], Methods);

        // The reply to crm.item.update does not prove that a field is empty.
        _calls.Clear();
        Assert.True((await _client.UpdateAsync(new LeadUpdate(AddLead()).ClearName(), s_verify)).Verification!.IsStored);
        Assert.Equal(["batch", api.Method("update"), api.Method("get")], Methods);
    }

    [Fact]
    public async Task A_new_lead_is_verified()
    {
        CrmCreateReply reply = await _client.CreateAsync(new LeadDraft().SetTitle("Новая").SetDemanded("да").AddPhone("+7 1", PhoneType.Work), s_verify);
        Assert.Equal((api, true), (reply.Api, reply.Verification!.IsStored));
        string[] methods = api == LeadApi.Item ? ["crm.item.add"] : ["crm.lead.add", "crm.lead.get"];
        Assert.Equal(methods, Methods.Where(static m => m != "crm.settings.mode.get"));
        Assert.Null((await _client.CreateAsync(new LeadDraft().SetTitle("Новая").SetDemanded("да"))).Verification);

        _portal.InjectFault(PortalFault.Error(403, "ACCESS_DENIED"), method: "crm.lead.get");
        CrmCreateReply unread = await _client.CreateAsync(new LeadDraft().SetTitle("Новая").SetDemanded("да"), s_verify with { Api = LeadApi.Classic });
        Assert.IsType<Bitrix24AccessDeniedException>(unread.Verification!.Error);
    }

    [Fact]
    public async Task Leads_are_read_by_either_API()
    {
        long[] ids = [.. Enumerable.Range(0, 3).Select(_ => AddLead())];
        List<CrmReadResult<Lead>> read = await _client.GetManyAsync<Lead>(ids, LeadApi.Item).ToListAsync();
        Assert.All(read, static r => Assert.Equal("Заявка", r.Record!.Title));
        Assert.Equal(["batch", "crm.item.get", "crm.item.get", "crm.item.get"], Methods);
    }

    [Fact]
    public async Task Without_the_option_nothing_is_read()
    {
        Assert.Null((await _client.UpdateAsync(new LeadUpdate(AddLead()).SetTitle("Новая"))).Verification);
        Assert.Null(Assert.Single(await _client.UpdateManyAsync([new LeadUpdate(AddLead()).SetTitle("Новая")]).ToListAsync()).Verification);
        Assert.DoesNotContain("crm.lead.get", Methods);
    }

    [Fact]
    public async Task An_update_that_changes_nothing_is_stored()
    {
        LeadUpdate update = new(AddLead());
        CrmUpdateReply reply = await _client.UpdateAsync(update, s_verify);
        Assert.Equal((false, true), (reply.WasSent, reply.Verification!.IsStored));
        Assert.True(Assert.Single(await RunAsync(update)).Verification!.IsStored);
        Assert.Empty(Methods);
    }

    [Fact]
    public async Task An_update_that_a_batch_cannot_contain_takes_two_calls()
    {
        // In a batch, a portal would replace the reference $result[a] and drop the empty list.
        LeadUpdate update = new LeadUpdate(AddLead()).SetStringOne("$result[a]").ClearStringMany();
        Assert.True((await _client.UpdateAsync(update, s_verify)).Verification!.IsStored);
        Assert.Equal(["crm.lead.update", "crm.lead.get"], Methods);
        Assert.True(Assert.Single(await RunAsync(update)).Verification!.IsStored);
        Assert.Equal(["crm.lead.update", "crm.lead.get"], Methods.Skip(2));
    }

    [Fact]
    public async Task A_run_verifies_each_update()
    {
        long[] ids = [.. Enumerable.Range(0, 60).Select(_ => AddLead())];
        List<CrmUpdateResult> results = await RunAsync([.. ids.Select(static (id, i) => new LeadUpdate(id).SetTitle($"Новая {i}").SetDoubleOne(i))]);

        Assert.Equal(60, results.Count);
        Assert.All(results, static r => Assert.True(r is { Status: CrmUpdateStatus.Updated, Verification.IsStored: true }, r.ToString()));
        Assert.Equal(api == LeadApi.Item ? 2 : 3, Methods.Count(static m => m == "batch"));
    }

    [Fact]
    public async Task Several_updates_of_a_lead_are_each_compared_with_the_lead_after_it()
    {
        long id = AddLead();
        List<CrmUpdateResult> results = await RunAsync([.. Enumerable.Range(0, 10).Select(i => new LeadUpdate(id).SetTitle($"Новая {i}"))]);
        Assert.All(results, static r => Assert.True(r.Verification!.IsStored));
        Assert.Equal("Новая 9", _portal.GetStoredValue(id, "TITLE"));
    }

    [Fact]
    public async Task Updates_of_a_lead_keep_their_order_if_they_need_different_methods()
    {
        // The address is sent through crm.lead.update.
        long id = AddLead();
        LeadUpdate[] updates =
        [
            .. Enumerable.Range(0, 12).Select(i => i % 3 == 1
                ? new LeadUpdate(id).SetTitle($"Новая {i}").SetAddress(new CrmAddress { City = $"Город {i}" })
                : new LeadUpdate(id).SetTitle($"Новая {i}")),
        ];
        List<CrmUpdateResult> results = await RunAsync(updates);

        Assert.All(results, static r => Assert.True(r.Verification!.IsStored, r.ToString()));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => i % 3 == 1 ? LeadApi.Classic : api),
            results.OrderBy(static r => r.Index).Select(static r => r.Api));
        Assert.Equal(("Новая 11", "Город 10"), (_portal.GetStoredValue(id, "TITLE"), _portal.GetStoredValue(id, "ADDRESS_CITY")));
    }

    [Fact]
    public async Task A_lead_that_could_not_be_read_is_updated_but_not_verified()
    {
        if (api == LeadApi.Item)
        {
            return;
        }

        LeadUpdate update = new LeadUpdate(AddLead()).SetTitle("Новая");
        _portal.InjectFault(PortalFault.Error(403, "ACCESS_DENIED"), method: "crm.lead.get");
        CrmUpdateReply reply = await _client.UpdateAsync(update, s_verify);
        Assert.False(reply.Verification!.IsStored);
        Assert.IsType<Bitrix24AccessDeniedException>(reply.Verification.Error);
        Assert.Equal("Новая", _portal.GetStoredValue(update.RecordId, "TITLE"));

        _portal.InjectFault(PortalFault.Error(403, "ACCESS_DENIED"), method: "crm.lead.get");
        CrmUpdateResult result = Assert.Single(await RunAsync(new LeadUpdate(update.RecordId).SetTitle("Ещё новее")));
        Assert.Equal(CrmUpdateStatus.Updated, result.Status);
        Assert.IsType<Bitrix24AccessDeniedException>(result.Verification!.Error);
        Assert.Contains("answered crm.lead.get", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_update_has_no_verification()
    {
        LeadUpdate update = new LeadUpdate(999_999).SetTitle("Нет такой");
        await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => _client.UpdateAsync(update, s_verify));
        CrmUpdateResult result = Assert.Single(await RunAsync(update));
        Assert.IsType<Bitrix24NotFoundException>(result.Error);
        Assert.Null(result.Verification);
        await Assert.ThrowsAsync<CrmValueException>(() => _client.UpdateAsync(new LeadUpdate(AddLead()).SetStatusId(LeadStatus.FromCode("NO" + "NE")), s_verify));
    }

    [Fact]
    public async Task An_update_whose_reply_is_lost_is_retried_and_verified()
    {
        LeadUpdate update = new LeadUpdate(AddLead()).SetTitle("Новая");
        _portal.InjectFault(PortalFault.Reset(afterCall: true), method: api == LeadApi.Item ? "crm.item.update" : "batch");
        CrmUpdateReply reply = await _client.UpdateAsync(update, s_verify);
        Assert.Equal((true, true), (reply.HadUnknownAttempt, reply.Verification!.IsStored));
    }

    [Fact]
    public async Task An_update_that_must_not_be_retried_has_an_unknown_outcome()
    {
        LeadUpdate update = new LeadUpdate(AddLead()).AddPhone("+7 1", PhoneType.Work);
        _portal.InjectFault(PortalFault.Reset(afterCall: true), method: api == LeadApi.Item ? "crm.item.update" : "batch");
        Assert.True((await Assert.ThrowsAsync<Bitrix24TransportException>(() => _client.UpdateAsync(update, s_verify))).IsOutcomeUnknown);
        Assert.True((await _client.VerifyAsync(update)).IsStored);
    }

    [Fact]
    public async Task A_value_that_the_portal_ignores_is_reported_with_the_stored_one()
    {
        // Only crm.lead.update ignores an unknown status: crm.item.update rejects it.
        long id = AddLead();
        LeadUpdate update = new LeadUpdate(id).SetStatusId(LeadStatus.FromCode("NO" + "NE")).SetTitle("Новая");
        var options = new CrmUpdateOptions { Verify = true, AllowUnknownValues = true };
        if (api == LeadApi.Item)
        {
            await Assert.ThrowsAsync<Bitrix24RejectedException>(() => _client.UpdateAsync(update, options));
            return;
        }

        CrmVerification verification = (await _client.UpdateAsync(update, options)).Verification!;
        CrmFieldMismatch mismatch = Assert.Single(verification.Mismatches);
        Assert.Equal((LeadFields.StatusId, LeadStatus.FromCode("NONE"), LeadStatus.New), (mismatch.Field, mismatch.Sent, mismatch.Stored));
        Assert.Contains("the portal does not accept the code", mismatch.LikelyReason, StringComparison.Ordinal);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"record {id}: STATUS_ID ({LeadFields.StatusId.Label}) has another value (probably {mismatch.LikelyReason})"),
            verification.ToString());
    }

    [Fact]
    public async Task A_field_that_the_user_may_not_see_is_not_verified()
    {
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "portal"),
            new PortalEmulatorOptions { IsAdministrator = false, HiddenFields = [LeadFields.Codes.StringOne] });
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None, Api = api });
        LeadUpdate update = new LeadUpdate(portal.AddLead([new("TITLE", "Заявка")])).SetStringOne("x").SetName("Анна");

        CrmVerification verification = (await client.UpdateAsync(update, s_verify)).Verification!;
        Assert.Equal([LeadFields.StringOne], verification.Unverified);
        Assert.False(verification.IsStored);

        // The reply to crm.item.update lacks the field, so the loss is detected without Verify too.
        if (api == LeadApi.Item)
        {
            Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(() => client.UpdateAsync(update));
            Assert.Equal((true, false), (e.IsOutcomeUnknown, e.IsTransient));
            Assert.Contains("without UF_CRM_1712000001", e.Message, StringComparison.Ordinal);
            CrmUpdateResult result = Assert.Single(await client.UpdateManyAsync([update]).ToListAsync());
            Assert.Equal((CrmUpdateStatus.Unknown, LeadApi.Item), (result.Status, result.Api));
            Assert.Contains("without UF_CRM_1712000001", (await Assert.ThrowsAsync<Bitrix24ReplyException>(
                () => client.CreateAsync(new LeadDraft().SetDemanded("да").SetStringOne("x")))).Message, StringComparison.Ordinal);
            Assert.Equal(4, portal.Journal.Count(static c => c.Method is "crm.item.update" or "crm.item.add" && c.BatchKey is null) + portal.Journal.Count(static c => c.Method == "batch"));
        }
    }

    [Fact]
    public async Task A_canceled_verification_leaves_a_processed_update()
    {
        // The update is sent through crm.lead.* with both APIs, because crm.item.update can't clear the list, so one case is enough.
        if (api == LeadApi.Item)
        {
            return;
        }

        using var canceling = new CancellationTokenSource();
        LeadUpdate update = new LeadUpdate(AddLead()).ClearStringMany();
        _portal.InjectFault(PortalFault.Delay(TimeSpan.FromSeconds(30)), method: "crm.lead.get");
        Task<CrmUpdateReply> call = _client.UpdateAsync(update, s_verify, canceling.Token);
        while (!_calls.ToArray().Any(static c => c.Method == "crm.lead.update"))
        {
            await Task.Delay(10);
        }

        await canceling.CancelAsync();
        CrmUpdateReply reply = await call;
        Assert.True(reply.WasSent);
        Assert.NotNull(reply.Verification!.Error);
        Assert.False(reply.Verification.IsStored);
    }

    [Theory]
    [InlineData("+7 (999) 123-45-67", "+79991234567", true)]
    [InlineData("8 999 123-45-67", "+79991234567", true)]
    [InlineData("+7 495 123-45-67", "+84951234567", false)]
    [InlineData("+7 495 123 (доб. 4567)", "+7 495 123-45-67", false)]
    public async Task Phone_numbers_are_compared_regardless_of_their_format(string sent, string stored, bool isStored)
    {
        long id = _portal.AddLead([new("TITLE", "Заявка"), new("PHONE", stored)]);
        Assert.Equal(isStored, (await _client.VerifyAsync(new LeadUpdate(id).AddPhone(sent, PhoneType.Work))).IsStored);
    }

    [Fact]
    public async Task An_empty_difference_is_out_of_date_after_a_later_update()
    {
        long id = AddLead();
        foreach (CrmField field in new CrmField[] { LeadFields.Phone, LeadFields.StringOne, LeadFields.Title })
        {
            Lead lead = (await _client.ListAsync<Lead>(new CrmQuery().Select(field).Where(LeadFields.Id.Is(id))).ToListAsync())[0];
            LeadUpdate unchanged = LeadUpdate.FromChanges(lead, lead.Copy());
            await _client.UpdateAsync(new LeadUpdate(id).AddPhone("+7 1", PhoneType.Work).SetStringOne("x").SetTitle("Новая"));
            await Assert.ThrowsAsync<CrmValueException>(() => _client.UpdateAsync(unchanged));
        }
    }

    private long AddLead() => _portal.AddLead([new("TITLE", "Заявка"), new(LeadFields.Codes.StringMany, "a"), new("NAME", "Анна")]);

    private async Task<List<CrmUpdateResult>> RunAsync(params LeadUpdate[] updates) =>
        await _client.UpdateManyAsync(updates, new CrmBulkOptions { UpdateOptions = s_verify }).ToListAsync();
}

public sealed class ClassicVerifiedUpdateTests() : VerifiedUpdateTests(LeadApi.Classic);

public sealed class ItemVerifiedUpdateTests() : VerifiedUpdateTests(LeadApi.Item);
