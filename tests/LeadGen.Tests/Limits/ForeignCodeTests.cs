using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Limits;

/// <summary>Tests that calls do not fail if a store, a rate limiter or an event handler of the user fails.</summary>
public class ForeignCodeTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_throws_does_not_fail_calls(bool throwsSynchronously)
    {
        List<Exception> unobserved = [];
        void Remember(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved)
            {
                unobserved.AddRange(e.Exception.InnerExceptions.OfType<InvalidDataException>());
            }
        }

        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        options.OperatingTimes = new BrokenTimes(throwsSynchronously);
        StubPortal portal = StubPortal.Answering("""{"result": true, "time": {"operating": 1, "operating_reset_at": 1774000300}}""");
        TaskScheduler.UnobservedTaskException += Remember;
        try
        {
            Assert.True((await portal.Client(options).UpdateAsync(s_update)).WasSent);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Remember;
        }

        Assert.Single(portal.Requests);
        Assert.Empty(unobserved);
    }

    // A store can block before its first await, like a database client without async methods.
    [Theory]
    [InlineData(0, false)]
    [InlineData(60, false)]
    [InlineData(0, true)]
    [InlineData(60, true)]
    public async Task A_hanging_store_delays_calls_only_briefly(int maxWaitInSeconds, bool blocks)
    {
        using var store = new HangingTimes(blocks);
        Bitrix24ClientOptions options = Options(PortalLimits.Standard);
        (options.OperatingTimes, options.MaxWait) = (store, TimeSpan.FromSeconds(maxWaitInSeconds));
        Bitrix24Client client = StubPortal.Answering("""{"result": true, "time": {"operating": 1, "operating_reset_at": 1774000300}}""").Client(options);
        long started = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 5; i++)
        {
            await Task.Run(() => client.UpdateAsync(s_update)).WaitAsync(TimeSpan.FromSeconds(20));
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        while (store.Reads + store.Writes < 2)
        {
            await Task.Delay(5);
        }

        await Task.Delay(50);
        Assert.Equal((1, 1), (store.Reads, store.Writes));
    }

    [Fact]
    public async Task A_lease_whose_disposal_throws_does_not_fail_the_call()
    {
        using var limiter = new StuckLimiter();
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.RateLimiter = limiter;
        Assert.True((await portal.Client(options).UpdateAsync(s_update)).WasSent);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_listener_that_throws_does_not_change_the_results()
    {
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.Retries.MaxRetries = 1;
        options.TimeProvider = new SkippingClock();
        options.Events = new ThrowingEvents();
        Bitrix24Client client = Script.Create(Script.Error(503, "QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok)).Client(options);
        Assert.True((await client.UpdateAsync(s_update)).WasSent);

        List<CrmUpdateStatus> outcomes = [];
        Bitrix24Client rejecting = Script.Create(Script.Json("""{"result": {"result": [], "result_error": {"c0": {"error": "", "error_description": "Not found"}, "c1": "No"}}}""")).Client(options);
        await foreach (CrmUpdateResult outcome in rejecting.UpdateManyAsync([s_update, new LeadUpdate(6).SetName("Анна")]))
        {
            outcomes.Add(outcome.Status);
        }

        Assert.Equal([CrmUpdateStatus.Rejected, CrmUpdateStatus.Rejected], outcomes);
        Assert.Equal(4, ((ThrowingEvents)options.Events).Calls);
    }

    private static Bitrix24ClientOptions Options(PortalLimits limits)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Limits = limits;
        return options;
    }

    private sealed class ThrowingEvents : Bitrix24ClientEvents
    {
        public int Calls { get; private set; }

        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => Throw();

        public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) => Throw();

        public override void OnBulkFailure(string portal, CrmUpdateResult outcome) => Throw();

        private void Throw()
        {
            Calls++;
            throw new InvalidOperationException("The listener failed.");
        }
    }

    private sealed class HangingTimes(bool blocks) : IOperatingTimeStore, IDisposable
    {
        private readonly TaskCompletionSource<OperatingTime?> _never = new();
        private readonly ManualResetEventSlim _end = new(!blocks);
        private volatile int _reads;
        private volatile int _writes;

        public int Reads => _reads;

        public int Writes => _writes;

        public ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            _end.Wait(CancellationToken.None);
            return new(_never.Task);
        }

        public async ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _writes);
            _end.Wait(CancellationToken.None);
            await _never.Task;
        }

        public void Dispose() => _end.Set();
    }

    private sealed class BrokenTimes(bool throwsSynchronously) : IOperatingTimeStore
    {
        public ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken) =>
            throwsSynchronously ? throw new InvalidDataException() : ValueTask.FromException<OperatingTime?>(new InvalidDataException());

        public ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken) =>
            throwsSynchronously ? throw new InvalidDataException() : ValueTask.FromException(new InvalidDataException());
    }
}
