using System.Threading.Channels;
using System.Threading.RateLimiting;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Limits;

public class ThrottleTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    [Fact]
    public async Task Single_calls_go_before_those_of_a_bulk_run_whatever_limiter_it_is()
    {
        using var limiter = new ByHand();
        List<string> order = [];
        int arrived = 0;
        var portal = new StubPortal(async (request, ct) =>
        {
            string body = await request.Content!.ReadAsStringAsync(ct);
            lock (order)
            {
                order.Add(body.StartsWith("{\"halt\"", StringComparison.Ordinal) ? "bulk" : "single");
            }

            Interlocked.Increment(ref arrived);

            return Script.Json(body.StartsWith("{\"halt\"", StringComparison.Ordinal) ? """{"result": {"result": [true]}}""" : Script.Ok)();
        });
        Bitrix24Client client = Client(portal, limiter);
        Task bulk = Task.Run(async () =>
        {
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(
                Enumerable.Range(1, 6).Select(i => new LeadUpdate(i).SetName("Анна")), new CrmBulkOptions { BatchSize = 1, MaxConcurrentBatches = 6 }))
            {
                Assert.Equal(CrmUpdateStatus.Updated, outcome.Status);
            }
        });
        await limiter.UntilWaitingAsync(1);
        Task[] singles = [.. Enumerable.Range(0, 3).Select(_ => client.UpdateAsync(s_update))];

        // One batch had queued already; the other five stand behind the three calls that came later.
        await limiter.UntilWaitingAsync(4);
        for (int i = 0; i < 9; i++)
        {
            await limiter.AdmitAsync();

            // Admitted together, two calls may reach the portal in either order.
            while (Volatile.Read(ref arrived) <= i)
            {
                await Task.Delay(1);
            }
        }

        await Task.WhenAll([bulk, .. singles]);
        Assert.Equal(["bulk", "single", "single", "single"], order.Take(4).Order(StringComparer.Ordinal));
        Assert.Equal(["bulk", "bulk", "bulk", "bulk", "bulk"], order.Skip(4));
    }

    [Fact]
    public async Task The_first_calls_go_at_once_and_then_as_many_as_the_portal_forgets()
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24Client client = portal.Client(Options(new PortalLimits { CallsPerSecond = 20, Burst = 50 }));
        long begun = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.UpdateAsync(s_update)));

        // Ten at once, the others as if all of them were sent at twenty a second.
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
        Assert.Equal(20, portal.Requests.Count);
    }

    [Fact]
    public async Task Five_calls_of_a_small_program_do_not_wait()
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        options.MaxWait = TimeSpan.Zero;
        Bitrix24Client client = portal.Client(options);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.UpdateAsync(s_update)));

        Assert.Equal(5, portal.Requests.Count);
    }

    [Fact]
    public async Task Permits_from_before_a_refusal_are_not_used_after_it()
    {
        StubPortal portal = Script.Of(Script.Error(503, "QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok));
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = 0.001 });
        (options.TimeProvider, options.MaxWait) = (new SkippingClock(), TimeSpan.FromSeconds(30));
        Bitrix24Client client = portal.Client(options);
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));

        // The back-off ends at once on this clock, and the permit comes in a quarter of an hour.
        Assert.Contains("Nothing was sent", (await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update))).Message, StringComparison.Ordinal);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_limiter_that_processes_share_is_emptied_after_a_refusal()
    {
        StubPortal portal = Script.Of(Script.Error(503, "QUERY_LIMIT_EXCEEDED"));
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        foreach (bool throws in new[] { false, true })
        {
            using var limiter = new Shared(throws);
            options.RateLimiter = limiter;
            await Assert.ThrowsAsync<Bitrix24LimitException>(() => portal.Client(options).UpdateAsync(s_update));
            Assert.Equal(1, limiter.Emptied);
        }
    }

    [Fact]
    public async Task A_single_call_waits_no_longer_than_it_is_to()
    {
        using var limiter = new ByHand();
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.RateLimiter = limiter;
        options.MaxWait = TimeSpan.FromMilliseconds(30);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => StubPortal.Answering(Script.Ok).Client(options).UpdateAsync(s_update));
        Assert.False(e.IsOutcomeUnknown);
        Assert.Contains("Nothing was sent", e.Message, StringComparison.Ordinal);

        StubPortal busy = StubPortal.Answering("""{"result": true, "time": {"processing": 1, "operating": 479, "operating_reset_at": 1774000300}}""");
        Bitrix24ClientOptions operating = Options(PortalLimits.Standard);
        operating.TimeProvider = new SkippingClock();
        Bitrix24Client client = busy.Client(operating);
        await client.UpdateAsync(s_update);
        e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));
        Assert.NotNull(e.RetryAfter);
        Assert.Single(busy.Requests);
    }

    [Fact]
    public async Task A_call_that_is_not_to_wait_goes_at_once_or_not_at_all()
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = 0.001, Burst = 10 });
        options.MaxWait = TimeSpan.Zero;
        Bitrix24Client client = portal.Client(options);
        await client.UpdateAsync(s_update);
        await client.UpdateAsync(s_update);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));

        // Two permits of the calls that went, and one.
        Assert.InRange(e.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3000));
        Assert.Equal(2, portal.Requests.Count);
    }

    [Fact]
    public async Task A_call_that_the_client_delays_is_not_reported_as_refused_by_the_portal()
    {
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = 0.001, Burst = 5 });
        options.MaxWait = TimeSpan.FromSeconds(3);
        Bitrix24Client client = StubPortal.Answering(Script.Ok).Client(options);
        await client.UpdateAsync(s_update);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));

        Assert.Equal("The client delays crm.lead.update to stay within the limits of acme.example, and the delay would exceed MaxWait (00:00:03). Nothing was sent.", e.Message);
    }

    [Fact]
    public async Task A_call_that_is_refused_again_and_again_waits_no_longer_in_all_than_it_is_to()
    {
        var clock = new SkippingClock();
        DateTimeOffset begun = clock.GetUtcNow();
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.TimeProvider = clock;
        options.MaxWait = TimeSpan.FromMinutes(1);
        options.Retries.MaxRetries = 5;
        StubPortal portal = Script.Of(() =>
        {
            HttpResponseMessage refusal = Script.Error(429, "QUERY_LIMIT_EXCEEDED")();
            refusal.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(40));
            return refusal;
        });
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => portal.Client(options).UpdateAsync(s_update));
        Assert.InRange(clock.GetUtcNow() - begun, TimeSpan.FromSeconds(40), options.MaxWait);
    }

    [Fact]
    public async Task A_patience_of_years_is_none_that_a_timer_refuses()
    {
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        options.MaxWait = TimeSpan.MaxValue;
        await StubPortal.Answering(Script.Ok).Client(options).UpdateAsync(s_update);
    }

    [Fact]
    public async Task A_limiter_that_refuses_is_asked_again_when_it_says_and_not_where_it_does_not()
    {
        using var window = new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMilliseconds(100), QueueLimit = 0 });
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24Client client = Client(portal, window);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.UpdateAsync(s_update)));
        Assert.Equal(3, portal.Requests.Count);

        using var full = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 0 });
        using RateLimitLease held = full.AttemptAcquire();
        Bitrix24Client refused = Client(portal, full);
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => refused.UpdateAsync(s_update));
        Assert.Equal(3, portal.Requests.Count);
    }

    [Fact]
    public async Task A_permit_is_held_until_the_answer_is_there()
    {
        int underWay = 0, most = 0;
        var portal = new StubPortal(async (_, ct) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await Task.Delay(10, ct);
            Interlocked.Decrement(ref underWay);
            return Script.Json(Script.Ok)();
        });
        using var two = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 2, QueueLimit = 100 });
        Bitrix24Client client = Client(portal, two);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.UpdateAsync(s_update)));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Working_times_are_shared_and_heard_also_those_of_batches()
    {
        var store = new Times();
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        options.OperatingTimes = store;
        options.TimeProvider = new SkippingClock();
        StubPortal portal = Script.Of(
            Script.Json("""{"result": true, "time": {"operating": 100, "operating_reset_at": 1774000300}}"""),
            Script.Json("""{"result": {"result": {"c0": true}, "result_time": {"c0": {"operating": 120.5, "operating_reset_at": 1774000300}}}}"""));
        Bitrix24Client client = portal.Client(options);
        await client.UpdateAsync(s_update);
        await store.UntilToldAsync(1);
        await foreach (CrmUpdateResult _ in client.UpdateManyAsync([s_update]))
        {
        }

        await store.UntilToldAsync(2);
        Assert.Equal([("crm.lead.update", 100.0), ("crm.lead.update", 120.5)], store.Told.Select(t => (t.Method, t.Time.Used.TotalSeconds)));

        store.Known = new OperatingTime(TimeSpan.FromSeconds(480), new SkippingClock().GetUtcNow().AddHours(1));
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));
    }

    // The permit is given back when the call ends. If the reply did not count by then, another call could start on a sum that is too low.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_ends_after_the_working_time_of_its_reply_was_read(bool isBulk)
    {
        var store = new Times();
        using var limiter = new AtEnd(() => SpinWait.SpinUntil(() => store.HasTold, TimeSpan.FromSeconds(5)));
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        (options.OperatingTimes, options.RateLimiter) = (store, limiter);
        Bitrix24Client client = Script.Of(isBulk
            ? Script.Json("""{"result": {"result": {"c0": true}, "result_time": {"c0": {"operating": 100, "operating_reset_at": 1774000300}}}}""")
            : Script.Json("""{"result": true, "time": {"operating": 100, "operating_reset_at": 1774000300}}""")).Client(options);
        if (isBulk)
        {
            await foreach (CrmUpdateResult _ in client.UpdateManyAsync([s_update]))
            {
            }
        }
        else
        {
            await client.UpdateAsync(s_update);
        }

        Assert.Equal([true], limiter.Ends);
    }

    [Fact]
    public async Task A_wait_is_told_when_it_begins_and_not_each_time_that_others_go_first()
    {
        var waits = new Waits();
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.TimeProvider = new SkippingClock();
        options.Events = waits;
        options.MaxWait = Timeout.InfiniteTimeSpan;
        using var limiter = new StuckLimiter(refusals: 4);
        options.RateLimiter = limiter;
        StubPortal portal = StubPortal.Answering(Script.Ok);
        await portal.Client(options).UpdateAsync(s_update);

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.Single(waits.Told));
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.ConnectionError, false)]
    public async Task Work_whose_answer_was_lost_counts(HttpRequestError error, bool mayHaveWorked)
    {
        var waits = new Waits();
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = double.PositiveInfinity });
        options.TimeProvider = new SkippingClock();
        options.Events = waits;
        Func<HttpResponseMessage> answer = Script.Json("""{"result": {"result": {"c0": true}, "result_time": {"c0": {"processing": 20, "operating": 360, "operating_reset_at": 1774000300}}}}""");
        Bitrix24Client client = Script.Of(answer, Script.Broken(error), answer).Client(options);
        for (int i = 0; i < 4; i++)
        {
            // A call that reached no portal ends its run.
            await Record.ExceptionAsync(() => client.UpdateManyAsync([s_update]).ToListAsync().AsTask());
        }

        // 360 and 20 seconds are less than four fifths of the limit, and another 20 are more.
        Assert.Equal(mayHaveWorked ? 1 : 0, waits.Told.Count);
    }

    [Fact]
    public async Task A_portal_whose_clock_is_another_is_waited_for_as_long_as_its_own_clock_says()
    {
        // The answer is ready 42 seconds before the portal forgets, and nearly two hours after it by the client's clock.
        var clock = new SkippingClock();
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = double.PositiveInfinity });
        options.TimeProvider = clock;
        Bitrix24Client client = StubPortal.Answering(
            """{"result": true, "time": {"finish": 1773990258, "operating": 479, "operating_reset_at": 1773990300}}""").Client(options);
        await client.UpdateAsync(s_update);
        await client.UpdateAsync(s_update);

        Assert.Equal([TimeSpan.FromSeconds(42)], clock.Waits);
    }

    [Fact]
    public async Task A_wait_that_is_no_whole_number_of_milliseconds_is_one_wait()
    {
        var waits = new Waits();
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = double.PositiveInfinity });
        options.TimeProvider = new SkippingClock();
        options.Events = waits;
        Bitrix24Client client = StubPortal.Answering(
            """{"result": {"result": {"c0": true}, "result_time": {"c0": {"processing": 0.0123456, "operating": 400, "operating_reset_at": 1774000300}}}}""").Client(options);
        await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(
            [s_update, s_update, s_update], new CrmBulkOptions { BatchSize = 1, MaxConcurrentBatches = 1, MaxLinger = TimeSpan.Zero }))
        {
            Assert.Equal(CrmUpdateStatus.Updated, outcome.Status);
        }

        TimeSpan wait = Assert.Single(waits.Told);
        Assert.NotEqual(0, wait.Ticks % TimeSpan.TicksPerMillisecond);
    }

    private static Bitrix24ClientOptions Options(PortalLimits limits)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Limits = limits;
        return options;
    }

    private static Bitrix24Client Client(StubPortal portal, RateLimiter limiter)
    {
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.RateLimiter = limiter;
        return portal.Client(options);
    }

    private sealed class Waits : Bitrix24ClientEvents
    {
        public List<TimeSpan> Told { get; } = [];

        public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay)
        {
            // Whoever waits over and over would do so without end on a clock that stands still meanwhile.
            Assert.True(Told.Count < 5, "There is no end of waiting.");
            Told.Add(delay);
        }
    }

    private sealed class Times : IOperatingTimeStore
    {
        public List<(string Method, OperatingTime Time)> Told { get; } = [];

        public bool HasTold
        {
            get
            {
                lock (Told)
                {
                    return Told.Count > 0;
                }
            }
        }

        public OperatingTime? Known { get; set; }

        public ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken) => new(Known);

        public ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken)
        {
            lock (Told)
            {
                Told.Add((method, time));
            }

            return ValueTask.CompletedTask;
        }

        // Calls do not wait until the store has the value, and values that come while it is busy are not written.
        public async Task UntilToldAsync(int count)
        {
            for (bool isTold = false; !isTold;)
            {
                await Task.Delay(5);
                lock (Told)
                {
                    isTold = Told.Count >= count;
                }
            }

            await Task.Delay(50);
        }
    }

    private sealed class Shared(bool throws) : RateLimiter, IDistributedRateLimiter
    {
        private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = 10, QueueLimit = 0 });

        public int Emptied { get; private set; }

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        public ValueTask<RateLimitLease> TryAcquireAsync(int permitCount, CancellationToken cancellationToken) => _limiter.AcquireAsync(permitCount, cancellationToken);

        public ValueTask EmptyAsync(CancellationToken cancellationToken)
        {
            Emptied++;
            return throws ? throw new InvalidOperationException() : ValueTask.CompletedTask;
        }

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => _limiter.AttemptAcquire(permitCount);

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => _limiter.AcquireAsync(permitCount, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _limiter.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Admits all, and looks at something when a permit is given back.</summary>
    private sealed class AtEnd(Func<bool> look) : RateLimiter
    {
        public List<bool> Ends { get; } = [];

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new PermitLease(() => Ends.Add(look()));

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));
    }

    /// <summary>Admits the caller that waits longest, when the test says so.</summary>
    private sealed class ByHand : RateLimiter
    {
        private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateUnbounded<TaskCompletionSource>();

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        public async Task UntilWaitingAsync(int count)
        {
            while (_waiting.Reader.Count < count)
            {
                await Task.Delay(5);
            }
        }

        public async Task AdmitAsync() => (await _waiting.Reader.ReadAsync()).SetResult();

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

        protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _waiting.Writer.WriteAsync(place, cancellationToken);
            await place.Task.WaitAsync(cancellationToken);
            return new PermitLease();
        }
    }
}
