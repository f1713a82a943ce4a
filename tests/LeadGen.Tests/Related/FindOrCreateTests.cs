using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Related;

/// <summary>Tests that a record is created at most once, whatever happens to the replies.</summary>
public class FindOrCreateTests
{
    private const string Search = """{"order":{"ID":"ASC"},"filter":{"=ORIGINATOR_ID":"shop","=ORIGIN_ID":"k1"},"select":["ID","ORIGINATOR_ID","ORIGIN_ID"],"start":-1}""";

    private readonly SkippingClock _clock = new();

    [Fact]
    public async Task A_record_that_exists_is_found_and_not_created()
    {
        var portal = new LeadStore { ("shop", "k1") };
        using Bitrix24Client client = portal.Connect(_clock);
        CrmFindOrCreateReply reply = await client.FindOrCreateAsync(Draft(), CrmKey.Origin, CancellationToken.None);
        Assert.Equal(new CrmFindOrCreateReply(1, WasCreated: false, [1]), reply);
        Assert.Equal([$"crm.lead.list {Search}"], portal.Calls);
    }

    [Fact]
    public async Task A_record_that_does_not_exist_is_created()
    {
        var portal = new LeadStore();
        using Bitrix24Client client = portal.Connect(_clock);
        CrmFindOrCreateReply reply = await client.FindOrCreateAsync(Draft(), CrmKey.Origin);
        Assert.Equal(new CrmFindOrCreateReply(1, WasCreated: true, [1]) { Created = new CrmCreateReply(1, false) }, reply);
        Assert.Equal(["crm.lead.list", "crm.settings.mode.get", "crm.lead.add"], portal.Methods);
    }

    [Fact]
    public async Task Several_matches_are_reported_and_none_is_chosen_unless_requested()
    {
        var portal = new LeadStore { ("shop", "k1"), ("other", "k1"), ("shop", "k1") };
        using Bitrix24Client client = portal.Connect(_clock);
        Assert.Equal(new CrmFindOrCreateReply(null, WasCreated: false, [1, 3]), await client.FindOrCreateAsync(Draft(), CrmKey.Origin));
        Assert.Equal(1, (await client.FindOrCreateAsync(Draft(), CrmKey.Origin, new CrmFindOrCreateOptions { UseLowestId = true })).RecordId);
        Assert.Equal(3, portal.Count());
    }

    // A portal's database ignores the letter case.
    [Fact]
    public async Task A_record_with_another_letter_case_is_not_a_match()
    {
        var portal = new LeadStore { ("shop", "K1"), ("Shop", "k1") };
        using Bitrix24Client client = portal.Connect(_clock);
        Assert.Equal(3, (await client.FindOrCreateAsync(Draft(), CrmKey.Origin)).RecordId);
    }

