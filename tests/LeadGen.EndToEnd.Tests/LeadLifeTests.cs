using System.Globalization;
using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests that leads are created in bulk, counted, read page by page, and deleted.</summary>
public abstract class LeadLifeTests(LeadApi api) : IAsyncLifetime
{
    private PortalEmulator _portal = null!;
    private Bitrix24Client _client = null!;

    public async Task InitializeAsync()
    {
        _portal = await PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"));
        _client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = _portal.Webhook.ToString(), Limits = PortalLimits.None, Api = api, TimeProvider = new SkippingClock() });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task A_lead_is_deleted()
    {
        long id = AddLead("а");
        CrmDeleteReply reply = await _client.DeleteAsync<Lead>(id);
        Assert.Equal((api, false), (reply.Api, reply.HadUnknownAttempt));
        Assert.NotNull(reply.Time);
        Assert.Null(_portal.GetStoredValue(id, "TITLE"));
        Bitrix24NotFoundException e = await Assert.ThrowsAsync<Bitrix24NotFoundException>(() => _client.DeleteAsync<Lead>(id));
        Assert.Equal((id, false), (e.RecordId, e.IsOutcomeUnknown));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.DeleteAsync<Lead>(0));
    }

    [Fact]
    public async Task A_lead_that_was_deleted_without_an_answer_counts_as_deleted()
    {
        long id = AddLead("а");
        _portal.InjectFault(PortalFault.Reset());
        CrmDeleteReply reply = await _client.DeleteAsync<Lead>(id);
        Assert.True(reply.HadUnknownAttempt);
        Assert.Null(await _client.GetAsync<Lead>(id));
    }

    [Fact]
    public async Task A_lead_that_was_read_before_its_deletion_is_out_of_date()
    {
        Lead before = (await _client.GetAsync<Lead>(AddLead("а")))!;
        LeadUpdate unchanged = LeadUpdate.FromChanges(before, before.Copy());
        Assert.False((await _client.UpdateAsync(unchanged)).WasSent);
        await _client.DeleteAsync<Lead>(before.Id!.Value);
        await Assert.ThrowsAsync<CrmValueException>(() => _client.UpdateAsync(unchanged));
    }

    [Fact]
    public async Task Leads_are_counted()
    {
        for (int i = 0; i < 53; i++)
        {
            AddLead(i < 51 ? "много" : "мало");
        }

        Assert.Equal(53, await _client.CountAsync<Lead>());
        Assert.Equal(51, await _client.CountAsync<Lead>(new CrmQuery().Where(LeadFields.Title.Is("много"))));
        Assert.Equal(0, await _client.CountAsync<Lead>(new CrmQuery().Where(LeadFields.Title.Is("нет")), api));
        Assert.All(_portal.Journal, call => Assert.Equal(api == LeadApi.Item ? "crm.item.list" : "crm.lead.list", call.Method));
        Assert.All(_portal.Journal, static call => Assert.DoesNotContain("NAME", call.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_are_read_by_position()
    {
        long[] ids = [.. Enumerable.Range(0, 120).Select(i => AddLead(i.ToString("000", CultureInfo.InvariantCulture)))];
        CrmQuery query = new CrmQuery().Select(LeadFields.Title);
        CrmPage<Lead> first = await _client.GetPageAsync<Lead>(query);
        Assert.Equal((50, 120L, 50L), (first.Records.Count, first.Total, first.Next));
        CrmPage<Lead> last = await _client.GetPageAsync<Lead>(query.OrderByDescending(LeadFields.Title), 100, api);
        Assert.Equal((120L, null), (last.Total, last.Next));
        Assert.Equal(ids[..20].Reverse(), last.Records.Select(static l => l.Id!.Value));

        // A portal returns the first page instead.
        CrmPage<Lead> none = await _client.GetPageAsync<Lead>(query, 150);
        Assert.Equal((0, 120L, null), (none.Records.Count, none.Total, none.Next));

        CrmPage<Lead> uncounted = await _client.GetPageAsync<Lead>(query, -1);
        Assert.Equal((50, null, null), (uncounted.Records.Count, uncounted.Total, uncounted.Next));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.GetPageAsync<Lead>(query, 10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _client.GetPageAsync<Lead>(query, -50));
    }

    [Fact]
    public async Task Leads_are_created_in_batches()
    {
        List<CrmDraft> drafts = [.. Enumerable.Range(0, 120).Select(static i => Draft($"Заявка {i}"))];
        drafts[7] = new LeadDraft().SetTitle("без обязательного поля");
        drafts[9] = Draft("x").SetStatusId(LeadStatus.FromCode("NONE"));
        drafts[11] = Draft("$result[c0]");
        List<CrmCreateResult> results = await _client.CreateManyAsync(drafts).ToListAsync();

        Assert.Equal(120, results.Select(static r => r.Index).Distinct().Count());
        Assert.All(results, r => Assert.Same(drafts[(int)r.Index], r.Draft));
        Assert.Equal([CrmCreateStatus.Rejected], results.Where(static r => r.Index == 7).Select(static r => r.Status));
        CrmCreateResult invalid = Assert.Single(results, static r => r.Index == 9);
        Assert.Equal((CrmCreateStatus.Invalid, true), (invalid.Status, invalid.ValidationError is CrmValueException));
        CrmCreateResult[] created = [.. results.Where(static r => r.Status == CrmCreateStatus.Created)];
        Assert.Equal(118, created.Length);
        Assert.All(created, r => Assert.Equal(r.Index == 11 ? "$result[c0]" : $"Заявка {r.Index}", _portal.GetStoredValue(r.RecordId!.Value, "TITLE")));
        Assert.All(created, r => Assert.Equal((api, false), (r.Api, r.IsSimpleCrmMode)));
        Assert.Equal(3, _portal.Journal.Count(static c => c.Method == "batch"));
    }

    [Fact]
    public async Task New_leads_are_verified_in_the_same_batch()
    {
        var options = new CrmBulkOptions { UpdateOptions = new CrmUpdateOptions { Verify = true } };
        CrmDraft[] drafts = [Draft("а").SetAssignedById(7), Draft("б"), Draft("в").SetAssignedById(1).SetComments("x")];
        List<CrmCreateResult> results = await _client.CreateManyAsync(drafts, options).ToListAsync();
        Assert.All(results, static r => Assert.Equal(CrmCreateStatus.Created, r.Status));
        Assert.All(results, static r => Assert.True(r.Verification!.IsStored, r.ToString()));
        Assert.Single(_portal.Journal, static c => c.Method == "batch");
        Assert.All(_portal.Journal, static c => Assert.True(c.BatchKey is not null || c.Method is "batch" or "crm.settings.mode.get", c.Method));
    }

    // The portal assigns each new lead to its creator, as for a user who may only create leads for themselves.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lead_with_another_assignee_is_reported(bool isVerified)
    {
        _portal.HandleMethod("crm.lead.list", static _ => System.Text.Json.Nodes.JsonNode.Parse("""[{"ID": "1", "ASSIGNED_BY_ID": "1", "CREATED_BY_ID": "1"}]"""));
        _portal.HandleMethod("crm.lead.get", static _ => System.Text.Json.Nodes.JsonNode.Parse("""{"ID": "1", "TITLE": "а", "ASSIGNED_BY_ID": "1", "CREATED_BY_ID": "1"}"""));
        var options = new CrmBulkOptions { UpdateOptions = new CrmUpdateOptions { Verify = isVerified } };
        CrmCreateResult result = Assert.Single(await _client.CreateManyAsync([Draft("а").SetAssignedById(7)], options).ToListAsync());
        Assert.Equal((CrmCreateStatus.OtherAssignee, 1L), (result.Status, result.RecordId));
        Bitrix24AssigneeException e = Assert.IsType<Bitrix24AssigneeException>(result.Error);
        Assert.Equal((1L, 1L), (e.RecordId, e.AssigneeId));
    }

    [Fact]
    public async Task A_lead_whose_assignee_cannot_be_read_is_reported()
    {
        _portal.InjectFault(PortalFault.Error(400, "ERROR_CORE"), 1, "crm.lead.list");
        CrmCreateResult result = Assert.Single(await _client.CreateManyAsync([Draft("а").SetAssignedById(7)]).ToListAsync());
        Assert.Equal(CrmCreateStatus.OtherAssignee, result.Status);
        Assert.Null(Assert.IsType<Bitrix24AssigneeException>(result.Error).AssigneeId);
        Assert.Equal("а", _portal.GetStoredValue(result.RecordId!.Value, "TITLE"));
    }

    [Fact]
    public async Task A_lead_is_never_created_twice()
    {
        _portal.InjectRandomFaults(PortalFault.Reset(), 0.2, seed: 1, "batch");
        _portal.InjectRandomFaults(PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED"), 0.2, seed: 2, "batch");
        List<CrmCreateResult> results = await _client.CreateManyAsync(Enumerable.Range(0, 1000).Select(static i => Draft($"Заявка {i}")), new CrmBulkOptions { BatchSize = 10 }).ToListAsync();
        _portal.ClearFaults();
        var stored = new Dictionary<string, int>();
        await foreach (Lead lead in _client.ListAsync<Lead>(new CrmQuery().Select(LeadFields.Title)))
        {
            stored[lead.Title!] = stored.GetValueOrDefault(lead.Title!) + 1;
        }

        Assert.Equal(1000, results.Count);
        Assert.All(stored.Values, static count => Assert.Equal(1, count));
        Assert.All(results, static r => Assert.True(r.Status is CrmCreateStatus.Created or CrmCreateStatus.Unknown, r.ToString()));
        Assert.Contains(results, static r => r.Status == CrmCreateStatus.Unknown);
        Assert.All(results.Where(static r => r.Status == CrmCreateStatus.Created), r => Assert.True(stored.ContainsKey($"Заявка {r.Index}")));
        Assert.All(results.Where(static r => r.Status == CrmCreateStatus.Unknown), static r => Assert.True(r.Error!.IsOutcomeUnknown));
    }

    private static LeadDraft Draft(string title) => new LeadDraft().SetTitle(title).SetDemanded("да");

    private long AddLead(string title) => _portal.AddLead([new("TITLE", title), new(LeadFields.Codes.Demanded, "да")]);
}

public sealed class ClassicLeadLifeTests() : LeadLifeTests(LeadApi.Classic);

public sealed class ItemLeadLifeTests() : LeadLifeTests(LeadApi.Item);
