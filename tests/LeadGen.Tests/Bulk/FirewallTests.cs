using System.Net;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

/// <summary>Tests bulk runs in which a firewall or proxy blocks the text of a lead, or all calls.</summary>
public sealed class FirewallTests
{
    private const string Blocked = "<script>";

    private readonly BatchPortal _portal = new();

    public static TheoryData<int> Statuses => [200, 400, 401, 403, 404, 406, 409, 451, 500, 502];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_blocked_text_is_isolated_and_the_other_updates_succeed(int status)
    {
        Block(status);
        List<CrmUpdateResult> outcomes = await RunAsync(Enumerable.Range(1, 5000).Select(static i => Named(i, i == 1234 ? Blocked : "Анна")));

        CrmUpdateResult blocked = Assert.Single(outcomes, static o => o.Status != CrmUpdateStatus.Updated);
        Assert.Equal((1234L, CrmUpdateStatus.Unknown, (HttpStatusCode)status), (blocked.Update.RecordId, blocked.Status, blocked.Error!.StatusCode!.Value));
        Assert.True(blocked.Error.IsOutcomeUnknown);
        Assert.Equal(5000, outcomes.Count);
        Assert.InRange(_portal.Requests.Count, 100, 120);
    }

    [Fact]
    public async Task Many_blocked_texts_do_not_end_the_run()
    {
        Block(403);
        List<CrmUpdateResult> outcomes = await RunAsync(Enumerable.Range(1, 500).Select(static i => Named(i, i % 7 == 0 ? Blocked : "Анна")));
        Assert.Equal(71, outcomes.Count(static o => o.Status == CrmUpdateStatus.Unknown));
        Assert.Equal(429, outcomes.Count(static o => o.Status == CrmUpdateStatus.Updated));
    }

