using System.Text.Json;
using System.Text.RegularExpressions;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

/// <summary>Tests that updates of one lead are processed in the order of the source despite failures, and do not delay other leads.</summary>
public sealed partial class OrderTests
{
    [Fact]
    public async Task Many_updates_of_one_lead_share_batches_and_do_not_delay_other_leads()
    {
        var portal = new BatchPortal { BeforeReply = static (_, ct) => Task.Delay(1, ct) };
        IEnumerable<LeadUpdate> updates = Enumerable.Repeat(1, 600).Concat(Enumerable.Range(2, 500)).Select(static id => new LeadUpdate(id).SetName("Анна"));
        List<CrmUpdateResult> outcomes = await portal.Client().UpdateManyAsync(updates).ToListAsync();

        Assert.Equal(1100, outcomes.Count(static o => o.Status == CrmUpdateStatus.Updated));
        Assert.InRange(portal.Requests.Count, 22, 26);

        // The other leads are done before lead 1.
        int lastOfFirst = portal.Requests.FindLastIndex(static r => r.Contains(1));
        int lastOfOthers = portal.Requests.FindLastIndex(static r => r.Any(static lead => lead != 1));
        Assert.True(lastOfOthers < lastOfFirst, $"{lastOfOthers} < {lastOfFirst}");
    }

    [Fact]
    public async Task Items_that_wait_for_a_lead_are_bounded()
    {
        var stuck = new TaskCompletionSource();
        var portal = new BatchPortal { BeforeReply = (_, _) => stuck.Task };
        int taken = 0;
        using var source = new CancellationTokenSource();
        ValueTask<List<CrmUpdateResult>> run = portal.Client().UpdateManyAsync(OfOneLead(), cancellationToken: source.Token).ToListAsync(source.Token);
        int before;
        do
        {
            before = taken;
            await Task.Delay(200, CancellationToken.None);
        }
        while (before == 0 || taken > before);

        Assert.InRange(taken, 600, 3000);
        await source.CancelAsync();
        stuck.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.AsTask());

