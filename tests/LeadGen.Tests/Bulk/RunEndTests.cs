using System.Threading.RateLimiting;
using LeadGen.Access;
using LeadGen.Bulk;
using LeadGen.Tests.Client;
using LeadGen.Tests.Portal;
using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Tests.Bulk;

/// <summary>Tests that a run always continues or ends, and that each update from the source has exactly one result.</summary>
public sealed class RunEndTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly BatchPortal _portal = new();
    private readonly List<CrmUpdateResult> _outcomes = [];

    [Fact]
    public async Task An_authentication_failure_ends_a_run_whose_source_yields_only_empty_updates()
    {
        _portal.OverrideReply = static _ => Script.Error(401, "INVALID_CREDENTIALS")();
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.Zero };
        using var source = new CancellationTokenSource(s_timeout);
        await Assert.ThrowsAsync<Bitrix24AuthenticationException>(() => CollectAsync(
            _portal.Client().UpdateManyAsync(Endless().Prepend(Named(7)), options, source.Token)));
    }

    [Fact]
    public async Task A_second_update_of_a_lead_is_sent_although_endless_empty_updates_follow()
    {
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.Zero };
        using var source = new CancellationTokenSource(s_timeout);
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
    public async Task An_update_that_a_source_yields_while_stopping_has_a_result(bool isCanceled)
    {
        using var source = new CancellationTokenSource();
        _portal.OverrideReply = _ => isCanceled ? null : Script.Error(401, "INVALID_CREDENTIALS")();
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
    public async Task A_source_that_throws_synchronously_does_not_lose_earlier_updates()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => CollectAsync(_portal.Client().UpdateManyAsync(new SynchronouslyThrowingSource())));
        Assert.Equal([CrmUpdateStatus.Updated], _outcomes.Select(static o => o.Status));
    }

    [Fact]
    public async Task A_batch_can_wait_for_more_updates_indefinitely()
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
    public async Task Disposing_the_client_ends_its_runs()
    {
        Bitrix24Client client = _portal.Client(static o => o.Limits = new PortalLimits { CallsPerSecond = 0.001, Burst = 2 });
        var options = new CrmBulkOptions { BatchSize = 1, MaxLinger = TimeSpan.Zero };
        Task<Exception?> run = Record.ExceptionAsync(async () =>
        {
            await foreach (CrmUpdateResult outcome in client.UpdateManyAsync(Enumerable.Range(1, 10).Select(static i => Named(i)), options))
            {
                _outcomes.Add(outcome);

                if (_outcomes.Count == 1)
                {
                    // Gives the other calls time to queue.
                    await Task.Delay(200);
                    client.Dispose();
                }
            }
        });

        Assert.IsType<Bitrix24TransportException>(await run.WaitAsync(s_timeout));
        Assert.InRange(_outcomes.Count, 4, 10);
        Assert.Equal(_outcomes.Count, _outcomes.DistinctBy(static o => o.Update.RecordId).Count());
        Assert.Single(_outcomes, static o => o.Status == CrmUpdateStatus.Updated);
        Assert.DoesNotContain(_outcomes, static o => o.Status == CrmUpdateStatus.Unknown);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task Updates_are_reported_as_not_sent_if_the_rate_limiter_throws(Type type)
    {
        using var limiter = new BrokenLimiter(type);
        Bitrix24Client client = _portal.Client(o => o.RateLimiter = limiter);
        Bitrix24LimitException e = await Assert.ThrowsAsync<Bitrix24LimitException>(() => client.UpdateAsync(Named(1)));
        Assert.False(e.IsOutcomeUnknown);

        // The next batch would fail in the same way. The limiter throws after the second update was read.
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        limiter.ThrowsAfter = read.Task;
        var oneByOne = new CrmBulkOptions { BatchSize = 1, MaxConcurrentBatches = 1 };
        await Assert.ThrowsAsync<Bitrix24LimitException>(() => CollectAsync(client.UpdateManyAsync(Source(), oneByOne)));
        Assert.Equal([CrmUpdateStatus.NotSent, CrmUpdateStatus.NotSent], _outcomes.Select(static o => o.Status));
        Assert.Empty(_portal.Requests);

        IEnumerable<LeadUpdate> Source()
        {
            yield return Named(1);
            read.SetResult();
            yield return Named(2);
        }
    }

    [Fact]
    public async Task An_unexpected_exception_of_a_handler_does_not_end_the_run_and_reveals_no_secret()
    {
        _portal.OverrideReply = static number => number == 1 ? throw new NotSupportedException($"The circuit of {StubPortal.Webhook} is open.") : null;
        await CollectAsync(_portal.Client().UpdateManyAsync([Named(1), Named(2)], new CrmBulkOptions { BatchSize = 1, MaxConcurrentBatches = 1 }));

        Assert.Equal([CrmUpdateStatus.Unknown, CrmUpdateStatus.Updated], _outcomes.Select(static o => o.Status));
        Bitrix24TransportException e = Assert.IsType<Bitrix24TransportException>(_outcomes[0].Error);
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_when_its_call_is_canceled_is_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        _portal.OverrideReply = _ =>
        {
            source.Cancel();
            throw new HttpRequestException($"The connection to {StubPortal.Webhook} broke.");
        };
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _portal.Client().UpdateAsync(Named(1), source.Token));
        Assert.DoesNotContain(StubPortal.Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeated_times_of_one_command_do_not_change_the_result()
    {
        string times = string.Join(',', Enumerable.Repeat("\"c0\": {\"processing\": 3100000000, \"operating\": 1, \"operating_reset_at\": 1774000300}", 400));
        _portal.OverrideReply = _ => Script.Json($$"""{"result": {"result": {"c0": true}, "result_time": { {{times}} } } }""")();
        await CollectAsync(_portal.Client(static o => o.Limits = PortalLimits.Standard).UpdateManyAsync([Named(1)]));
        Assert.Equal([CrmUpdateStatus.Updated], _outcomes.Select(static o => o.Status));
    }

    [Fact]
    public async Task An_item_that_cannot_be_written_does_not_cause_two_results_of_another_item()
    {
        Bitrix24ClientOptions options = StubPortal.OneAttempt();
        using var http = new HttpClient(_portal.Http, disposeHandler: false);
        using var calls = new PortalCalls(new PortalConnection(Webhook.Parse(StubPortal.Webhook), http, options), options);
        List<int> reported = [];
        var sender = new BatchSender<int, int>(calls, new Unwritable(), outcome =>
        {
            reported.Add(outcome);
            return ValueTask.CompletedTask;
        });
        await Assert.ThrowsAsync<InvalidDataException>(() => sender.SendAsync([new(1, 0), new(2, 1)], CancellationToken.None));
        Assert.Equal([1, 2], reported.Order());
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
            // There may be endless updates that change nothing.
            if (outcome.Status != CrmUpdateStatus.Unchanged)
            {
                _outcomes.Add(outcome);
            }
        }
    }

    /// <summary>Yields one update, and another one when it is canceled.</summary>
    private sealed class Flushing : IAsyncEnumerable<LeadUpdate>, IAsyncEnumerator<LeadUpdate>
    {
        private readonly TaskCompletionSource<bool> _stopped = new();
        private int _yielded;

        public LeadUpdate Current => Named(_yielded);

        public IAsyncEnumerator<LeadUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            cancellationToken.Register(() => _stopped.TrySetResult(true));
            return this;
        }

        public async ValueTask<bool> MoveNextAsync()
        {
            bool hasNext = _yielded == 0 || await _stopped.Task;
            _yielded++;
            return hasNext;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Throws synchronously, whereas an iterator method would store the exception in a task.</summary>
    private sealed class SynchronouslyThrowingSource : IAsyncEnumerable<LeadUpdate>, IAsyncEnumerator<LeadUpdate>
    {
        private int _yielded;

        public LeadUpdate Current => Named(_yielded);

        public IAsyncEnumerator<LeadUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => ++_yielded == 1 ? ValueTask.FromResult(true) : throw new InvalidDataException("The file is torn.");

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
        public Task ThrowsAfter { get; set; } = Task.CompletedTask;

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw (Exception)Activator.CreateInstance(failure)!;

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
            ThrowsAfter.IsCompleted ? new(AttemptAcquireCore(permitCount)) : ThrowLaterAsync(permitCount);

        private async ValueTask<RateLimitLease> ThrowLaterAsync(int permitCount)
        {
            await ThrowsAfter;
            return AttemptAcquireCore(permitCount);
        }
    }

    /// <summary>The first item can't be sent in a row, and the second can't be written at all.</summary>
    private sealed class Unwritable : BulkWork<int, int>
    {
        public override string GetMethod(int item) => "crm.lead.update";

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

        public override int GetResult(BulkEntry<int> entry, PortalReply reply, ReadOnlySpan<byte> result) => entry.Item;

        public override long RecordId(int item) => item;

        public override int GetFailedResult(BulkEntry<int> entry) => entry.Item;
    }
}
