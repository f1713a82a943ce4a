using System.Text.Json;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests creating, finding and updating many leads on a portal with limits and faults.</summary>
public abstract class BulkTests(LeadApi api) : IAsyncLifetime
{
    private readonly List<PortalCall> _calls = [];
    private PortalEmulator _portal = null!;

    public async Task InitializeAsync() => _portal = await PortalEmulator.StartAsync(
        Path.Combine(AppContext.BaseDirectory, "portal"),
        new PortalEmulatorOptions
        {
            OnCall = _calls.Add,
            OAuth = new PortalEmulatorOAuth { ClientId = "local.app", ClientSecret = "applications0wnsecret" },
            Limits = new PortalEmulatorLimits { CallsPerSecond = 100, Burst = 50 },
        });

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task A_lead_is_created_with_immutable_and_required_fields()
    {
        using Bitrix24Client client = Client();
        CrmCreateReply created = await client.CreateAsync(
            new LeadDraft().SetTitle("ИП Титов").SetLocked("Д-17").SetDemanded("да").AddPhone("+7 999 123-45-67", PhoneType.Work));
        Lead lead = (await client.GetAsync<Lead>(created.RecordId))!;

        Assert.Equal(false, created.IsSimpleCrmMode);
        Assert.Equal(("ИП Титов", "Д-17", "+7 999 123-45-67"), (lead.Title, lead.Locked, Assert.Single(lead.Phone).Value));
#pragma warning disable LG1020 // The draft intentionally lacks a required field.
        Bitrix24RejectedException e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => client.CreateAsync(new LeadDraft().SetTitle("ИП Титов")));
#pragma warning restore LG1020
        Assert.Contains("Demanded", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_create_call_with_a_lost_response_is_not_retried()
    {
        using Bitrix24Client client = Client();
        _portal.InjectFault(PortalFault.Reset(afterCall: true), method: api.Method("add"));
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(
            () => client.CreateAsync(new LeadDraft().SetTitle("Одна").SetDemanded("да")));
        Assert.True(e.IsOutcomeUnknown);
        Assert.Single(await ListAsync(client, new CrmQuery().Where(LeadFields.Title.Is("Одна"))));

        _portal.InjectFault(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"), method: api.Method("add"));
        Assert.True((await client.CreateAsync(new LeadDraft().SetTitle("Одна").SetDemanded("да"))).RecordId > 0);
        Assert.Equal(2, (await ListAsync(client, new CrmQuery().Where(LeadFields.Title.Is("Одна")))).Count);
    }

    [Fact]
    public async Task An_update_that_cannot_be_sent_does_not_end_the_run()
    {
        using Bitrix24Client client = Client();
        long[] ids = [.. Enumerable.Range(0, 120).Select(_ => AddLead(("PHONE", "+7 1"), ("PHONE", "+7 2")))];
        Lead read = (await client.GetAsync<Lead>(ids[60]))!;
        Dictionary<int, LeadUpdate> invalid = new()
        {
            [0] = new LeadUpdate(ids[0]).SetStatusId(LeadStatus.FromCode("IN_" + "PROGRESS")),
            [60] = new LeadUpdate(ids[60]).ChangePhone(read.Phone[0], read.Phone[1].Value).ChangePhone(read.Phone[1], read.Phone[0].Value),
            [119] = new LeadUpdate(ids[119]).SetStatusId(LeadStatus.FromCode("IN_" + "PROGRESS")),
        };
        List<CrmUpdateResult> results = await client.UpdateManyAsync(ids.Select((id, i) => invalid.GetValueOrDefault(i) ?? new LeadUpdate(id).SetName("Анна"))).ToListAsync();
        Assert.Equal(120, results.Count);
        Assert.All(results, result => Assert.Equal(
            invalid.ContainsKey((int)result.Index) ? (CrmUpdateStatus.Invalid, typeof(CrmValueException)) : (CrmUpdateStatus.Updated, null),
            (result.Status, result.ValidationError?.GetType())));
        Assert.All(results.Where(static r => r.ValidationError is not null), static r => Assert.Contains("can't be sent", r.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leads_are_found_by_typed_conditions_and_paged_by_their_ids()
    {
        using Bitrix24Client client = Client();
        long[] ids = [.. Enumerable.Range(0, 130).Select(i => AddLead(("TITLE", $"Заявка {i:000}"), ("OPPORTUNITY", $"{i}.00"), ("STATUS_ID", i % 2 == 0 ? "NEW" : "IN_PROCESS")))];
        _calls.Clear();

        Assert.Equal(ids, (await ListAsync(client, new CrmQuery())).Select(l => l.Id!.Value));

        // Three pages, and the empty one that ends the list.
        Assert.Equal(4, _calls.Count(c => c.Method == api.Method("list")));
        Assert.All(_calls, c => Assert.Contains("\"start\":-1", c.Body, StringComparison.Ordinal));
        Assert.Equal(ids.OrderDescending(), (await ListAsync(client, new CrmQuery().Select(LeadFields.Title).OrderByDescending(LeadFields.Id))).Select(l => l.Id!.Value));
        Assert.Equal(
            ids.Where((_, i) => i is > 100 and <= 110 && i % 2 == 1),
            (await ListAsync(client, new CrmQuery().Where(
                LeadFields.Opportunity.MoreThan(100m), LeadFields.Opportunity.AtMost(110m), LeadFields.StatusId.IsNot(new LeadStatus("NEW"))))).Select(l => l.Id!.Value));
        Assert.Equal(
            ids.Skip(120).Reverse(),
            (await ListAsync(client, new CrmQuery().Where(LeadFields.Title.StartsWith("Заявка 12")).OrderByDescending(LeadFields.Title))).Select(l => l.Id!.Value));
        Assert.Equal(130, (await ListAsync(client, new CrmQuery().OrderBy(LeadFields.Title))).DistinctBy(l => l.Id).Count());
    }

    [Fact]
    public async Task Leads_are_read_by_their_ids_in_batches()
    {
        using Bitrix24Client client = Client();
        long[] ids = [.. Enumerable.Range(0, 70).Select(i => AddLead(("TITLE", $"Заявка {i}"), ("PHONE", $"+7 {i}")))];
        Dictionary<long, CrmReadResult<Lead>> read = await client.GetManyAsync<Lead>([.. ids, 999_999]).ToDictionaryAsync(r => r.Id);

        Assert.Equal(71, read.Count);
        Assert.All(ids, (id, i) => Assert.Equal(($"Заявка {i}", $"+7 {i}"), (read[id].Record!.Title, Assert.Single(read[id].Record!.Phone).Value)));
        Assert.Equal((null, null), (read[999_999].Record, read[999_999].Error));
        Assert.Equal(2, _calls.Count(c => c.Method == "batch"));
    }

    [Fact]
    public async Task Only_changes_are_sent()
    {
        using Bitrix24Client client = Client();
        long id = AddLead(("TITLE", "Заявка"), ("PHONE", "+7 1"), ("PHONE", "+7 2"));
        Lead before = (await client.GetAsync<Lead>(id))!;
        Lead after = before.Copy();
        after.Opportunity = 15000m;
        after.Phone = [before.Phone[0], before.Phone[1] with { Value = "+7 3" }];
        await client.UpdateAsync(LeadUpdate.FromChanges(before, after));

        string[] expected = api == LeadApi.Item ? ["fm", "isManualOpportunity", "opportunity"] : ["IS_MANUAL_OPPORTUNITY", "OPPORTUNITY", "PHONE"];
        Assert.Equal(expected, _calls[^1].Fields.Select(f => f.Code).Order(StringComparer.Ordinal));
        Lead stored = (await client.GetAsync<Lead>(id))!;
        Assert.Equal(["+7 1", "+7 3"], stored.Phone.Select(p => p.Value));
        Assert.Equal(before.Phone.Select(p => p.Id), stored.Phone.Select(p => p.Id));
        Assert.True(LeadUpdate.FromChanges(stored, stored.Copy()).IsEmpty);
    }

    [Fact]
    public async Task Updates_continue_after_expired_tokens_and_a_move()
    {
        PortalToken issued = _portal.IssueToken();
        var store = new MemoryOAuthTokenStore(new OAuthToken(issued.AccessToken, issued.RefreshToken, issued.ExpiresAt, issued.ClientEndpoint, issued.MemberId));
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            Api = api,
            OAuth = new OAuthApplication { ClientId = "local.app", ClientSecret = "applications0wnsecret", TokenStore = store, TokenEndpoint = _portal.OAuthEndpoint! },
            Limits = new PortalLimits { CallsPerSecond = 100, Burst = 50 },
        });
        // More updates than a run sends ahead of the consumer, so that some are sent after each event below.
        long[] ids = [.. Enumerable.Range(0, 2000).Select(_ => AddLead(("TITLE", "Заявка")))];
        int done = 0;
        await foreach (CrmUpdateResult result in client.UpdateManyAsync(ids.Select(id => new LeadUpdate(id).SetTitle($"Новая {id}"))))
        {
            Assert.Equal(CrmUpdateStatus.Updated, result.Status);
            done++;
            if (done == 100)
            {
                _portal.ExpireTokens();
            }
            else if (done == 250)
            {
                await _portal.RenameAsync();
            }
        }

        Assert.Equal(2000, done);
        Assert.Equal(1, _portal.TokenRefreshes);
        Assert.All(ids, id => Assert.Equal($"Новая {id}", _portal.GetStoredValue(id, "TITLE")));
        Assert.Equal(0, _portal.LimitStatistics.RejectedRequests);
        await client.UpdateAsync(new LeadUpdate(ids[0]).SetTitle("Последняя"));
        Assert.Equal(200, _calls[^1].Status);
    }

    [Theory]
    [InlineData(200, "wrong_client", "The application's developer must check OAuth.ClientId and OAuth.ClientSecret.")]
    [InlineData(401, "NOT_INSTALLED", "An administrator of the portal must install the application again.")]
    public async Task A_run_ends_if_tokens_cannot_be_refreshed(int status, string code, string remedy)
    {
        PortalToken issued = _portal.IssueToken();
        var store = new MemoryOAuthTokenStore(new OAuthToken(issued.AccessToken, issued.RefreshToken, issued.ExpiresAt, issued.ClientEndpoint, issued.MemberId));
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            Api = api,
            OAuth = new OAuthApplication { ClientId = "local.app", ClientSecret = "applications0wnsecret", TokenStore = store, TokenEndpoint = _portal.OAuthEndpoint! },
            Limits = PortalLimits.None,
        });
        long id = AddLead(("TITLE", "Заявка"));
        _portal.ExpireTokens();
        _portal.InjectFault(PortalFault.Error(status, code), calls: 100, method: "oauth/token");
        List<CrmUpdateResult> results = [];
        Bitrix24AuthenticationException e = await Assert.ThrowsAsync<Bitrix24AuthenticationException>(async () =>
        {
            await foreach (CrmUpdateResult result in client.UpdateManyAsync(Enumerable.Range(0, 100_000).Select(i => new LeadUpdate(id).SetTitle($"Новая {i}"))))
            {
                results.Add(result);
            }
        });

        Assert.Equal((code, false), (e.ErrorCode, e.IsTransient));
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
        Assert.All(results, static o => Assert.Equal(CrmUpdateStatus.NotSent, o.Status));
        Assert.Single(_calls, static c => c.Method == "oauth/token");
        Assert.InRange(_calls.Count(static c => c.Method == "batch"), 1, 4);
        Assert.Equal("Заявка", _portal.GetStoredValue(id, "TITLE"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_web_page_response_neither_ends_the_run_nor_fails_updates(int status)
    {
        using Bitrix24Client client = Client();
        long[] ids = [.. Enumerable.Range(0, 100).Select(_ => AddLead(("TITLE", "Заявка")))];
        _portal.InjectFault(PortalFault.WebPage(status, afterCall: true), method: "batch");
        List<CrmUpdateResult> results = await client.UpdateManyAsync(
            ids.Select((id, i) => i % 10 == 0 ? new LeadUpdate(id).AddPhone("+7 1", PhoneType.Work) : new LeadUpdate(id).SetTitle("Новая"))).ToListAsync();

        // The portal added the phones before it returned the page. A retry would add them again.
        Assert.Equal(5, results.Count(o => o.Status == CrmUpdateStatus.Unknown));
        Assert.Equal(95, results.Count(o => o.Status == CrmUpdateStatus.Updated));
        Assert.All(results.Where(o => o.Status == CrmUpdateStatus.Unknown), o => Assert.IsType<Bitrix24ReplyException>(o.Error));
        Assert.All(ids.Where((_, i) => i % 10 == 0), id => Assert.Single(JsonDocument.Parse(_portal.GetStoredValue(id, "PHONE")!).RootElement.EnumerateArray()));
        Assert.All(ids.Where((_, i) => i % 10 != 0), id => Assert.Equal("Новая", _portal.GetStoredValue(id, "TITLE")));
    }

    [Fact]
    public async Task Updates_of_few_leads_stay_in_order_despite_failures()
    {
        using var client = new Bitrix24Client(new Bitrix24ClientOptions
        {
            Api = api,
            Webhook = _portal.Webhook.ToString(),
            Limits = PortalLimits.None,
            Retries = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) },
        });
        long[] ids = [.. Enumerable.Range(0, 3).Select(_ => AddLead(("TITLE", "Заявка")))];
        _portal.InjectRandomFaults(PortalFault.Error(500, "INTERNAL_SERVER_ERROR"), 0.05, 1, api.Method("update"));
        _portal.InjectRandomFaults(PortalFault.Error(500, "INTERNAL_SERVER_ERROR", afterCall: true), 0.05, 2, api.Method("update"));
        _portal.InjectRandomFaults(PortalFault.WebPage(502, afterCall: true), 0.1, 3, "batch");
        _portal.InjectRandomFaults(PortalFault.Reset(afterCall: true), 0.1, 4, "batch");
        var random = new Random(5);
        LeadUpdate[] updates = [.. Enumerable.Range(0, 900).Select(i => new LeadUpdate(ids[random.Next(3)]).SetTitle($"{i}"))];
        List<CrmUpdateResult> results = await client.UpdateManyAsync(updates).ToListAsync();

        Assert.Equal(900, results.Count);
        foreach (IGrouping<long, CrmUpdateResult> lead in results.GroupBy(o => o.Update.RecordId))
        {
            long last = long.Parse(_portal.GetStoredValue(lead.Key, "TITLE")!, null);
            long lastUpdated = lead.Where(o => o.Status == CrmUpdateStatus.Updated).Max(o => o.Index);
            Assert.True(last == lastUpdated || (last > lastUpdated && lead.Single(o => o.Index == last).Status == CrmUpdateStatus.Unknown), $"{last}, {lastUpdated}");
        }
    }

    private Bitrix24Client Client() => new(new Bitrix24ClientOptions
    {
        Api = api,
        Webhook = _portal.Webhook.ToString(),
        Limits = new PortalLimits { CallsPerSecond = 100, Burst = 50 },
    });

    private long AddLead(params (string Code, string Value)[] fields) =>
        _portal.AddLead(fields.Append(("UF_CRM_1712000037", "да")).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));

    private static ValueTask<List<Lead>> ListAsync(Bitrix24Client client, CrmQuery query) => client.ListAsync<Lead>(query).ToListAsync();
}

public sealed class ClassicBulkTests() : BulkTests(LeadApi.Classic);

public sealed class ItemBulkTests() : BulkTests(LeadApi.Item);