        IEnumerable<LeadUpdate> OfOneLead()
        {
            while (true)
            {
                taken++;
                yield return new LeadUpdate(1).SetName("Анна");
            }
        }
    }

    [Fact]
    public async Task Later_rows_of_a_lead_are_sent_again_after_a_retried_row()
    {
        bool isFirst = true;
        var portal = new BatchPortal
        {
            // Rejects the first row of lead 1. Its second row and lead 2 are processed in the same batch.
            Answer = lead => lead == 1 && isFirst ? ((isFirst = false), Text: """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""").Text : "true",
        };
        List<CrmUpdateResult> outcomes = await portal.Client(static o => o.Retries.MaxRetries = 3)
            .UpdateManyAsync([Named(1), Named(1), Named(2)]).ToListAsync();
        Assert.Equal([[1, 1, 2], [1, 1]], portal.Requests);
        Assert.All(outcomes, static o => Assert.Equal(CrmUpdateStatus.Updated, o.Status));
    }

    [Fact]
    public async Task A_row_is_not_retried_after_a_later_row_that_must_not_be_repeated()
    {
        bool isFirst = true;
        var portal = new BatchPortal
        {
            Answer = lead => lead == 1 && isFirst ? ((isFirst = false), Text: """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""").Text : "true",
        };
        List<CrmUpdateResult> outcomes = await portal.Client(static o => o.Retries.MaxRetries = 3)
            .UpdateManyAsync([Named(1), Named(1).AddPhone("+7", PhoneType.Work), Named(2)]).ToListAsync();
        Assert.Equal([[1, 1, 2]], portal.Requests);
        Assert.Equal([CrmUpdateStatus.Rejected, CrmUpdateStatus.Updated, CrmUpdateStatus.Updated], outcomes.OrderBy(static o => o.Index).Select(static o => o.Status));
    }

    [Fact]
    public async Task Separate_calls_keep_the_order()
    {
        var portal = new BatchPortal();
        await portal.Client().UpdateManyAsync([Named(1), Named(2), Named(1).SetName("$result[c0]"), Named(1), Named(2)]).ToListAsync();
        Assert.Equal([[1, 2, 2], [1], [1]], portal.Requests);
        Assert.Contains("$result", portal.Http.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_final_state_of_the_portal_matches_the_results()
    {
        for (int seed = 1; seed <= 400; seed++)
        {
            await CheckAsync(seed);
        }
    }

    private static LeadUpdate Named(long id) => new LeadUpdate(id).SetName("Анна");

    private static async Task CheckAsync(int seed)
    {
        var random = new Random(seed);
        var portal = new FaultyPortal(random);
        LeadUpdate[] updates = [.. Enumerable.Range(0, 60).Select(i =>
        {
            LeadUpdate update = new LeadUpdate(random.Next(1, 4)).SetName(random.Next(12) == 0 ? $"n{i}x $result" : $"n{i}x");
            return random.Next(5) == 0 ? update.AddPhone($"+7 {i}", PhoneType.Work) : update;
        })];
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.TimeProvider = new SkippingClock();
        options.Retries.MaxRetries = random.Next(3);
        var bulk = new CrmBulkOptions { BatchSize = random.Next(1, 20), MaxConcurrentBatches = 3 };
        List<CrmUpdateResult> outcomes = await new StubPortal((request, _) => portal.AnswerAsync(request)).Client(options)
            .UpdateManyAsync(updates, bulk).ToListAsync();

        Assert.Equal(Enumerable.Range(0, updates.Length), outcomes.Select(static o => (int)o.Index).Order());
        Dictionary<int, CrmUpdateResult> ends = outcomes.ToDictionary(static o => (int)o.Index);
        foreach (IGrouping<long, int> lead in Enumerable.Range(0, updates.Length).GroupBy(i => updates[i].RecordId))
        {
            List<int> done = portal.Done.GetValueOrDefault(lead.Key) ?? [];
            foreach (int i in lead)
            {
                int times = done.Count(d => d == i);
                string what = $"seed {seed}, update {i} of lead {lead.Key}: {ends[i].Status}, processed {times} times in {string.Join(' ', done)}";
                Assert.True(ends[i].Status is not (CrmUpdateStatus.Rejected or CrmUpdateStatus.NotSent) || times == 0, what);
                Assert.True(ends[i].Status != CrmUpdateStatus.Updated || times > 0, what);
                Assert.True(!updates[i].CanAddEntries || times <= 1, what);

                // An older update must not be the last one.
                Assert.True(
                    ends[i].Status != CrmUpdateStatus.Updated || lead.Where(older => older < i).All(older => done.LastIndexOf(older) < done.LastIndexOf(i)), what);
            }
        }
    }

    /// <summary>Processes commands in order, and fails in various ways before or after processing.</summary>
    private sealed partial class FaultyPortal(Random random)
    {
        private static readonly string[] s_certain =
        [
            """{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}""",
            """{"error": "", "error_description": "The value is not valid."}""",
        ];

        private static readonly string?[] s_uncertain = [null, """{"error": "INTERNAL_SERVER_ERROR", "error_description": "Failed"}""", "{}"];

        /// <summary>The processed updates of each lead, in order.</summary>
        public Dictionary<long, List<int>> Done { get; } = [];

        public Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
        {
            lock (Done)
            {
                return Task.FromResult(Answer(StubPortal.GetBody(request)));
            }
        }

        private HttpResponseMessage Answer(string body)
        {
            int fault = random.Next(24);
            if (fault < 4)
            {
                return fault switch
                {
                    0 => Script.Error(503, "QUERY_LIMIT_EXCEEDED")(),
                    1 => Script.Page(502)(),
                    2 => Script.Page(403)(),
                    _ => Script.Error(400, "INVALID_ARG_VALUE")(),
                };
            }

            JsonElement root = JsonDocument.Parse(body).RootElement;
            bool isBatch = root.TryGetProperty("cmd", out JsonElement commands);
            (string Key, string Text)[] rows = isBatch
                ? [.. commands.EnumerateObject().Select(static c => (c.Name, c.Value.GetString()!))]
                : [("", $"?id={root.GetProperty("id").GetInt64()}&{body}")];
            List<string> results = [], errors = [];
            foreach ((string key, string text) in rows)
            {
                string? answer = random.Next(16) switch
                {
                    0 or 1 => s_certain[random.Next(s_certain.Length)],
                    2 => CarryOut(text, s_uncertain[random.Next(s_uncertain.Length)], random.Next(2) == 0),
                    _ => CarryOut(text, "true", true),
                };
                if (!isBatch)
                {
                    return Script.Json(answer is null or "{}" ? "{}" : answer == "true" ? Script.Ok : answer, answer == "true" ? 200 : 400)();
                }

                (answer is ['{', _, ..] and not "{}" ? errors : results).AddRange(answer is null ? [] : [$"\"{key}\":{answer}"]);
            }

            return fault switch
            {
                4 => Script.Page(502)(),
                5 => Script.Page(403)(),
                6 => throw new HttpRequestException(HttpRequestError.ResponseEnded),
                7 => Script.Json("""{"result": {"result": {}}, "error": ""}""")(),
                _ => Script.Json($$$"""{"result": {"result": {{{Map(results)}}}, "result_error": {{{Map(errors)}}} } }""")(),
            };
        }

        private static string Map(List<string> members) => members.Count == 0 ? "[]" : "{" + string.Join(',', members) + "}";

        private string? CarryOut(string text, string? answer, bool isDone)
        {
            if (isDone)
            {
                long lead = long.Parse(Lead().Match(text).Groups[1].Value, null);
                Done.TryAdd(lead, []);
                Done[lead].Add(int.Parse(Number().Match(text).Groups[1].Value, null));
            }

            return answer;
        }

        [GeneratedRegex(@"\?id=(\d+)&")]
        private static partial Regex Lead();

        [GeneratedRegex(@"n(\d+)x")]
        private static partial Regex Number();
    }
}