    [Fact]
    public async Task Updates_that_must_not_be_repeated_are_unknown_after_a_foreign_reply()
    {
        Block(403);
        List<CrmUpdateResult> outcomes = await RunAsync(Enumerable.Range(1, 100).Select(static i => i % 2 == 0
            ? Named(i, i == 10 ? Blocked : "Анна")
            : new LeadUpdate(i).AddPhone("+7 999 123-45-67", PhoneType.Work)));

        // The updates of the first batch that add entries, and the blocked one.
        Assert.Equal(
            Enumerable.Range(1, 50).Where(static i => i % 2 == 1 || i == 10).Select(static i => (long)i),
            outcomes.Where(static o => o.Status == CrmUpdateStatus.Unknown).Select(static o => o.Update.RecordId).Order());
        Assert.All(outcomes.Where(static o => o.Update.RecordId > 50), static o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));
        Assert.All(Enumerable.Range(1, 100).Where(static i => i % 2 == 1), i => Assert.Single(_portal.Requests.SelectMany(static r => r), lead => lead == i));
    }

    [Theory]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(502, false)]
    [InlineData(403, true)]
    public async Task A_web_page_for_every_call_ends_the_run(int status, bool appends)
    {
        _portal.OverrideReply = _ => Script.Page(status)();
        int taken = 0;
        List<CrmUpdateResult> outcomes = [];
        Bitrix24ReplyException e = await Assert.ThrowsAsync<Bitrix24ReplyException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(Counted()))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Contains("blocks all calls", e.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)status, e.StatusCode);
        Assert.Equal(taken, outcomes.Count);
        Assert.InRange(taken, 50, 1000);
        Assert.InRange(_portal.Requests.Count, 50, 100);
        Assert.InRange(outcomes.Count(static o => o.Status == CrmUpdateStatus.Unknown), 50, 250);
        Assert.DoesNotContain(outcomes, static o => o.Status is CrmUpdateStatus.Updated or CrmUpdateStatus.Rejected);

        IEnumerable<LeadUpdate> Counted()
        {
            for (int i = 1; i <= 100_000; i++)
            {
                taken = i;
                yield return appends ? new LeadUpdate(i).AddPhone("+7", PhoneType.Work) : Named(i, "Анна");
            }
        }
    }

    [Fact]
    public async Task Transient_failures_are_retried_while_a_batch_is_split()
    {
        int asked = 0, failed = 0;
        var portal = new StubPortal((request, _) =>
        {
            string body = StubPortal.GetBody(request);
            int rows = body.Split("crm.lead.update?").Length - 1;
            if (body.Contains("%3Cscript%3E", StringComparison.Ordinal))
            {
                return Task.FromResult(Script.Page(403)());
            }

            // Each call that succeeds fails transiently first; batches of several updates can't connect.
            bool fails = ++asked % 2 == 1;
            failed += fails ? 1 : 0;
            string results = string.Join(',', Enumerable.Range(0, rows).Select(static i => $"\"c{i}\":true"));
            return fails && rows > 1 ? throw new HttpRequestException(HttpRequestError.ConnectionError)
                : Task.FromResult(fails ? Script.Page(502)() : Script.Json($$"""{"result": {"result": { {{results}} } } }""")());
        });
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Retries.MaxRetries = 1;
        options.TimeProvider = new SkippingClock();
        List<CrmUpdateResult> outcomes = await portal.Client(options)
            .UpdateManyAsync(Enumerable.Range(1, 200).Select(static i => Named(i, i == 7 ? Blocked : "Анна")), new CrmBulkOptions { MaxConcurrentBatches = 1 }).ToListAsync();
        Assert.Equal(7, Assert.Single(outcomes, static o => o.Status != CrmUpdateStatus.Updated).Update.RecordId);
        Assert.InRange(failed, 5, 30);
    }

    [Fact]
    public async Task A_portal_error_for_a_whole_batch_does_not_stop_valid_rows()
    {
        _portal.OverrideReply = number => _portal.Http.Requests[number - 1].Body.Contains("id=3&", StringComparison.Ordinal) ? Script.Error(400, "INVALID_REQUEST")() : null;
        List<CrmUpdateResult> outcomes = await RunAsync(Enumerable.Range(1, 9).Select(static i => new LeadUpdate(i).AddPhone("+7", PhoneType.Work)));
        Assert.Equal(3, Assert.Single(outcomes, static o => o.Status == CrmUpdateStatus.Rejected).Update.RecordId);
        Assert.Equal(8, outcomes.Count(static o => o.Status == CrmUpdateStatus.Updated));
    }

    [Fact]
    public async Task A_permanently_blocked_portal_ends_the_run()
    {
        _portal.OverrideReply = static _ => Script.Error(503, "OVERLOAD_LIMIT")();
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => RunAsync(Enumerable.Range(1, 5000).Select(static i => Named(i, "Анна"))).AsTask());
        Assert.InRange(_portal.Requests.Count, 1, 8);
    }

    [Fact]
    public async Task A_batch_reply_of_an_unexpected_type_is_not_from_the_portal()
    {
        _portal.OverrideReply = static number => number == 1 ? Script.Json("""{"result": {"status": "blocked"}}""")() : null;
        List<CrmUpdateResult> outcomes = await RunAsync([Named(1, "Анна"), new LeadUpdate(2).AddPhone("+7", PhoneType.Work)]);
        Assert.Equal(
            [(1, CrmUpdateStatus.Unknown), (2, CrmUpdateStatus.Unknown)],
            outcomes.OrderBy(static o => o.Index).Select(static o => (o.Update.RecordId, o.Status)));
    }

    private static LeadUpdate Named(long id, string name) => new LeadUpdate(id).SetName(name);

    private void Block(int status) => _portal.OverrideReply = number =>
        _portal.Http.Requests[number - 1].Body.Contains("%3Cscript%3E", StringComparison.Ordinal) ? Script.Page(status)() : null;

    // One batch at a time, so that the number of requests is deterministic.
    private ValueTask<List<CrmUpdateResult>> RunAsync(IEnumerable<LeadUpdate> updates) =>
        _portal.Client().UpdateManyAsync(updates, new CrmBulkOptions { MaxConcurrentBatches = 1 }).ToListAsync();
}
