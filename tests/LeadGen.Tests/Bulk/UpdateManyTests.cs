using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

public partial class UpdateManyTests
{
    private const string QueryLimit = """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""";
    private const string ServerError = """{"error": "INTERNAL_SERVER_ERROR", "error_description": "Failed"}""";
    private const string NotFound = """{"error": "", "error_description": "Not found"}""";

    private readonly BatchPortal _portal = new();

    // The portal blocks the method, for example because other processes have used up its operating time.
    [Theory]
    [InlineData(590, CrmUpdateStatus.Updated)]
    [InlineData(3600, CrmUpdateStatus.Rejected)]
    public async Task Rows_without_operating_time_are_repeated_for_a_whole_window(int blockedForSeconds, CrmUpdateStatus expected)
    {
        var clock = new SkippingClock();
        DateTimeOffset started = clock.GetUtcNow();
        _portal.Answer = _ => clock.GetUtcNow() - started < TimeSpan.FromSeconds(blockedForSeconds)
            ? """{"error": "OPERATION_TIME_LIMIT", "error_description": "Method is blocked due to operation time limit."}"""
            : "true";
        Bitrix24Client client = _portal.Client(o =>
        {
            o.Retries.MaxRetries = 5;
            o.TimeProvider = clock;
        });
        List<CrmUpdateStatus> outcomes = [];
        await foreach (CrmUpdateResult outcome in client.UpdateManyAsync([new LeadUpdate(1).SetName("Анна"), new LeadUpdate(2).SetName("Анна")]))
        {
            outcomes.Add(outcome.Status);
        }

        Assert.Equal([expected, expected], outcomes);
        Assert.InRange(clock.GetUtcNow() - started, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(25));
    }