    [Fact]
    public async Task All_pages_are_searched()
    {
        var portal = new LeadStore();
        for (int i = 0; i < 50; i++)
        {
            portal.Add(("shop", "K1"));
        }

        portal.Add(("shop", "k1"));
        using Bitrix24Client client = portal.Connect(_clock);
        Assert.Equal(51, (await client.FindOrCreateAsync(Draft(), CrmKey.Origin)).RecordId);
        Assert.Contains("\">ID\":50", portal.Calls[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(null)]
    public async Task A_record_whose_reply_was_lost_is_found_without_a_delay(int? status)
    {
        var portal = new LeadStore { Adds = { Add.Processed(status) } };
        using Bitrix24Client client = portal.Connect(_clock);
        CrmFindOrCreateReply reply = await client.FindOrCreateAsync(Draft(), CrmKey.Origin);
        Assert.Equal(new CrmFindOrCreateReply(1, WasCreated: true, [1]) { HadUnknownAttempt = true }, reply);
        Assert.Equal(["crm.lead.list", "crm.settings.mode.get", "crm.lead.add", "crm.lead.list"], portal.Methods);
        Assert.DoesNotContain(LeadStore.Timeout(null), _clock.Waits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task A_record_that_was_not_created_is_created_again_after_a_delay(int? seconds)
    {
        var portal = new LeadStore { Adds = { Add.Ignored() } };
        using Bitrix24Client client = portal.Connect(_clock);
        CrmFindOrCreateReply reply = await client.FindOrCreateAsync(Draft(), CrmKey.Origin, new CrmFindOrCreateOptions { RetryDelay = seconds is { } delay ? TimeSpan.FromSeconds(delay) : null });
        Assert.Equal((1, true, true, 1), (reply.RecordId, reply.WasCreated, reply.HadUnknownAttempt, reply.Created?.RecordId));
        Assert.Equal(["crm.lead.list", "crm.settings.mode.get", "crm.lead.add", "crm.lead.list", "crm.lead.list", "crm.lead.add", "crm.lead.list"], portal.Methods);
        Assert.Contains(LeadStore.Timeout(seconds), _clock.Waits);
    }

    [Fact]
    public async Task A_record_that_appears_during_the_delay_is_not_created_again()
    {
        var portal = new LeadStore { Adds = { Add.Late(searches: 1) } };
        using Bitrix24Client client = portal.Connect(_clock);
        CrmFindOrCreateReply reply = await client.FindOrCreateAsync(Draft(), CrmKey.Origin);
        Assert.Equal(new CrmFindOrCreateReply(1, WasCreated: true, [1]) { HadUnknownAttempt = true }, reply);
        Assert.Equal(1, portal.Methods.Count(static m => m == "crm.lead.add"));
    }

    [Fact]
    public async Task A_record_that_appears_after_it_was_created_again_is_reported()
    {
        var portal = new LeadStore { Adds = { Add.Late(searches: 2) } };
        using Bitrix24Client client = portal.Connect(_clock);
        CrmFindOrCreateReply reply = await client.FindOrCreateAsync(Draft(), CrmKey.Origin);
        Assert.Equal((2, true, true), (reply.RecordId, reply.WasCreated, reply.HadUnknownAttempt));
        Assert.Equal([1, 2], reply.Matches);
    }

    [Fact]
    public async Task The_attempts_are_limited()
    {
        var portal = new LeadStore { Adds = { Add.Ignored(), Add.Ignored(), Add.Ignored(), Add.Ignored() } };
        using Bitrix24Client client = portal.Connect(_clock, maxRetries: 2);
        Bitrix24Exception e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin));
        Assert.True(e.IsOutcomeUnknown);
        Assert.Equal(3, portal.Methods.Count(static m => m == "crm.lead.add"));
    }

    [Fact]
    public async Task A_rejection_after_an_unknown_attempt_leaves_the_outcome_unknown()
    {
        var portal = new LeadStore { Adds = { Add.Ignored(), Add.Rejected() } };
        using Bitrix24Client client = portal.Connect(_clock);
        Bitrix24Exception e = await Assert.ThrowsAsync<Bitrix24RejectedException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin));
        Assert.True(e.IsOutcomeUnknown);
        Assert.EndsWith("An earlier attempt may have been processed.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_is_not_repeated()
    {
        var portal = new LeadStore { Adds = { Add.Rejected() } };
        using Bitrix24Client client = portal.Connect(_clock);
        Assert.False((await Assert.ThrowsAsync<Bitrix24RejectedException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin))).IsOutcomeUnknown);
        Assert.Equal(["crm.lead.list", "crm.settings.mode.get", "crm.lead.add"], portal.Methods);
    }

