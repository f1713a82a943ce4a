using System.Threading.RateLimiting;
using LeadGen.Access;
using LeadGen.Bulk;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Tests.Bulk;

/// <summary>Whatever happens, a run goes on or ends, and each update that the source gave has its one outcome.</summary>
public sealed class RunEndTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly BatchPortal _portal = new();
    private readonly List<CrmUpdateResult> _outcomes = [];

    [Fact]
    public async Task A_portal_that_lets_nobody_in_ends_a_run_whose_source_gives_nothing_to_send()
    {
        _portal.Instead = static _ => Script.Error(401, "INVALID_CREDENTIALS")();
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.Zero };
        using var source = new CancellationTokenSource(s_patience);
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => CollectAsync(
            _portal.Client().UpdateManyAsync(Endless().Prepend(Named(7)), options, source.Token)));
    }

    [Fact]
    public async Task An_update_that_waits_for_another_of_its_lead_does_not_wait_for_the_end_of_what_is_not_sent()
    {
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.Zero };
        using var source = new CancellationTokenSource(s_patience);
        int updated = 0;
        await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(
            new[] { Named(7), Named(7) }.Concat(Endless()), options, source.Token))
        {
            if (outcome.Status == CrmUpdateStatus.Updated && ++updated == 2)
            {
                break;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_source_gives_when_it_is_told_to_stop_has_an_outcome_too(bool isCanceled)
    {
        using var source = new CancellationTokenSource();
        _portal.Instead = _ => isCanceled ? null : Script.Error(401, "INVALID_CREDENTIALS")();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(new Flushing(), cancellationToken: source.Token))
            {
                _outcomes.Add(outcome);
                if (isCanceled)
                {
                    await source.CancelAsync();
                }
            }
        });

        Assert.Equal([1, 2], _outcomes.Select(static o => o.Update.RecordId).Order());
        Assert.Equal(CrmUpdateStatus.NotSent, _outcomes.Single(static o => o.Update.RecordId == 2).Status);
    }

    [Fact]
    public async Task A_source_that_throws_at_once_loses_nothing_of_what_it_gave()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => CollectAsync(_portal.Client().UpdateManyAsync(new ThrowingAtOnce())));
        Assert.Equal([CrmUpdateStatus.Updated], _outcomes.Select(static o => o.Status));
    }

    [Fact]
    public async Task A_batch_may_wait_for_more_without_end()
    {
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.MaxValue };
        await CollectAsync(_portal.Client(static o => o.TimeProvider = TimeProvider.System).UpdateManyAsync(SlowAsync(), options));
        Assert.Equal([[1, 2]], _portal.Requests);

        static async IAsyncEnumerable<LeadUpdate> SlowAsync()
        {
            yield return Named(1);
            await Task.Delay(20);
            yield return Named(2);
        }
    }

    [Fact]
    public async Task A_batch_that_waits_for_more_has_one_timer()
    {
        var clock = new TimerCount();
        await CollectAsync(_portal.Client(o => o.TimeProvider = clock).UpdateManyAsync(SlowAsync(), new CrmBulkOptions { MaxLinger = TimeSpan.FromHours(1) }));
        Assert.Equal([40], _portal.Requests.Select(static r => r.Length));
        Assert.InRange(clock.Count, 0, 1);

        static async IAsyncEnumerable<LeadUpdate> SlowAsync()
        {
            for (int i = 1; i <= 40; i++)
            {
                await Task.Delay(1);
                yield return Named(i);
            }
        }
    }

    [Fact]
    public async Task A_client_that_is_disposed_of_leaves_no_run_without_an_end()
    {
        Bitrix24Client client = _portal.Client(static o => o.Limits = new PortalLimits { CallsPerSecond = 0.001, Burst = 2 });
        var options = new CrmBulkOptions { BatchSize = 1, MaxLinger = TimeSpan.Zero };
        Task<Exception?> run = Record.ExceptionAsync(async () =>
        {
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(Enumerable.Range(1, 10).Select(static i => Named(i)), options))
            {
                _outcomes.Add(outcome);

                // So that the others queue by then.
                await Task.Delay(200);
                client.Dispose();
            }
        });

        Assert.IsType<Bitrix24TransportException>(await run.WaitAsync(s_patience));
        Assert.InRange(_outcomes.Count, 4, 10);
        Assert.Equal(_outcomes.Count, _outcomes.DistinctBy(static o => o.Update.RecordId).Count());
        Assert.Single(_outcomes, static o => o.Status == CrmUpdateStatus.Updated);
        Assert.DoesNotContain(_outcomes, static o => o.Status == CrmUpdateStatus.Unknown);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task A_limiter_that_throws_leaves_no_doubt_that_nothing_was_sent(Type type)
    {
        using var limiter = new BrokenLimiter(type);
        Bitrix24Client client = _portal.Client(o => o.RateLimiter = limiter);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(Named(1)));
        Assert.False(e.IsOutcomeUnknown);

        // The next batch would meet it too.
        var oneByOne = new CrmBulkOptions { BatchSize = 1, MaxConcurrentBatches = 1 };
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => CollectAsync(client.UpdateManyAsync([Named(1), Named(2)], oneByOne)));
        Assert.Equal([CrmUpdateStatus.NotSent, CrmUpdateStatus.NotSent], _outcomes.Select(static o => o.Status));
        Assert.Empty(_portal.Requests);
    }

    [Fact]
    public async Task A_handler_that_throws_what_it_likes_ends_no_run_and_tells_no_secret()
    {
        _portal.Instead = static number => number == 1 ? throw new NotSupportedException($"The circuit of {StubPortal.Webhook} is open.") : null;
        await CollectAsync(_portal.Client().UpdateManyAsync([Named(1), Named(2)], new CrmBulkOptions { BatchSize = 1, MaxConcurrentBatches = 1 }));

        Assert.Equal([CrmUpdateStatus.Unknown, CrmUpdateStatus.Updated], _outcomes.Select(static o => o.Status));
        Bitrix24TransportException e = Assert.IsType<Bitrix24TransportException>(_outcomes[0].Error);
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_when_its_call_is_cancelled_is_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        _portal.Instead = _ =>
        {
            source.Cancel();
            throw new HttpRequestException($"The connection to {StubPortal.Webhook} broke.");
        };
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _portal.Client().UpdateAsync(Named(1), source.Token));
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_portal_that_tells_of_a_command_again_and_again_spoils_no_outcome()
    {
        string times = string.Join(',', Enumerable.Repeat("\"c0\": {\"processing\": 3100000000, \"operating\": 1, \"operating_reset_at\": 1774000300}", 400));
        _portal.Instead = _ => Script.Json($$"""{"result": {"result": {"c0": true}, "result_time": { {{times}} } } }""")();
        await CollectAsync(_portal.Client(static o => o.Limits = PortalLimits.Standard).UpdateManyAsync([Named(1)]));
        Assert.Equal([CrmUpdateStatus.Updated], _outcomes.Select(static o => o.Status));
    }

    [Fact]
    public async Task An_item_that_can_not_be_written_gives_no_other_two_outcomes()
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        using var http = new HttpClient(_portal.Http, disposeHandler: false);
        using var calls = new PortalCalls(new PortalConnection(Webhook.Parse(StubPortal.Webhook), http, options), options);
        List<int> told = [];
        var sender = new BatchSender<int, int>(calls, new Unwritable(), outcome =>
        {
            told.Add(outcome);
            return ValueTask.CompletedTask;
        });
        await Assert.ThrowsAsync<InvalidDataException>(() => sender.SendAsync([new(1, 0), new(2, 1)], CancellationToken.None));
        Assert.Equal([1, 2], told.Order());
    }

    private static LeadUpdate Named(long id) => new LeadUpdate(id).SetName("Анна");

    private static IEnumerable<LeadUpdate> Endless()
    {
        for (long id = 1; ; id++)
        {
            yield return new LeadUpdate(id);
        }
    }

    private async Task CollectAsync(IAsyncEnumerable<CrmUpdateResult> outcomes)
    {
        await foreach (CrmUpdateResult outcome in outcomes)
        {
            // Of updates that change nothing there may be no end.
            if (outcome.Status != CrmUpdateStatus.Unchanged)
            {
                _outcomes.Add(outcome);
            }
        }
    }

    /// <summary>Gives one update, and another when it is told to stop.</summary>
    private sealed class Flushing : IAsyncEnumerable<LeadUpdate>, IAsyncEnumerator<LeadUpdate>
    {
        private readonly TaskCompletionSource<bool> _stopped = new();
        private int _given;

        public LeadUpdate Current => Named(_given);

        public IAsyncEnumerator<LeadUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            cancellationToken.Register(() => _stopped.TrySetResult(true));
            return this;
        }

        public async ValueTask<bool> MoveNextAsync()
        {
            bool isGiven = _given == 0 || await _stopped.Task;
            _given++;
            return isGiven;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>No state machine of the compiler's: what it throws is in no task.</summary>
    private sealed class ThrowingAtOnce : IAsyncEnumerable<LeadUpdate>, IAsyncEnumerator<LeadUpdate>
    {
        private int _given;

        public LeadUpdate Current => Named(_given);

        public IAsyncEnumerator<LeadUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => ++_given == 1 ? ValueTask.FromResult(true) : throw new InvalidDataException("The file is torn.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class TimerCount : TimeProvider
    {
        public int Count { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Count++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class BrokenLimiter(Type failure) : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw (Exception)Activator.CreateInstance(failure)!;

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));
    }

    /// <summary>The first item fits in no row, and the second can't be written.</summary>
    private sealed class Unwritable : BulkWork<int, int>
    {
        public override string MethodOf(int item) => "crm.lead.update";

        public override void Write(WireWriter writer, int item)
        {
            if (item == 2)
            {
                throw new InvalidDataException();
            }

            writer.StartMap();
            writer.Key("NAME");
            writer.Text("$result[c0]");
            writer.EndMap();
        }

        public override int Done(BulkEntry<int> entry, PortalReply reply, ReadOnlySpan<byte> result) => entry.Item;

        public override long RecordId(int item) => item;

        public override int Failed(BulkEntry<int> entry) => entry.Item;
    }
}