    [Fact]
    public async Task Updates_are_sent_in_batches_of_fifty_that_continue_after_errors()
    {
        List<CrmUpdateResult> outcomes = await RunAsync(Sets(1, 120));

        Assert.Equal([50, 50, 20], _portal.Requests.Select(r => r.Length).OrderDescending());
        Assert.Equal(Enumerable.Range(0, 120).Select(i => ((long)i, CrmUpdateStatus.Updated)), outcomes.OrderBy(o => o.Index).Select(o => (o.Index, o.Status)));
        Assert.All(outcomes, o => Assert.Equal(o.Index + 1, o.Update.RecordId));
        Assert.All(_portal.Http.Requests, r =>
        {
            JsonElement body = JsonDocument.Parse(r.Body).RootElement;
            Assert.Equal(0, body.GetProperty("halt").GetInt32());
            Assert.All(body.GetProperty("cmd").EnumerateObject(), c => Assert.Matches("^c[0-9]+$", c.Name));
        });
        Assert.Contains("crm.lead.update?id=1&fields%5BNAME%5D=%D0%90", _portal.Http.Requests.Single(r => r.Body.Contains("?id=1&", StringComparison.Ordinal)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_starts_with_its_enumeration_and_can_be_enumerated_only_once()
    {
        IAsyncEnumerable<CrmUpdateResult> run = _portal.Client().UpdateManyAsync(Sets(1, 3));
        Assert.Empty(_portal.Requests);
        Assert.Equal(3, (await run.ToListAsync()).Count);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await run.ToListAsync());
        Assert.Single(_portal.Requests);
    }

    [Fact]
    public async Task Each_update_has_the_result_of_its_command()
    {
        _portal.Answer = lead => lead switch { 2 => NotFound, 4 => null, 5 => "\"odd\"", 6 => ServerError, 7 => QueryLimit, 8 => """ "plain text" """.Trim(), _ => "true" };
        Dictionary<long, CrmUpdateResult> outcomes = (await RunAsync(Sets(1, 9))).ToDictionary(o => o.Update.RecordId);

        Assert.Equal(
            [
                CrmUpdateStatus.Updated, CrmUpdateStatus.Rejected, CrmUpdateStatus.Updated, CrmUpdateStatus.Unknown, CrmUpdateStatus.Unknown,
                CrmUpdateStatus.Unknown, CrmUpdateStatus.Rejected, CrmUpdateStatus.Unknown, CrmUpdateStatus.Updated,
            ],
            Enumerable.Range(1, 9).Select(i => outcomes[i].Status));
        Assert.IsType<Bitrix24NotFoundException>(outcomes[2].Error);
        Assert.IsType<Bitrix24LimitException>(outcomes[7].Error);
        Assert.All([4L, 5, 8], i => Assert.IsType<Bitrix24ReplyException>(outcomes[i].Error));
    }

    [Fact]
    public async Task Only_failed_commands_are_retried_and_appends_only_if_they_were_not_processed()
    {
        Dictionary<long, int> asked = [];
        _portal.Answer = lead =>
        {
            asked[lead] = asked.GetValueOrDefault(lead) + 1;
            return asked[lead] > 1 ? "true" : lead switch { 2 or 12 => QueryLimit, 3 or 13 => ServerError, 4 or 14 => null, _ => "true" };
        };
        IEnumerable<LeadUpdate> appends = Enumerable.Range(11, 5).Select(i => new LeadUpdate(i).AddPhone($"+7 {i}", PhoneType.Work));
        Dictionary<long, CrmUpdateResult> outcomes = (await RunAsync(Sets(1, 5).Concat(appends), WithRetries)).ToDictionary(o => o.Update.RecordId);

        Assert.All(Enumerable.Range(1, 5), i => Assert.Equal(CrmUpdateStatus.Updated, outcomes[i].Status));
        Assert.Equal([CrmUpdateStatus.Updated, CrmUpdateStatus.Updated, CrmUpdateStatus.Unknown, CrmUpdateStatus.Unknown, CrmUpdateStatus.Updated], Enumerable.Range(11, 5).Select(i => outcomes[i].Status));
        Assert.Equal([2, 3, 4, 12], _portal.Requests[1]);
        Assert.Equal(2, _portal.Requests.Count);
    }

    [Fact]
    public async Task A_batch_that_may_have_arrived_is_sent_again_without_its_appends()
    {
        _portal.OverrideReply = number => number == 1 ? Script.Page(502)() : null;
        LeadUpdate[] updates = [new LeadUpdate(1).SetName("Анна"), new LeadUpdate(2).AddPhone("+7", PhoneType.Work), new LeadUpdate(3).SetName("Пётр")];
        Dictionary<long, CrmUpdateResult> outcomes = (await RunAsync(updates, WithRetries)).ToDictionary(o => o.Update.RecordId);

        Assert.Equal([CrmUpdateStatus.Updated, CrmUpdateStatus.Unknown, CrmUpdateStatus.Updated], [outcomes[1].Status, outcomes[2].Status, outcomes[3].Status]);
        Assert.IsType<Bitrix24ServerException>(outcomes[2].Error);
        Assert.Equal([[1, 2, 3], [1, 3]], _portal.Requests);
    }

    [Fact]
    public async Task An_unknown_outcome_stays_unknown_after_a_later_limit_error()
    {
        _portal.OverrideReply = number => number == 1 ? Script.Page(502)() : Script.Error(503, "QUERY_LIMIT_EXCEEDED")();
        List<CrmUpdateResult> outcomes = await RunAsync(Sets(1, 3), WithRetries);
        Assert.All(outcomes, o => Assert.Equal(CrmUpdateStatus.Unknown, o.Status));
    }

    [Fact]
    public async Task Updates_of_one_lead_keep_their_order_and_are_never_in_two_batches_at_once()
    {
        HashSet<long> inFlight = [];
        bool wereTogether = false;
        _portal.BeforeReply = async (number, ct) =>
        {
            long[] leads = [.. _portal.Requests[number - 1].Distinct()];
            lock (inFlight)
            {
                wereTogether |= leads.Any(lead => !inFlight.Add(lead));
            }

            await Task.Delay(number % 5, ct);
            lock (inFlight)
            {
                inFlight.ExceptWith(leads);
            }
        };
        var random = new Random(1);
        LeadUpdate[] updates = [.. Enumerable.Range(0, 400).Select(i => new LeadUpdate(random.Next(1, 30)).SetOpportunity(i))];
        List<CrmUpdateResult> outcomes = await RunAsync(updates);

        Assert.Equal(400, outcomes.Select(o => o.Index).Distinct().Count());
        Assert.False(wereTogether);
        Assert.InRange(_portal.Requests.Count, 8, 20);
        Assert.All(outcomes.GroupBy(o => o.Update.RecordId), lead => Assert.Equal(lead.Select(o => o.Index).Order(), lead.Select(o => o.Index)));

        // The order in which they arrive at the portal.
        var arrived = _portal.Http.Requests.SelectMany(r => Rows().Matches(r.Body)).Select(m => (Lead: m.Groups["lead"].Value, Number: int.Parse(m.Groups["number"].Value, null)));
        Assert.All(arrived.GroupBy(row => row.Lead), lead => Assert.Equal(lead.Select(row => row.Number).Order(), lead.Select(row => row.Number)));
        Assert.Equal(400, arrived.Count());
    }

    [Fact]
    public async Task Updates_that_do_not_fit_in_a_row_are_sent_as_single_calls_and_empty_updates_are_not_sent()
    {
        LeadUpdate[] updates =
        [
            new LeadUpdate(1).SetName("Анна"), new LeadUpdate(2).SetName("$result[c0]"), new LeadUpdate(3), new LeadUpdate(4).SetName("Пётр"),
        ];
        List<CrmUpdateResult> outcomes = await RunAsync(updates);

        Assert.Equal([[1, 4], [2]], _portal.Requests);
        Assert.Equal("""{"id":2,"fields":{"NAME":"$result[c0]"}}""", _portal.Http.Requests[1].Body);
        Assert.Equal(CrmUpdateStatus.Unchanged, outcomes.Single(o => o.Update.RecordId == 3).Status);
        Assert.Equal(3, outcomes.Count(o => o.Status == CrmUpdateStatus.Updated));
    }

    [Fact]
    public async Task A_batch_that_is_too_long_is_split_before_sending_and_after_status_413()
    {
        string text = new('я', 30_000);
        await RunAsync(Enumerable.Range(1, 12).Select(i => new LeadUpdate(i).SetSourceDescription(text)));
        Assert.All(_portal.Http.Requests, r => Assert.True(r.Body.Length <= 1024 * 1024));
        Assert.Equal(12, _portal.Requests.Sum(r => r.Length));
        Assert.True(_portal.Requests.Count > 2);

        var strict = new BatchPortal();
        strict.OverrideReply = number => strict.Http.Requests[number - 1].Body.Length > 3000 ? Script.Page(413)() : null;
        List<CrmUpdateResult> outcomes = await RunAsync(
            Enumerable.Range(1, 50).Select(i => new LeadUpdate(i).SetSourceDescription(new string('x', i == 50 ? 5000 : 200))), portal: strict);
        Assert.Equal(49, outcomes.Count(o => o.Status == CrmUpdateStatus.Updated));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, outcomes.Single(o => o.Status == CrmUpdateStatus.Unknown).Error!.StatusCode);
    }

    [Fact]
    public async Task Each_update_that_was_taken_from_the_source_has_a_result_after_cancellation()
    {
        using var source = new CancellationTokenSource();
        int taken = 0;
        _portal.BeforeReply = async (number, ct) =>
        {
            if (number == 3)
            {
                await source.CancelAsync();
            }

            if (number >= 2)
            {
                await Task.Delay(Timeout.Infinite, ct);
            }
        };
        List<CrmUpdateResult> outcomes = [];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(Counted(), new CrmBulkOptions { MaxConcurrentBatches = 2 }, source.Token))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal(Enumerable.Range(0, taken).Select(i => (long)i), outcomes.Select(o => o.Index).Order());
        Assert.Equal(50, outcomes.Count(o => o.Status == CrmUpdateStatus.Updated));
        Assert.Equal(100, outcomes.Count(o => o.Status == CrmUpdateStatus.Unknown));
        Assert.Equal(taken - 150, outcomes.Count(o => o.Status == CrmUpdateStatus.NotSent));
        Assert.True(taken > 150);
        Assert.All(outcomes, o => Assert.Equal(o.Status == CrmUpdateStatus.Unknown, o.Error is { IsOutcomeUnknown: true }));

        IEnumerable<LeadUpdate> Counted()
        {
            foreach (LeadUpdate update in Sets(1, 100_000))
            {
                taken++;
                yield return update;
            }
        }
    }