    [Fact]
    public async Task If_the_search_after_an_unknown_attempt_fails_the_outcome_stays_unknown()
    {
        var portal = new LeadStore { Adds = { Add.Processed(500) }, FailSearchesAfterAdd = true };
        using Bitrix24Client client = portal.Connect(_clock);
        Bitrix24Exception e = await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin));
        Assert.Equal(("crm.lead.add", true), (e.Method, e.IsOutcomeUnknown));
        portal.FailSearchesAfterAdd = false;
        Assert.Equal(new CrmFindOrCreateReply(1, WasCreated: false, [1]), await client.FindOrCreateAsync(Draft(), CrmKey.Origin));
    }

    [Fact]
    public async Task A_cancellation_after_an_unknown_attempt_says_so()
    {
        using var canceled = new CancellationTokenSource();
        var portal = new LeadStore { Adds = { Add.Processed(500) }, OnSearchAfterAdd = canceled.Cancel };
        using Bitrix24Client client = portal.Connect(_clock);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin, canceled.Token));
        Assert.Equal("The call was canceled. An earlier attempt may have been processed.", e.Message);
    }

    // A converted lead may not be found.
    [Theory]
    [InlineData("2")]
    [InlineData("\"\"")]
    public async Task In_simple_or_unknown_mode_a_record_is_not_created_again(string mode)
    {
        var portal = new LeadStore { Adds = { Add.Ignored() }, Mode = mode };
        using Bitrix24Client client = portal.Connect(_clock);
        Assert.True((await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin))).IsOutcomeUnknown);
        Assert.Equal(1, portal.Methods.Count(static m => m == "crm.lead.add"));
    }

    [Fact]
    public async Task A_portal_that_ignores_the_condition_gets_no_new_record()
    {
        var portal = new LeadStore { ("shop", "k2") };
        portal.IsOriginHidden = true;
        using Bitrix24Client client = portal.Connect(_clock);
        Assert.Equal("ORIGINATOR_ID", (await Assert.ThrowsAsync<Bitrix24FieldNotFoundException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin))).FieldCode);
        Assert.Equal(["crm.lead.list"], portal.Methods);
    }

    [Fact]
    public async Task Concurrent_calls_for_one_key_create_one_record()
    {
        var portal = new LeadStore { Delay = TimeSpan.FromMilliseconds(5) };
        using Bitrix24Client first = portal.Connect(_clock), second = portal.Connect(_clock);
        CrmFindOrCreateReply[] replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? first : second).FindOrCreateAsync(Draft(), CrmKey.Origin)));
        Assert.All(replies, static reply => Assert.Equal(1, reply.RecordId));
        Assert.Single(replies, static reply => reply.WasCreated);
        Assert.Equal(1, portal.Count());
    }

    // A person can write one number with the country code, with the trunk prefix, without both, and with an extension.
    [Theory]
    [InlineData(CrmKey.Phone, "+7 495 123-45-67", "8 (495) 123-45-67", "74951234567, доб. 12", "495 1234567")]
    [InlineData(CrmKey.Email, "anna@example.com", "Anna@Example.com", "ANNA@EXAMPLE.COM", " anna@example.com ")]
    [InlineData(CrmKey.PhoneOrEmail, "+7 495 123-45-67", "8 (495) 123-45-67", "+7 (495) 123 45 67 доб. 3", "8-495-123-45-67")]
    public async Task Concurrent_calls_for_one_phone_or_email_create_one_record(CrmKey key, params string[] writings)
    {
        int count = 0;
        var portal = new StubPortal(async (request, cancellationToken) =>
        {
            string method = request.RequestUri!.Segments[^1].Replace(".json", "", StringComparison.Ordinal);
            int found = Volatile.Read(ref count);
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            return Script.Json(method switch
            {
                "crm.settings.mode.get" => """{"result": 1}""",
                "crm.lead.add" => $$"""{"result": {{Interlocked.Increment(ref count)}}}""",
                _ => $$$"""{"result": {"result": {"c0": {{{Matches(found)}}}{{{(key == CrmKey.PhoneOrEmail ? ", \"c1\": []" : "")}}} } } }""",
            })();
        });
        using Bitrix24Client first = portal.Client(), second = portal.Client();
        CrmFindOrCreateReply[] replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
        {
            string writing = writings[i % writings.Length];
            LeadDraft draft = key == CrmKey.Email ? new LeadDraft().AddEmail(writing, EmailType.Work)
                : key == CrmKey.Phone ? new LeadDraft().AddPhone(writing, PhoneType.Work)
                : new LeadDraft().AddPhone(writing, PhoneType.Work).AddEmail(string.Create(CultureInfo.InvariantCulture, $"anna{i}@example.com"), EmailType.Work);
            return (i % 2 == 0 ? first : second).FindOrCreateAsync(draft, key);
        }));
        Assert.All(replies, static reply => Assert.Equal(1, reply.RecordId));
        Assert.Single(replies, static reply => reply.WasCreated);
        Assert.Equal(1, count);

        static string Matches(int leads) => leads == 0 ? "[]" : $$"""{"LEAD": [{{string.Join(", ", Enumerable.Range(1, leads))}}]}""";
    }

    [Fact]
    public async Task A_draft_without_the_key_is_not_sent()
    {
        var portal = new LeadStore();
        using Bitrix24Client client = portal.Connect(_clock);
        await Rejects(new LeadDraft().SetOriginId("k1"), CrmKey.Origin, "The draft has no value of ORIGINATOR_ID, by which the lead is to be found. Nothing was sent.");
        await Rejects(new LeadDraft().SetOriginatorId("shop").SetOriginId("k1 "), CrmKey.Origin, "A portal can't find the value of ORIGIN_ID exactly");
        await Rejects(new LeadDraft().AddEmail("a@example.com", EmailType.Work), CrmKey.Phone, "The draft has no value of PHONE, by which");
        await Rejects(new LeadDraft().AddPhone("unknown", PhoneType.Work), CrmKey.PhoneOrEmail, "A phone number contains no digits.");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.FindOrCreateAsync(Draft(), CrmKey.Origin, new CrmFindOrCreateOptions { RetryDelay = TimeSpan.FromSeconds(-1) }));
        Assert.Empty(portal.Methods);

        async Task Rejects(LeadDraft draft, CrmKey key, string message) =>
            Assert.StartsWith(message, (await Assert.ThrowsAsync<ArgumentException>(() => client.FindOrCreateAsync(draft, key))).Message, StringComparison.Ordinal);
    }

    private static LeadDraft Draft() => new LeadDraft().SetOriginatorId("shop").SetOriginId("k1");

    /// <summary>Represents what happens to one call of <c>crm.lead.add</c>.</summary>
    private sealed record Add(bool IsProcessed, int? Status, int? LateSearches = null)
    {
        /// <summary>The portal creates the lead, and its reply is lost or replaced.</summary>
        public static Add Processed(int? status) => new(true, status);

        /// <summary>A gateway replies, and the portal does not receive the call.</summary>
        public static Add Ignored() => new(false, 502);

        /// <summary>The portal creates the lead after the next searches.</summary>
        public static Add Late(int searches) => new(false, 504, searches);

        public static Add Rejected() => new(false, 400);
    }

    /// <summary>Represents a portal with leads that have an origin.</summary>
    private sealed class LeadStore : IEnumerable<(string Originator, string Origin)>
    {
        private readonly List<(string Originator, string Origin)> _leads = [];
        private readonly ConcurrentQueue<string> _calls = new();
        private int _adds;
        private int _searchesLeft;
        private (string, string) _late;

        public List<Add> Adds { get; } = [];

        public string Mode { get; init; } = "1";

        public bool IsOriginHidden { get; set; }

        public bool FailSearchesAfterAdd { get; set; }

        public Action? OnSearchAfterAdd { get; init; }

        public TimeSpan Delay { get; init; }

        public string[] Calls => [.. _calls];

        public string[] Methods => [.. Calls.Select(static c => c.Split(' ')[0])];

        /// <summary>Gets the delay before a record is created again.</summary>
        public static TimeSpan Timeout(int? seconds) => TimeSpan.FromSeconds(seconds ?? 33);

        public void Add((string Originator, string Origin) lead) => _leads.Add(lead);

        public Bitrix24Client Connect(TimeProvider clock, int maxRetries = 5) => new StubPortal(async (request, cancellationToken) =>
        {
            await Task.Delay(Delay, cancellationToken);
            lock (_leads)
            {
                return Answer(request.RequestUri!.Segments[^1].Replace(".json", "", StringComparison.Ordinal), StubPortal.GetBody(request));
            }
        }).Client(new Bitrix24ClientOptions
        {
            Webhook = StubPortal.Webhook, Limits = PortalLimits.None, TimeProvider = clock, Timeout = TimeSpan.FromSeconds(33), Retries = { MaxRetries = maxRetries, BudgetPerCall = 100 },
        });

        public IEnumerator<(string Originator, string Origin)> GetEnumerator() => _leads.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private HttpResponseMessage Answer(string method, string body)
        {
            _calls.Enqueue($"{method} {body}");
            return method switch
            {
                "crm.settings.mode.get" => Json(Mode),
                "crm.lead.add" => Create(body),
                _ => List(body),
            };
        }

        private HttpResponseMessage Create(string body)
        {
            JsonElement fields = JsonDocument.Parse(body).RootElement.GetProperty("fields");
            (string, string) lead = (fields.GetProperty("ORIGINATOR_ID").GetString()!, fields.GetProperty("ORIGIN_ID").GetString()!);
            Add add = _adds < Adds.Count ? Adds[_adds] : new Add(true, 200);
            _adds++;
            if (add.IsProcessed)
            {
                _leads.Add(lead);
            }

            (_searchesLeft, _late) = (add.LateSearches ?? _searchesLeft, add.LateSearches is null ? _late : lead);
            return add.Status switch
            {
                200 => Json(_leads.Count.ToString(CultureInfo.InvariantCulture)),
                400 => new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = Text("""{"error": "", "error_description": "TITLE is required"}""") },
                null => throw new HttpRequestException(HttpRequestError.ResponseEnded, "It broke"),
                { } status => new HttpResponseMessage((HttpStatusCode)status) { Content = Text("<html>Busy</html>") },
            };
        }

        private HttpResponseMessage List(string body)
        {
            if (_adds > 0)
            {
                OnSearchAfterAdd?.Invoke();
                if (FailSearchesAfterAdd)
                {
                    return new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = Text("""{"error": "insufficient_scope", "error_description": "No scope"}""") };
                }
            }

            JsonElement filter = JsonDocument.Parse(body).RootElement.GetProperty("filter");
            long last = filter.TryGetProperty(">ID", out JsonElement bound) ? bound.GetInt64() : 0;
            string page = string.Join(", ", _leads
                .Select(static (lead, i) => (Id: i + 1, lead.Originator, lead.Origin))
                .Where(lead => lead.Id > last && (IsOriginHidden || (Matches("=ORIGINATOR_ID", lead.Originator) && Matches("=ORIGIN_ID", lead.Origin))))
                .Take(50)
                .Select(lead => IsOriginHidden ? $$"""{"ID": "{{lead.Id}}"}""" : $$"""{"ID": "{{lead.Id}}", "ORIGINATOR_ID": "{{lead.Originator}}", "ORIGIN_ID": "{{lead.Origin}}"}"""));
            if (_searchesLeft > 0 && --_searchesLeft == 0)
            {
                _leads.Add(_late);
            }

            return Json($"[{page}]");

            bool Matches(string key, string value) => string.Equals(filter.GetProperty(key).GetString(), value, StringComparison.OrdinalIgnoreCase);
        }

        private static HttpResponseMessage Json(string result) => new(HttpStatusCode.OK) { Content = Text($$"""{"result": {{result}}}""") };

        private static StringContent Text(string body) => new(body, Encoding.UTF8, "application/json");
    }
}
