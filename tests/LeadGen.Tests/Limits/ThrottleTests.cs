using System.Threading.Channels;
using System.Threading.RateLimiting;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Tests.Limits;

/// <summary>Tests the delays of calls: rate limiters, operating time, priority and <c>MaxWait</c>.</summary>
public class ThrottleTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    [Fact]
    public async Task Single_calls_are_sent_before_bulk_calls_with_any_rate_limiter()
    {
        using var limiter = new ManualLimiter();
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

        // One batch is already in the queue. The other five wait behind the three calls that came later.
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
    public async Task The_first_calls_are_sent_immediately_and_the_others_at_the_rate_of_the_portal()
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24Client client = portal.Client(Options(new PortalLimits { CallsPerSecond = 20, Burst = 50 }));
        long started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.UpdateAsync(s_update)));

        // The first ten calls are sent immediately, but the next ones wait until the bucket has the permits of all calls before them. Together they take one second.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
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
    public async Task Permits_are_discarded_after_a_limit_error()
    {
        StubPortal portal = Script.Create(Script.Error(503, "QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok));
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = 0.001 });
        var clock = new FakeTimeProvider();
        (options.TimeProvider, options.MaxWait) = (clock, TimeSpan.FromSeconds(30));
        Bitrix24Client client = portal.Client(options);
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));
        Assert.Single(portal.Requests);

        // The back-off takes one second on this clock. The limiter uses the system clock: its next permit is available after about 17 minutes.
        Task call = client.UpdateAsync(s_update);
        await clock.AdvanceUntilCompletedAsync(call);
        Assert.Contains("Nothing was sent", (await Assert.ThrowsAsync<Bitrix24LimitException>(() => call)).Message, StringComparison.Ordinal);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task Permits_of_a_distributed_rate_limiter_are_discarded_after_a_limit_error()
    {
        StubPortal portal = Script.Create(Script.Error(503, "QUERY_LIMIT_EXCEEDED"));
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        foreach (bool throws in new[] { false, true })
        {
            using var limiter = new SharedLimiter(throws);
            options.RateLimiter = limiter;
            await Assert.ThrowsAsync<Bitrix24LimitException>(() => portal.Client(options).UpdateAsync(s_update));
            Assert.Equal(1, limiter.DiscardCount);
        }
    }

    [Fact]
    public async Task A_single_call_does_not_wait_longer_than_MaxWait()
    {
        using var limiter = new ManualLimiter();
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
    public async Task A_call_with_a_MaxWait_of_zero_is_sent_immediately_or_fails()
    {
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = 0.001, Burst = 10 });
        options.MaxWait = TimeSpan.Zero;
        Bitrix24Client client = portal.Client(options);
        await client.UpdateAsync(s_update);
        await client.UpdateAsync(s_update);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));

        // Until then, the bucket gets the permits of the two calls that were sent and of this one.
        Assert.InRange(e.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3000));
        Assert.Equal(2, portal.Requests.Count);
    }

    [Fact]
    public async Task A_call_that_the_client_delays_is_not_reported_as_rejected_by_the_portal()
    {
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = 0.001, Burst = 5 });
        var clock = new FakeTimeProvider();
        (options.TimeProvider, options.MaxWait) = (clock, TimeSpan.FromSeconds(3));
        Bitrix24Client client = StubPortal.Answering(Script.Ok).Client(options);
        await client.UpdateAsync(s_update);
        Task call = client.UpdateAsync(s_update);
        await clock.AdvanceUntilCompletedAsync(call);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => call);

        Assert.Equal("The client delays crm.lead.update to stay within the limits of acme.example, and the delay would exceed MaxWait (00:00:03). Nothing was sent.", e.Message);
    }

    [Fact]
    public async Task MaxWait_limits_the_total_delay_of_a_call_with_repeated_limit_errors()
    {
        var clock = new SkippingClock();
        DateTimeOffset started = clock.GetUtcNow();
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.TimeProvider = clock;
        options.MaxWait = TimeSpan.FromMinutes(1);
        options.Retries.MaxRetries = 5;
        StubPortal portal = Script.Create(() =>
        {
            HttpResponseMessage rejection = Script.Error(429, "QUERY_LIMIT_EXCEEDED")();
            rejection.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(40));
            return rejection;
        });
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => portal.Client(options).UpdateAsync(s_update));
        Assert.InRange(clock.GetUtcNow() - started, TimeSpan.FromSeconds(40), options.MaxWait);
    }

    [Fact]
    public async Task The_largest_MaxWait_is_accepted()
    {
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        options.MaxWait = TimeSpan.MaxValue;
        await StubPortal.Answering(Script.Ok).Client(options).UpdateAsync(s_update);
    }

    [Fact]
    public async Task A_rejected_lease_is_retried_only_if_it_has_RetryAfter_metadata()
    {
        using var window = new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMilliseconds(100), QueueLimit = 0 });
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24Client client = Client(portal, window);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.UpdateAsync(s_update)));
        Assert.Equal(3, portal.Requests.Count);

        using var full = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 0 });
        using RateLimitLease held = full.AttemptAcquire();
        Bitrix24Client rejected = Client(portal, full);
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => rejected.UpdateAsync(s_update));
        Assert.Equal(3, portal.Requests.Count);
    }

    [Fact]
    public async Task A_permit_is_held_until_the_reply_arrives()
    {
        int running = 0, maxRunning = 0;
        var portal = new StubPortal(async (_, ct) =>
        {
            maxRunning = Math.Max(maxRunning, Interlocked.Increment(ref running));
            await Task.Delay(10, ct);
            Interlocked.Decrement(ref running);
            return Script.Json(Script.Ok)();
        });
        using var two = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 2, QueueLimit = 100 });
        Bitrix24Client client = Client(portal, two);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.UpdateAsync(s_update)));
        Assert.Equal(2, maxRunning);
    }

    [Fact]
    public async Task Operating_times_of_calls_and_batches_are_stored_and_loaded()
    {
        var store = new RecordingOperatingTimeStore();
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        options.OperatingTimes = store;
        options.TimeProvider = new SkippingClock();
        StubPortal portal = Script.Create(
            Script.Json("""{"result": true, "time": {"operating": 100, "operating_reset_at": 1774000300}}"""),
            Script.Json("""{"result": {"result": {"c0": true}, "result_time": {"c0": {"operating": 120.5, "operating_reset_at": 1774000300}}}}"""));
        Bitrix24Client client = portal.Client(options);
        await client.UpdateAsync(s_update);
        await store.WaitForWritesAsync(1);
        await foreach (CrmUpdateResult _ in client.UpdateManyAsync([s_update]))
        {
        }

        await store.WaitForWritesAsync(2);
        Assert.Equal([("crm.lead.update", 100.0), ("crm.lead.update", 120.5)], store.Reported.Select(t => (t.Method, t.Time.Used.TotalSeconds)));

        store.Known = new OperatingTime(TimeSpan.FromSeconds(480), new SkippingClock().GetUtcNow().AddHours(1));
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(s_update));
    }

    // The permit is released when the call ends. If the reply were not recorded by then, another call could start because the sum is too low.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_permit_is_released_after_the_operating_time_of_the_reply_is_recorded(bool isBulk)
    {
        var store = new RecordingOperatingTimeStore();
        using var limiter = new CallbackLimiter(() => SpinWait.SpinUntil(() => store.HasWritten, TimeSpan.FromSeconds(5)));
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        (options.OperatingTimes, options.RateLimiter) = (store, limiter);
        Bitrix24Client client = Script.Create(isBulk
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

        Assert.Equal([true], limiter.Results);
    }

    [Fact]
    public async Task A_wait_is_reported_once()
    {
        var waits = new WaitRecorder();
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.TimeProvider = new SkippingClock();
        options.Events = waits;
        options.MaxWait = Timeout.InfiniteTimeSpan;
        using var limiter = new StuckLimiter(rejections: 4);
        options.RateLimiter = limiter;
        StubPortal portal = StubPortal.Answering(Script.Ok);
        await portal.Client(options).UpdateAsync(s_update);

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.Single(waits.Reported));
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.ConnectionError, false)]
    public async Task The_estimated_operating_time_of_a_lost_reply_counts(HttpRequestError error, bool mayHaveUsedTime)
    {
        var waits = new WaitRecorder();
        Bitrix24ClientOptions options = Options(new PortalLimits { CallsPerSecond = double.PositiveInfinity });
        options.TimeProvider = new SkippingClock();
        options.Events = waits;
        Func<HttpResponseMessage> answer = Script.Json("""{"result": {"result": {"c0": true}, "result_time": {"c0": {"processing": 20, "operating": 360, "operating_reset_at": 1774000300}}}}""");
        Bitrix24Client client = Script.Create(answer, Script.Broken(error), answer).Client(options);
        for (int i = 0; i < 4; i++)
        {
            // A run ends with an exception if the portal is unreachable.
            await Record.ExceptionAsync(() => client.UpdateManyAsync([s_update]).ToListAsync().AsTask());
        }

        // 360 + 20 seconds are below four fifths of the limit (384 seconds). Another 20 exceed them.
        Assert.Equal(mayHaveUsedTime ? 1 : 0, waits.Reported.Count);
    }

    [Fact]
    public async Task A_delay_is_relative_to_the_clock_of_the_portal()
    {
        // By the portal's clock, the reply is 42 seconds before the reset. By the client's clock, the reset was nearly two hours ago.
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
    public async Task A_wait_with_fractional_milliseconds_is_reported_once()
    {
        var waits = new WaitRecorder();
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

        TimeSpan wait = Assert.Single(waits.Reported);
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

    private sealed class WaitRecorder : Bitrix24ClientEvents
    {
        public List<TimeSpan> Reported { get; } = [];

        public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay)
        {
            // On a clock that does not advance, a client that waits repeatedly would never stop.
            Assert.True(Reported.Count < 5, "The client waits endlessly.");
            Reported.Add(delay);
        }
    }

    private sealed class RecordingOperatingTimeStore : IOperatingTimeStore
    {
        public List<(string Method, OperatingTime Time)> Reported { get; } = [];

        public bool HasWritten
        {
            get
            {
                lock (Reported)
                {
                    return Reported.Count > 0;
                }
            }
        }

        public OperatingTime? Known { get; set; }

        public ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken) => new(Known);

        public ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken)
        {
            lock (Reported)
            {
                Reported.Add((method, time));
            }

            return ValueTask.CompletedTask;
        }

        // Calls do not wait for the store, and the client does not write a value while an earlier write is in progress.
        public async Task WaitForWritesAsync(int count)
        {
            for (bool isWritten = false; !isWritten;)
            {
                await Task.Delay(5);
                lock (Reported)
                {
                    isWritten = Reported.Count >= count;
                }
            }

            await Task.Delay(50);
        }
    }

    private sealed class SharedLimiter(bool throws) : RateLimiter, IDistributedRateLimiter
    {
        private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = 10, QueueLimit = 0 });

        public int DiscardCount { get; private set; }

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        public ValueTask<RateLimitLease> TryAcquireAsync(int permitCount, CancellationToken cancellationToken) => _limiter.AcquireAsync(permitCount, cancellationToken);

        public ValueTask DiscardPermitsAsync(CancellationToken cancellationToken)
        {
            DiscardCount++;
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

    /// <summary>Admits all calls, and evaluates a condition when a permit is released.</summary>
    private sealed class CallbackLimiter(Func<bool> condition) : RateLimiter
    {
        public List<bool> Results { get; } = [];

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new PermitLease(() => Results.Add(condition()));

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));
    }

    /// <summary>Admits the longest-waiting caller when the test allows it.</summary>
    private sealed class ManualLimiter : RateLimiter
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
