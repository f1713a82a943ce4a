using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

/// <summary>Tests bulk runs whose source yields only empty updates, fails unexpectedly, or ignores cancellation.</summary>
public sealed class OddSourceTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly BatchPortal _portal = new();

    [Fact]
    public async Task A_run_can_be_canceled_while_the_source_yields_only_empty_updates()
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CountAsync(Endless(), source, cancelAfter: 1000).WaitAsync(s_timeout));
        Assert.Empty(_portal.Requests);
    }

    [Fact]
    public async Task An_update_is_sent_although_endless_empty_updates_follow()
    {
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.FromMilliseconds(1) };
        await foreach (CrmUpdateResult outcome in RealTime().UpdateManyAsync(Endless().Prepend(Named(7)), options))
        {
            if (outcome.Status == CrmUpdateStatus.Updated)
            {
                Assert.Equal(7, outcome.Update.RecordId);
                break;
            }
        }
    }

    [Fact]
    public async Task Updates_of_one_lead_wait_only_for_each_other()
    {
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.FromHours(1) };
        var last = new TaskCompletionSource();
        Task<int> run = CountAsync(RealTime().UpdateManyAsync(Slow(), options));
        await last.Task.WaitAsync(s_timeout);
        Assert.Equal(300, await run.WaitAsync(s_timeout));

        async IAsyncEnumerable<LeadUpdate> Slow()
        {
            for (int i = 0; i < 300; i++)
            {
                await Task.Yield();
                yield return Named(1);
            }

            last.SetResult();
        }
    }

    [Fact]
    public async Task A_TaskCanceledException_of_the_source_is_a_failure_and_not_a_cancellation()
    {
        List<CrmUpdateResult> outcomes = [];
        TaskCanceledException failure = await Assert.ThrowsAsync<TaskCanceledException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(Failing()))
            {
                outcomes.Add(outcome);
            }
        });

        Assert.Equal("The queue did not answer in time.", failure.Message);
        Assert.Equal([CrmUpdateStatus.Updated, CrmUpdateStatus.Updated], outcomes.Select(o => o.Status));

        static async IAsyncEnumerable<LeadUpdate> Failing()
        {
            yield return Named(1);
            yield return Named(2);
            await Task.Yield();
            throw new TaskCanceledException("The queue did not answer in time.");
        }
    }

    [Fact]
    public async Task A_source_that_ignores_cancellation_does_not_delay_it_and_is_disposed_later()
    {
        using var source = new CancellationTokenSource();
        var queue = new UncancelableQueue();
        List<CrmUpdateResult> outcomes = [];
        Task run = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(queue, cancellationToken: source.Token))
            {
                outcomes.Add(outcome);
                await source.CancelAsync();
            }
        });

        await run.WaitAsync(s_timeout);
        Assert.Equal([CrmUpdateStatus.Updated], outcomes.Select(o => o.Status));
        Assert.False(queue.IsDisposed.IsCompleted);
        queue.End();
        await queue.IsDisposed.WaitAsync(s_timeout);
    }

    [Fact]
    public async Task A_source_that_ignores_cancellation_does_not_delay_an_authentication_failure()
    {
        _portal.OverrideReply = static _ => Client.Script.Error(401, "INVALID_CREDENTIALS")();
        var queue = new UncancelableQueue();
        List<CrmUpdateResult> outcomes = [];
        Task run = Assert.ThrowsAsync<Bitrix24AuthenticationException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(queue))
            {
                outcomes.Add(outcome);
            }
        });

        await run.WaitAsync(s_timeout);
        Assert.Equal([CrmUpdateStatus.Rejected], outcomes.Select(o => o.Status));
        queue.End();
        await queue.IsDisposed.WaitAsync(s_timeout);
    }

    private static LeadUpdate Named(long id) => new LeadUpdate(id).SetName("Анна");

    private static IEnumerable<LeadUpdate> Endless()
    {
        for (long id = 1; ; id++)
        {
            yield return new LeadUpdate(id);
        }
    }

    private Bitrix24Client RealTime() => _portal.Client(static options => options.TimeProvider = TimeProvider.System);

    private async Task<int> CountAsync(IEnumerable<LeadUpdate> updates, CancellationTokenSource source, int cancelAfter)
    {
        int count = 0;
        await foreach (CrmUpdateResult _ in _portal.Client().UpdateManyAsync(updates, cancellationToken: source.Token))
        {
            if (++count == cancelAfter)
            {
                await source.CancelAsync();
            }
        }

        return count;
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<CrmUpdateResult> outcomes)
    {
        int count = 0;
        await foreach (CrmUpdateResult outcome in outcomes)
        {
            Assert.Equal(CrmUpdateStatus.Updated, outcome.Status);
            count++;
        }

        return count;
    }

    /// <summary>Yields one update. Then it ignores cancellation, and yields nothing until the test ends it.</summary>
    private sealed class UncancelableQueue : IAsyncEnumerable<LeadUpdate>, IAsyncEnumerator<LeadUpdate>
    {
        private readonly TaskCompletionSource<bool> _moved = new();
        private readonly TaskCompletionSource _disposed = new();
        private bool _hasYielded;

        public LeadUpdate Current { get; } = Named(1);

        public Task IsDisposed => _disposed.Task;

        public IAsyncEnumerator<LeadUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            bool isFirst = !_hasYielded;
            _hasYielded = true;
            return isFirst || await _moved.Task;
        }

        public void End() => _moved.SetResult(false);

        public ValueTask DisposeAsync()
        {
            _disposed.SetResult();
            return ValueTask.CompletedTask;
        }
    }
}
