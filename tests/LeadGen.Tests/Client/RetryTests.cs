using System.Net;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

public class RetryTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    private readonly SkippingClock _clock = new();

    public static TheoryData<string, bool, bool> Failures => new()
    {
        // The failure, whether the portal may have processed the call, whether the failure is transient.
        { "503 QUERY_LIMIT_EXCEEDED", false, true },
        { "200 QUERY_LIMIT_EXCEEDED", false, true },
        { "429 OPERATION_TIME_LIMIT", false, true },
        { "429 page", true, true },
        { "400 page", true, false },
        { "401 page", true, false },
        { "403 page", true, false },
        { "404 page", true, false },
        { "413 page", true, false },
        { "refused connection", false, true },
        { "unknown name", false, true },
        { "500 INTERNAL_SERVER_ERROR", true, true },
        { "503 page", true, true },
        { "502 page", true, true },
        { "408 page", true, true },
        { "200 page", true, true },
        { "half an answer", true, true },
        { "odd result", true, true },
        { "lost connection", true, true },
        { "503 OVERLOAD_LIMIT", false, false },
        { "400 ERROR_CORE", false, false },
        { "403 ACCESS_DENIED", false, false },
        { "401 NO_AUTH_FOUND", false, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Transient_failures_are_retried_if_that_is_safe(string failure, bool isOutcomeUnknown, bool isTransient)
    {
        StubPortal sets = Script.Create(Answer(failure), Script.Json(Script.Ok));
        await Attempt(sets, s_update, isTransient);
        Assert.Equal(isTransient ? 2 : 1, sets.Requests.Count);
        Assert.Single(sets.Requests.Select(r => r.Body).Distinct());

        StubPortal appends = Script.Create(Answer(failure), Script.Json(Script.Ok));
        bool mayRepeat = isTransient && !isOutcomeUnknown;
        Bitrix24Exception? e = await Attempt(appends, new LeadUpdate(5).AddPhone("+7 999 123-45-67", PhoneType.Work), mayRepeat);
        Assert.Equal(mayRepeat ? 2 : 1, appends.Requests.Count);
        Assert.True(mayRepeat || e!.IsOutcomeUnknown == isOutcomeUnknown);
    }

    [Theory]
    [InlineData("403 ACCESS_DENIED")]
    [InlineData("400 NOT_FOUND")]
    [InlineData("503 OVERLOAD_LIMIT")]
    [InlineData("401 NO_AUTH_FOUND")]
    [InlineData("refused connection")]
    public async Task A_failure_after_an_attempt_that_may_have_been_processed_says_so(string last)
    {
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(
            () => Client(Script.Create(Answer("lost connection"), Answer(last))).UpdateAsync(s_update));
        Assert.True(e.IsOutcomeUnknown);
        Assert.EndsWith(last == "refused connection" ? "An earlier attempt may have been processed." : "The portal may have processed the call.", e.Message, StringComparison.Ordinal);
        Assert.Contains(e.Message, e.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, e.Message.Split("may have").Length - 1);
    }

    [Theory]
    [InlineData("lost connection", true)]
    [InlineData("502 page", true)]
    [InlineData("503 QUERY_LIMIT_EXCEEDED", false)]
    [InlineData("refused connection", false)]
    public async Task HadUnknownAttempt_is_set_if_an_earlier_attempt_may_have_been_processed(string first, bool expected)
    {
        Assert.Equal(expected, (await Client(Script.Create(Answer(first), Script.Json(Script.Ok))).UpdateAsync(s_update)).HadUnknownAttempt);
        Assert.False((await Client(Script.Create(Script.Json(Script.Ok))).UpdateAsync(s_update)).HadUnknownAttempt);

        StubPortal portal = Script.Create(Answer(first), Script.Json("""{"result": {"result": {"c0": true}}}"""));
        CrmUpdateResult batch = Assert.Single(await Client(portal).UpdateManyAsync([s_update]).ToListAsync());
        Assert.Equal((CrmUpdateStatus.Updated, expected), (batch.Status, batch.HadUnknownAttempt));

        // An update with $result is sent in a separate call.
        portal = Script.Create(Answer(first), Script.Json(Script.Ok));
        CrmUpdateResult single = Assert.Single(await Client(portal).UpdateManyAsync([new LeadUpdate(5).SetName("$result[a]")]).ToListAsync());
        Assert.Equal((CrmUpdateStatus.Updated, expected), (single.Status, single.HadUnknownAttempt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_short_Retry_After_does_not_disable_the_back_off(int seconds)
    {
        StubPortal portal = Script.Create(RetryAfter(503, seconds));
        await Assert.ThrowsAsync<Bitrix24ServerException>(() => Client(portal).UpdateAsync(s_update));
        Assert.True(portal.Requests.Count > 3);
        TimeSpan[] waits = [.. _clock.Waits];
        Assert.All(waits, w => Assert.True(w >= TimeSpan.FromSeconds(seconds)));
        Assert.True(waits[^1] > waits[0]);
        Assert.True(waits.Sum(static w => w.TotalSeconds) > 4);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task An_update_that_may_have_posted_an_event_is_not_retried(bool? registers, int requests)
    {
        var options = new CrmUpdateOptions { RegisterSonetEvent = registers };
        StubPortal portal = Script.Create(Answer("lost connection"), Script.Json(Script.Ok));
        Exception? e = await Record.ExceptionAsync(() => Client(portal).UpdateAsync(s_update, options));
        Assert.Equal(requests == 1, e is Bitrix24TransportException { IsOutcomeUnknown: true });
        Assert.Equal(requests, portal.Requests.Count);

        portal = Script.Create(Answer("lost connection"), Script.Json("""{"result": {"result": {"c0": true}}}"""));
        List<CrmUpdateResult> outcomes = await Client(portal).UpdateManyAsync([s_update], new CrmBulkOptions { UpdateOptions = options }).ToListAsync();
        Assert.Equal(requests == 1 ? CrmUpdateStatus.Unknown : CrmUpdateStatus.Updated, Assert.Single(outcomes).Status);
        Assert.Equal(requests, portal.Requests.Count);

        // A rejected call has not posted an event.
        portal = Script.Create(Answer("503 QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_update, options);
    }

    [Fact]
    public async Task The_last_failure_says_whether_any_attempt_may_have_been_processed()
    {
        StubPortal portal = Script.Create(Answer("500 INTERNAL_SERVER_ERROR"), Answer("503 QUERY_LIMIT_EXCEEDED"));
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => Client(portal, maxRetries: 3).UpdateAsync(s_update));

        Assert.True(e.IsOutcomeUnknown);
        Assert.Equal(4, portal.Requests.Count);
    }

    [Fact]
    public async Task Delays_grow_with_jitter_and_Retry_After_is_respected()
    {
        const int Calls = 50;
        for (int i = 0; i < Calls; i++)
        {
            await Assert.ThrowsAsync<Bitrix24ServerException>(() => Client(Script.Create(Script.Page(502)), maxRetries: 5).UpdateAsync(s_update));
        }

        // With jitter, a later delay can be shorter than an earlier one, but the average of fifty is longer.
        double[] averages = [.. Enumerable.Range(0, 5).Select(n => _clock.Waits.Where((_, i) => i % 5 == n).Average(w => w.TotalSeconds))];
        Assert.Equal(5 * Calls, _clock.Waits.Count);
        Assert.True(averages[4] > 4 * averages[0], string.Join(", ", averages));
        Assert.True(_clock.Waits.Distinct().Count() > Calls);

        _clock.Waits.Clear();
        StubPortal portal = Script.Create(
            () => new HttpResponseMessage(HttpStatusCode.BadGateway) { Headers = { { "Retry-After", "17" } }, Content = new StringContent("") },
            Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_update);
        Assert.Equal([TimeSpan.FromSeconds(17)], _clock.Waits);
    }

    [Fact]
    public async Task The_retry_budget_limits_retries_during_an_outage_and_recovers_afterwards()
    {
        bool isDown = true;
        var portal = new StubPortal((_, _) => Task.FromResult(isDown ? Script.Page(502)() : Script.Json(Script.Ok)()));
        Bitrix24Client client = Client(portal, maxRetries: 5, budgetPerCall: 0.5);
        for (int i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.UpdateAsync(s_update));
        }

        // Ten retries at first, and one for every two calls. Without a budget, there would be 500.
        Assert.InRange(portal.Requests.Count, 100 + 50, 100 + 61);

        isDown = false;
        for (int i = 0; i < 20; i++)
        {
            await client.UpdateAsync(s_update);
        }

        portal.Requests.Clear();
        isDown = true;
        await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.UpdateAsync(s_update));
        Assert.Equal(6, portal.Requests.Count);
    }

    [Fact]
    public async Task Repeated_limit_errors_increase_the_back_off_of_all_calls()
    {
        StubPortal portal = Script.Create(
            Answer("503 QUERY_LIMIT_EXCEEDED"), Answer("503 QUERY_LIMIT_EXCEEDED"), Answer("503 QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_update);

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _clock.Waits);
    }

    [Fact]
    public async Task The_back_off_for_operating_time_also_applies_without_configured_limits()
    {
        StubPortal portal = Script.Create(Answer("429 OPERATION_TIME_LIMIT"), Answer("429 OPERATION_TIME_LIMIT"), Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_update);

        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)], _clock.Waits);
    }

    [Theory]
    [InlineData(503, 86400)]
    [InlineData(429, 86400)]
    [InlineData(503, 31)]
    [InlineData(429, 61)]
    public async Task A_single_call_does_not_wait_for_a_long_Retry_After(int status, int seconds)
    {
        StubPortal portal = Script.Create(RetryAfter(status, seconds), Script.Json(Script.Ok));
        Bitrix24Exception e = await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => Client(portal).UpdateAsync(s_update));

        Assert.Equal((TimeSpan.FromSeconds(seconds), status), (e.RetryAfter, (int?)e.StatusCode));
        Assert.Equal(status == 429, e is Bitrix24LimitException);
        Assert.Single(portal.Requests);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task The_Retry_After_of_a_limit_error_delays_all_calls()
    {
        StubPortal portal = Script.Create(RetryAfter(429, 45), Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_update);
        Assert.Equal([TimeSpan.FromSeconds(45)], _clock.Waits);

        // Other calls are not sent before the delay ends, but it is limited to ten minutes.
        StubPortal busy = Script.Create(RetryAfter(429, 86400), Script.Json(Script.Ok));
        Bitrix24Client client = Client(busy);
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));
        Assert.Equal(TimeSpan.FromMinutes(10), e.RetryAfter);
        Assert.Single(busy.Requests);
        _clock.Skip(TimeSpan.FromMinutes(10));
        await client.UpdateAsync(s_update);
    }

    [Theory]
    [InlineData(503, 300, 300)]
    [InlineData(429, 300, 300)]
    [InlineData(503, 86400, 600)]
    [InlineData(429, 86400, 600)]
    public async Task A_bulk_run_waits_for_Retry_After_up_to_ten_minutes(int status, int seconds, int waited)
    {
        var recorded = new RecordedEvents();
        StubPortal portal = Script.Create(RetryAfter(status, seconds), Script.Json("""{"result": {"result": {"c0": true}}}"""));
        await foreach (CrmUpdateResult outcome in Client(portal, events: recorded).UpdateManyAsync([s_update]))
        {
            Assert.Equal(CrmUpdateStatus.Updated, outcome.Status);
        }

        Assert.Contains(TimeSpan.FromSeconds(waited), _clock.Waits);
        Assert.DoesNotContain(_clock.Waits, wait => wait > TimeSpan.FromSeconds(waited));
        Assert.Equal(status == 429, recorded.Events.Contains($"wait crm.lead.update TooManyCalls {waited}"));
    }

    [Fact]
    public async Task A_Retry_After_date_is_relative_to_the_clock_of_the_portal()
    {
        DateTimeOffset portalNow = _clock.GetUtcNow().AddMinutes(20);
        StubPortal portal = Script.Create(
            () => new HttpResponseMessage(HttpStatusCode.BadGateway)
            {
                Headers = { Date = portalNow, RetryAfter = new(portalNow.AddSeconds(17)) },
                Content = new StringContent(""),
            },
            Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_update);

        Assert.Equal([TimeSpan.FromSeconds(17)], _clock.Waits);
    }

    [Fact]
    public async Task Limit_errors_of_batch_commands_also_increase_the_back_off()
    {
        const string Rejected = """{"result": {"result": [], "result_error": {"c0": {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}}}}""";
        StubPortal portal = Script.Create(Script.Json(Rejected), Script.Json(Rejected), Script.Json(Rejected), Script.Json("""{"result": {"result": {"c0": true}}}"""));
        await foreach (CrmUpdateResult outcome in Client(portal).UpdateManyAsync([s_update]))
        {
            Assert.Equal(CrmUpdateStatus.Updated, outcome.Status);
        }

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _clock.Waits.Where(wait => wait >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_call_that_is_canceled_during_a_delay_throws_OperationCanceledException()
    {
        using var source = new CancellationTokenSource();
        StubPortal portal = Script.Create(() =>
        {
            source.Cancel();
            return Script.Page(502)();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(portal).UpdateAsync(s_update, source.Token));
    }

    [Fact]
    public async Task Events_are_raised_for_each_retry_and_wait()
    {
        var recorded = new RecordedEvents();
        await Client(Script.Create(Answer("502 page"), Answer("503 QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok)), events: recorded).UpdateAsync(s_update);

        Assert.Equal(["retry 1 acme.example Bitrix24ServerException", "retry 2 acme.example Bitrix24LimitException", "wait crm.lead.update TooManyCalls 1"], recorded.Events);
    }

    private static Func<HttpResponseMessage> Answer(string failure) => failure.Split(' ') switch
    {
        ["refused", ..] => Script.Broken(HttpRequestError.ConnectionError),
        ["unknown", ..] => Script.Broken(HttpRequestError.NameResolutionError),
        ["lost", ..] => Script.Broken(HttpRequestError.ResponseEnded),
        ["odd", ..] => Script.Json("""{"result": {"updated": true}}"""),
        ["half", ..] => Script.Json("{\"result\": tr"),
        [var status, "page"] => Script.Page(int.Parse(status, null)),
        [var status, var code] => Script.Error(int.Parse(status, null), code),
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    private static Func<HttpResponseMessage> RetryAfter(int status, int seconds) => () =>
        new HttpResponseMessage((HttpStatusCode)status) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(seconds)) }, Content = new StringContent("") };

    private Bitrix24Client Client(StubPortal portal, int maxRetries = 5, double budgetPerCall = 0.5, Bitrix24ClientEvents? events = null) => portal.Client(new Bitrix24ClientOptions
    {
        Webhook = StubPortal.Webhook,
        Limits = PortalLimits.None,
        Retries = { MaxRetries = maxRetries, BudgetPerCall = budgetPerCall },
        TimeProvider = _clock,
        Events = events,
    });

    private async Task<Bitrix24Exception?> Attempt(StubPortal portal, LeadUpdate update, bool succeeds)
    {
        if (succeeds)
        {
            Assert.True((await Client(portal).UpdateAsync(update)).WasSent);
            return null;
        }

        return await Assert.ThrowsAnyAsync<Bitrix24Exception>(() => Client(portal).UpdateAsync(update));
    }

    private sealed class RecordedEvents : Bitrix24ClientEvents
    {
        public List<string> Events { get; } = [];

        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) =>
            Events.Add($"retry {attempt} {portal} {failure.GetType().Name}");

        public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) =>
            Events.Add($"wait {method} {reason} {delay.TotalSeconds}");
    }
}