    [Fact]
    public async Task The_exception_of_a_source_is_thrown_after_the_results_of_its_updates()
    {
        List<CrmUpdateResult> outcomes = [];
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(Failing()))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal("The file ends in the middle.", e.Message);
        Assert.Equal(70, outcomes.Count(o => o.Status == CrmUpdateStatus.Updated));

        static IEnumerable<LeadUpdate> Failing()
        {
            foreach (LeadUpdate update in Sets(1, 70))
            {
                yield return update;
            }

            throw new InvalidOperationException("The file ends in the middle.");
        }
    }

    [Fact]
    public async Task An_authentication_failure_ends_the_run()
    {
        _portal.OverrideReply = number => number == 2 ? Script.Error(401, "INVALID_CREDENTIALS")() : null;
        List<CrmUpdateResult> outcomes = [];
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(Sets(1, 10_000), new CrmBulkOptions { MaxConcurrentBatches = 1 }))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal(50, outcomes.Count(o => o.Status == CrmUpdateStatus.Updated));
        Assert.Equal(50, outcomes.Count(o => o.Status == CrmUpdateStatus.Rejected));
        Assert.InRange(outcomes.Count, 100, 200);
        Assert.Equal(2, _portal.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_of_all_calls_ends_the_run()
    {
        _portal.OverrideReply = static _ => Script.Redirect("https://elsewhere.example/")();
        List<CrmUpdateResult> outcomes = [];
        await Assert.ThrowsAsync<Bitrix24ReplyException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(Sets(1, 10_000), new CrmBulkOptions { MaxConcurrentBatches = 1 }))
            {
                outcomes.Add(outcome);
            }
        });

        // The client splits the batch: 50, 25, 12, 6 and 3 updates, and then each update alone.
        Assert.Equal(50, outcomes.Count(o => o.Status == CrmUpdateStatus.Unknown));
        Assert.Equal(outcomes.Count - 50, outcomes.Count(o => o.Status == CrmUpdateStatus.NotSent));
        Assert.InRange(_portal.Requests.Count, 50, 60);
    }

    [Fact]
    public async Task Commands_that_exceed_the_batch_length_of_the_portal_are_sent_in_the_next_batch()
    {
        HashSet<long> rejected = [];
        _portal.Answer = lead => lead > 30 && rejected.Add(lead) ? """{"error": "ERROR_BATCH_LENGTH_EXCEEDED", "error_description": "Max batch length exceeded"}""" : "true";
        List<CrmUpdateResult> outcomes = await RunAsync(Sets(1, 50), WithRetries);

        Assert.All(outcomes, o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));
        Assert.Equal([50, 20], _portal.Requests.Select(r => r.Length));
    }

    [Fact]
    public async Task The_source_stops_when_the_consumer_stops()
    {
        int taken = 0;
        await foreach (CrmUpdateResult _ in _portal.Client().UpdateManyAsync(Counted()))
        {
            await Task.Delay(100);
            Assert.InRange(Volatile.Read(ref taken), 1, 800);
            break;
        }

        IEnumerable<LeadUpdate> Counted()
        {
            foreach (LeadUpdate update in Sets(1, 100_000))
            {
                Interlocked.Increment(ref taken);
                yield return update;
            }
        }
    }

    [Fact]
    public async Task Updates_of_a_slow_source_are_sent_after_MaxLinger()
    {
        var more = new TaskCompletionSource();
        await using IAsyncEnumerator<CrmUpdateResult> outcomes = _portal.Client(o => o.TimeProvider = TimeProvider.System)
            .UpdateManyAsync(Slow(), new CrmBulkOptions { MaxLinger = TimeSpan.FromMilliseconds(20) }).GetAsyncEnumerator();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await outcomes.MoveNextAsync());
        }

        more.SetResult();
        Assert.True(await outcomes.MoveNextAsync());
        Assert.False(await outcomes.MoveNextAsync());

        async IAsyncEnumerable<LeadUpdate> Slow()
        {
            foreach (LeadUpdate update in Sets(1, 3))
            {
                yield return update;
            }

            await more.Task;
            yield return new LeadUpdate(9).SetName("Анна");
        }
    }

    [Fact]
    public async Task Progress_is_reported_and_ends_with_the_totals()
    {
        _portal.Answer = lead => lead % 10 == 0 ? NotFound : "true";
        var last = new Last();
        await RunAsync(Sets(1, 100), progress: last);
        Assert.Equal(new CrmBulkProgress(100, 90, 10, 0, 2), last.Value);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(51, 1)]
    [InlineData(50, 0)]
    public void Invalid_options_are_rejected_immediately(int batchSize, int batches) => Assert.Throws<ArgumentOutOfRangeException>(
        () => _portal.Client().UpdateManyAsync(Sets(1, 1), new CrmBulkOptions { BatchSize = batchSize, MaxConcurrentBatches = batches }));

    [Fact]
    public async Task Leads_are_read_in_batches_with_a_result_for_each_ID()
    {
        _portal.Answer = lead => lead switch { 2 => NotFound, 3 => """{"error": "", "error_description": "Access denied."}""", _ => $$"""{"ID": "{{lead}}"}""" };
        Dictionary<long, CrmReadResult<Lead>> outcomes = [];
        await foreach (CrmReadResult<Lead> outcome in _portal.Client().GetManyAsync<Lead>([1, 2, 3, 1]))
        {
            outcomes[outcome.Id] = outcome;
        }

        Assert.NotNull(outcomes[1].Record);
        Assert.Equal((null, null), (outcomes[2].Record, outcomes[2].Error));
        Assert.IsType<Bitrix24AccessDeniedException>(outcomes[3].Error);
        Assert.Equal([[1, 2, 3, 1]], _portal.Requests);
    }

    [GeneratedRegex(@"\?id=(?<lead>\d+)&fields%5BOPPORTUNITY%5D=(?<number>\d+)")]
    private static partial Regex Rows();

    private static IEnumerable<LeadUpdate> Sets(int from, int count) => Enumerable.Range(from, count).Select(i => new LeadUpdate(i).SetName("Анна"));

    private static void WithRetries(Bitrix24ClientOptions options) => options.Retries.MaxRetries = 3;

    private ValueTask<List<CrmUpdateResult>> RunAsync(
        IEnumerable<LeadUpdate> updates, Action<Bitrix24ClientOptions>? configure = null, IProgress<CrmBulkProgress>? progress = null, BatchPortal? portal = null) =>
        (portal ?? _portal).Client(configure)
            .UpdateManyAsync(updates, new CrmBulkOptions { Progress = progress, MaxConcurrentBatches = portal is null ? 4 : 1 })
            .ToListAsync();

    private sealed class Last : IProgress<CrmBulkProgress>
    {
        private readonly object _gate = new();

        public CrmBulkProgress? Value { get; private set; }

        public void Report(CrmBulkProgress value)
        {
            lock (_gate)
            {
                Value = value;
            }
        }
    }
}
