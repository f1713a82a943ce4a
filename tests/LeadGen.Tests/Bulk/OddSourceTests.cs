using LeadGen.Tests.Portal;

namespace LeadGen.Tests.Bulk;

/// <summary>Bulk runs on sources that give nothing to send, fail in odd ways, or do not listen.</summary>
public sealed class OddSourceTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly BatchPortal _portal = new();

    [Fact]
    public async Task A_cancellation_is_heard_while_a_source_gives_nothing_to_send()
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CountAsync(Endless(), source, cancelAfter: 1000).WaitAsync(s_patience));
        Assert.Empty(_portal.Requests);
    }

    [Fact]
    public async Task What_is_to_be_sent_does_not_wait_for_the_end_of_what_is_not()
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
    public async Task Updates_of_one_lead_wait_for_each_other_and_for_nothing_else()
    {
        var options = new CrmBulkOptions { MaxLinger = TimeSpan.FromHours(1) };
        var last = new TaskCompletionSource();
        Task<int> run = CountAsync(RealTime().UpdateManyAsync(Slow(), options));
        await last.Task.WaitAsync(s_patience);
        Assert.Equal(300, await run.WaitAsync(s_patience));

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
    public async Task A_source_that_gives_up_by_itself_has_failed_and_is_not_taken_for_a_cancellation()
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
    public async Task A_source_that_does_not_listen_holds_up_no_cancellation_and_is_disposed_of_when_it_moves()
    {
        using var source = new CancellationTokenSource();
        var queue = new DeafQueue();
        List<CrmUpdateResult> outcomes = [];
        Task run = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(queue, cancellationToken: source.Token))
            {
                outcomes.Add(outcome);
                await source.CancelAsync();
            }
        });

        await run.WaitAsync(s_patience);
        Assert.Equal([CrmUpdateStatus.Updated], outcomes.Select(o => o.Status));
        Assert.False(queue.IsDisposed.IsCompleted);
        queue.Move();
        await queue.IsDisposed.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Nor_a_portal_that_lets_nobody_in()
    {
        _portal.Instead = static _ => Client.Script.Error(401, "INVALID_CREDENTIALS")();
        var queue = new DeafQueue();
        List<CrmUpdateResult> outcomes = [];
        Task run = Assert.ThrowsAsync<Bitrix24AuthenticationException>(async () =>
        {
            await foreach (CrmUpdateResult outcome in _portal.Client().UpdateManyAsync(queue))
            {
                outcomes.Add(outcome);
            }
        });

        await run.WaitAsync(s_patience);
        Assert.Equal([CrmUpdateStatus.Refused], outcomes.Select(o => o.Status));
        queue.Move();
        await queue.IsDisposed.WaitAsync(s_patience);
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

    /// <summary>Gives one update, and then nothing until it is told to end.</summary>
    private sealed class DeafQueue : IAsyncEnumerable<LeadUpdate>, IAsyncEnumerator<LeadUpdate>
    {
        private readonly TaskCompletionSource<bool> _moved = new();
        private readonly TaskCompletionSource _disposed = new();
        private bool _hasGiven;

        public LeadUpdate Current { get; } = Named(1);

        public Task IsDisposed => _disposed.Task;

        public IAsyncEnumerator<LeadUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            bool isFirst = !_hasGiven;
            _hasGiven = true;
            return isFirst || await _moved.Task;
        }

        public void Move() => _moved.SetResult(false);

        public ValueTask DisposeAsync()
        {
            _disposed.SetResult();
            return ValueTask.CompletedTask;
        }
    }
}
