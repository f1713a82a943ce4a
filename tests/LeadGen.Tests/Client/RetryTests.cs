using System.Net;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

public class RetryTests
{
    private static readonly LeadUpdate s_sets = new LeadUpdate(5).SetName("Анна");

    private readonly SkippingClock _clock = new();

    public static TheoryData<string, bool, bool> Failures => new()
    {
        // What went wrong, whether the portal may have carried the call out, whether it may pass.
        { "503 QUERY_LIMIT_EXCEEDED", false, true },
        { "200 query_limit_exceeded", false, true },
        { "429 OPERATION_TIME_LIMIT", false, true },
        { "429 page", false, true },
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
    public async Task What_passes_is_repeated_where_that_does_no_harm(string failure, bool isOutcomeUnknown, bool isTransient)
    {
        StubPortal sets = Script.Of(Answer(failure), Script.Json(Script.Ok));
        await Attempt(sets, s_sets, isTransient);
        Assert.Equal(isTransient ? 2 : 1, sets.Requests.Count);
        Assert.Single(sets.Requests.Select(r => r.Body).Distinct());

        StubPortal appends = Script.Of(Answer(failure), Script.Json(Script.Ok));
        bool mayRepeat = isTransient && !isOutcomeUnknown;
        Bitrix24Exception? e = await Attempt(appends, new LeadUpdate(5).AddPhone("+7 999 123-45-67", PhoneType.Work), mayRepeat);
        Assert.Equal(mayRepeat ? 2 : 1, appends.Requests.Count);
        Assert.True(mayRepeat || e!.IsOutcomeUnknown == isOutcomeUnknown);
    }

    [Fact]
    public async Task A_failure_at_last_says_whether_any_attempt_may_have_been_carried_out()
    {
        StubPortal portal = Script.Of(Answer("500 INTERNAL_SERVER_ERROR"), Answer("503 QUERY_LIMIT_EXCEEDED"));
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => Client(portal, maxRetries: 3).UpdateAsync(s_sets));

        Assert.True(e.IsOutcomeUnknown);
        Assert.Equal(4, portal.Requests.Count);
    }

    [Fact]
    public async Task Waits_grow_and_are_spread_and_the_portals_own_word_counts()
    {
        const int Calls = 50;
        for (int i = 0; i < Calls; i++)
        {
            await Assert.ThrowsAsync<Bitrix24ServerException>(() => Client(Script.Of(Script.Page(502)), maxRetries: 5).UpdateAsync(s_sets));
        }

        // Of two waits at random the later one can be the shorter; of fifty of each, it can not be on the average.
        double[] averages = [.. Enumerable.Range(0, 5).Select(n => _clock.Waits.Where((_, i) => i % 5 == n).Average(w => w.TotalSeconds))];
        Assert.Equal(5 * Calls, _clock.Waits.Count);
        Assert.True(averages[4] > 4 * averages[0], string.Join(", ", averages));
        Assert.True(_clock.Waits.Distinct().Count() > Calls);

        _clock.Waits.Clear();
        StubPortal portal = Script.Of(
            () => new HttpResponseMessage(HttpStatusCode.BadGateway) { Headers = { { "Retry-After", "17" } }, Content = new StringContent("") },
            Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_sets);
        Assert.Equal([TimeSpan.FromSeconds(17)], _clock.Waits);
    }

    [Fact]
    public async Task A_portal_that_is_down_gets_few_repetitions_and_one_that_is_up_again_gets_them_back()
    {
        bool isDown = true;
        var portal = new StubPortal((_, _) => Task.FromResult(isDown ? Script.Page(502)() : Script.Json(Script.Ok)()));
        LeadClient client = Client(portal, maxRetries: 5, budgetPerCall: 0.5);
        for (int i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.UpdateAsync(s_sets));
        }

        // Ten to begin with, and one for each two calls; without a budget there would be 500.
        Assert.InRange(portal.Requests.Count, 100 + 50, 100 + 61);

        isDown = false;
        for (int i = 0; i < 20; i++)
        {
            await client.UpdateAsync(s_sets);
        }

        portal.Requests.Clear();
        isDown = true;
        await Assert.ThrowsAsync<Bitrix24ServerException>(() => client.UpdateAsync(s_sets));
        Assert.Equal(6, portal.Requests.Count);
    }

    [Fact]
    public async Task A_limits_refusal_makes_all_calls_rest_once_and_longer_each_time()
    {
        StubPortal portal = Script.Of(
            Answer("503 QUERY_LIMIT_EXCEEDED"), Answer("503 QUERY_LIMIT_EXCEEDED"), Answer("503 QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok));
        await Client(portal).UpdateAsync(s_sets);

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)], _clock.Waits);
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_the_client_waits_gets_what_he_asked_for()
    {
        using var source = new CancellationTokenSource();
        StubPortal portal = Script.Of(() =>
        {
            source.Cancel();
            return Script.Page(502)();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(portal).UpdateAsync(s_sets, source.Token));
    }

    [Fact]
    public async Task Who_listens_is_told_of_each_repetition_and_wait()
    {
        var told = new Told();
        await Client(Script.Of(Answer("502 page"), Answer("503 QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok)), events: told).UpdateAsync(s_sets);

        Assert.Equal(["retry 1 acme.example Bitrix24ServerException", "retry 2 acme.example Bitrix24LimitException", "wait crm.lead.update TooManyCalls 1"], told.Events);
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

    private LeadClient Client(StubPortal portal, int maxRetries = 5, double budgetPerCall = 0.5, LeadClientEvents? events = null) => portal.Client(new LeadClientOptions
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

    private sealed class Told : LeadClientEvents
    {
        public List<string> Events { get; } = [];

        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) =>
            Events.Add($"retry {attempt} {portal} {failure.GetType().Name}");

        public override void OnWait(string portal, string method, LeadClientWait reason, TimeSpan delay) =>
            Events.Add($"wait {method} {reason} {delay.TotalSeconds}");
    }
}
