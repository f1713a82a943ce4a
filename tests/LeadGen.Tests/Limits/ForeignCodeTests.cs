using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Limits;

/// <summary>What users hang in beside the calls may fail; no call fails with it.</summary>
public class ForeignCodeTests
{
    private static readonly LeadUpdate s_update = new LeadUpdate(5).SetName("Анна");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_throws_spoils_no_call(bool throwsAtOnce)
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
        options.OperatingTimes = new BrokenTimes(throwsAtOnce);
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

    // One that blocks does so before its first await, as a database client without async methods.
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
        long begun = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 5; i++)
        {
            await Task.Run(() => client.UpdateAsync(s_update)).WaitAsync(TimeSpan.FromSeconds(20));
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        while (store.Readings + store.Writings < 2)
        {
            await Task.Delay(5);
        }

        await Task.Delay(50);
        Assert.Equal((1, 1), (store.Readings, store.Writings));
    }

    [Fact]
    public async Task A_permit_that_can_not_be_given_back_spoils_no_call()
    {
        using var limiter = new StuckLimiter();
        StubPortal portal = StubPortal.Answering(Script.Ok);
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.RateLimiter = limiter;
        Assert.True((await portal.Client(options).UpdateAsync(s_update)).WasSent);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task A_listener_that_throws_changes_no_outcome()
    {
        Bitrix24ClientOptions options = Options(PortalLimits.None);
        options.Retries.MaxRetries = 1;
        options.TimeProvider = new SkippingClock();
        options.Events = new Unruly();
        Bitrix24Client client = Script.Of(Script.Error(503, "QUERY_LIMIT_EXCEEDED"), Script.Json(Script.Ok)).Client(options);
        Assert.True((await client.UpdateAsync(s_update)).WasSent);

        List<CrmUpdateStatus> outcomes = [];
        Bitrix24Client refusing = Script.Of(Script.Json("""{"result": {"result": [], "result_error": {"c0": {"error": "", "error_description": "Not found"}, "c1": "No"}}}""")).Client(options);
        await foreach (CrmUpdateResult outcome in refusing.UpdateManyAsync([s_update, new LeadUpdate(6).SetName("Анна")]))
        {
            outcomes.Add(outcome.Status);
        }

        Assert.Equal([CrmUpdateStatus.Refused, CrmUpdateStatus.Refused], outcomes);
        Assert.Equal(4, ((Unruly)options.Events).Told);
    }

    private static Bitrix24ClientOptions Options(PortalLimits limits)
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        options.Limits = limits;
        return options;
    }

    private sealed class Unruly : Bitrix24ClientEvents
    {
        public int Told { get; private set; }

        public override void OnRetry(string portal, Bitrix24Exception failure, int attempt, TimeSpan delay) => Throw();

        public override void OnWait(string portal, string method, Bitrix24ClientWait reason, TimeSpan delay) => Throw();

        public override void OnBulkFailure(string portal, CrmUpdateResult outcome) => Throw();

        private void Throw()
        {
            Told++;
            throw new InvalidOperationException("The listener has a bad day.");
        }
    }

    private sealed class HangingTimes(bool blocks) : IOperatingTimeStore, IDisposable
    {
        private readonly TaskCompletionSource<OperatingTime?> _never = new();
        private readonly ManualResetEventSlim _end = new(!blocks);
        private volatile int _readings;
        private volatile int _writings;

        public int Readings => _readings;

        public int Writings => _writings;

        public ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _readings);
            _end.Wait(CancellationToken.None);
            return new(_never.Task);
        }

        public async ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _writings);
            _end.Wait(CancellationToken.None);
            await _never.Task;
        }

        public void Dispose() => _end.Set();
    }

    private sealed class BrokenTimes(bool throwsAtOnce) : IOperatingTimeStore
    {
        public ValueTask<OperatingTime?> ReadAsync(string method, CancellationToken cancellationToken) =>
            throwsAtOnce ? throw new InvalidDataException() : ValueTask.FromException<OperatingTime?>(new InvalidDataException());

        public ValueTask WriteAsync(string method, OperatingTime time, CancellationToken cancellationToken) =>
            throwsAtOnce ? throw new InvalidDataException() : ValueTask.FromException(new InvalidDataException());
    }
}
