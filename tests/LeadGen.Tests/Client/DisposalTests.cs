using System.Threading.RateLimiting;
using LeadGen.Tests.Limits;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Client;

/// <summary>Tests that disposing the client ends calls that wait to be sent, and that no call is sent afterwards.</summary>
public sealed class DisposalTests
{
    private const string OwnLimiter = "own limiter";
    private const string CallerLimiter = "caller's limiter";
    private const string UncancelableLimiter = "limiter that ignores cancellation";
    private const string RetryAfter = "Retry-After of a limit";
    private const string RetryDelay = "retry delay";
    private const string SafeRetryDelay = "retry delay after a failed connection";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_maxLinger = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Waits => [OwnLimiter, CallerLimiter, UncancelableLimiter, RetryAfter, RetryDelay, SafeRetryDelay];

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task A_single_call_that_waits_ends_without_being_sent(string wait)
    {
        using var limiter = new ManualLimiter(wait != UncancelableLimiter);
        (Bitrix24Client client, StubPortal portal, DelayClock clock) = await StartAsync(wait, limiter);
        int before = portal.Requests.Count;
        Task call = client.UpdateAsync(Named(1));
        await UntilWaitingAsync(wait, limiter, clock);
        int sent = portal.Requests.Count - before;

        client.Dispose();
        limiter.Admit();
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => call.WaitAsync(s_timeout));

        Assert.Equal((false, wait == RetryDelay), (e.IsTransient, e.IsOutcomeUnknown));
        Assert.Contains("the client was disposed. Nothing was sent.", e.Message, StringComparison.Ordinal);
        Assert.Equal(before + sent, portal.Requests.Count);
        Assert.Equal(0, limiter.Held);
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task A_bulk_run_that_waits_ends_and_its_updates_are_not_sent(string wait)
    {
        using var limiter = new ManualLimiter(wait != UncancelableLimiter);
        (Bitrix24Client client, StubPortal portal, DelayClock clock) = await StartAsync(wait, limiter);
        int before = portal.Requests.Count;
        List<CrmUpdateResult> outcomes = [];
        var options = new CrmBulkOptions { BatchSize = 2, MaxConcurrentBatches = 1, MaxLinger = s_maxLinger };
        Task run = Task.Run(async () =>
        {
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(Enumerable.Range(1, 6).Select(static i => Named(i)), options))
            {
                outcomes.Add(outcome);
            }
        });
        await UntilWaitingAsync(wait, limiter, clock);
        int sent = portal.Requests.Count - before;

        client.Dispose();
        limiter.Admit();
        Bitrix24TransportException e = await Assert.ThrowsAsync<Bitrix24TransportException>(() => run.WaitAsync(s_timeout));

        Assert.False(e.IsTransient);
        Assert.Contains("the client was disposed", e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, o => Assert.Equal(
            wait == RetryDelay && o.Update.RecordId <= 2 ? CrmUpdateStatus.Unknown : CrmUpdateStatus.NotSent, o.Status));
        Assert.Equal(before + sent, portal.Requests.Count);
        Assert.Equal(0, limiter.Held);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancellation_while_a_call_waits_has_the_token_of_the_caller(bool isUnknown)
    {
        string wait = isUnknown ? RetryDelay : CallerLimiter;
        using var limiter = new ManualLimiter(observesCancellation: true);
        (Bitrix24Client client, _, DelayClock clock) = await StartAsync(wait, limiter);
        using var source = new CancellationTokenSource();
        Task call = client.UpdateAsync(Named(1), source.Token);
        await UntilWaitingAsync(wait, limiter, clock);
        await source.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(s_timeout));
        Assert.Equal(source.Token, e.CancellationToken);
        Assert.Equal(isUnknown, e.Message.Contains("An earlier attempt may have been processed", StringComparison.Ordinal));
    }

    private static LeadUpdate Named(long id) => new LeadUpdate(id).SetName("Анна");

    // A client whose next call waits for a long time.
    private static async Task<(Bitrix24Client Client, StubPortal Portal, DelayClock Clock)> StartAsync(string wait, ManualLimiter limiter)
    {
        var clock = new DelayClock();
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.TimeProvider = clock;
        options.MaxWait = TimeSpan.FromMinutes(5);
        options.Retries.MaxRetries = 5;
        options.Retries.Delay = options.Retries.MaxDelay = TimeSpan.FromMinutes(1);
        options.RateLimiter = wait is CallerLimiter or UncancelableLimiter ? limiter : null;
        options.Limits = wait == OwnLimiter ? new PortalLimits { CallsPerSecond = 0.01, Burst = 2 } : PortalLimits.None;
        StubPortal portal = wait switch
        {
            RetryAfter => Script.Create(Limited),
            RetryDelay => Script.Create(Script.Page(502)),
            SafeRetryDelay => Script.Create(Script.Broken(HttpRequestError.ConnectionError)),
            _ => Script.Create(Script.Json(Script.Ok)),
        };
        Bitrix24Client client = portal.Client(options);
        if (wait == OwnLimiter)
        {
            // Takes the only initial permit.
            await client.UpdateAsync(Named(9));
        }

        return (client, portal, clock);
    }

    private static async Task UntilWaitingAsync(string wait, ManualLimiter limiter, DelayClock clock)
    {
        Task waiting = wait switch
        {
            CallerLimiter or UncancelableLimiter => limiter.IsAsked,

            // The client's own limiter has no timer that a test can observe.
            OwnLimiter => Task.Delay(300),
            _ => clock.IsDelaying,
        };
        await waiting.WaitAsync(s_timeout);
    }

    private static HttpResponseMessage Limited()
    {
        HttpResponseMessage response = Script.Error(503, "QUERY_LIMIT_EXCEEDED")();
        response.Headers.Add("Retry-After", "60");
        return response;
    }

    /// <summary>The system clock, which reports that a call is delayed for longer than a batch waits for more updates.</summary>
    private sealed class DelayClock : TimeProvider
    {
        private readonly TaskCompletionSource _delaying = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsDelaying => _delaying.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            if (state is not CancellationTokenSource && dueTime > s_maxLinger)
            {
                _delaying.TrySetResult();
            }

            return timer;
        }
    }

    /// <summary>Admits calls when the test allows it.</summary>
    private sealed class ManualLimiter(bool observesCancellation) : RateLimiter
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _held;

        public Task IsAsked => _asked.Task;

        /// <summary>Gets the number of permits that were not released.</summary>
        public int Held => Volatile.Read(ref _held);

        public override TimeSpan? IdleDuration => null;

        public void Admit() => _admitted.TrySetResult();

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

        protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            await _admitted.Task.WaitAsync(observesCancellation ? cancellationToken : CancellationToken.None);
            Interlocked.Increment(ref _held);
            return new PermitLease(() => Interlocked.Decrement(ref _held));
        }
    }
}
