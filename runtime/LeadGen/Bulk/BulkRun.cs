using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using LeadGen.Limits;
using LeadGen.Transport;

namespace LeadGen.Bulk;

/// <summary>
/// Reads items from a source as fast as they can be sent, sends them in a few concurrent groups, and returns one
/// result for each item.
/// </summary>
/// <remarks>
/// Holds only the groups in progress, a limited number of items that wait for a group, and the results that its reader
/// has not read yet: if the reader pauses, reading the source pauses too. Items of one record whose order matters are never in two groups at once.
/// With Parallel.ForEachAsync or a channel for each worker, an item would be assigned to a worker before it is known which items fill a
/// batch: 50 updates of different records would take four calls instead of one, and a portal permits two calls per second.
/// </remarks>
internal sealed class BulkRun<TItem, TResult>(PortalCalls calls, BulkWork<TItem, TResult> work, CrmBulkOptions options)
{
    // Items that wait for another item of their record are read ahead, up to a limit, so that they do not delay other records.
    private const int MaxPending = 2000;

    // The results of a few batches fit, so that senders do not wait for the reader after each result.
    private const int MaxUnreadGroups = 8;

    private readonly Channel<TResult> _outcomes = Channel.CreateBounded<TResult>(
        new BoundedChannelOptions(options.BatchSize * MaxUnreadGroups) { SingleReader = true });

    // Items that were read from the source and are not in progress, in source order.
    private readonly List<BulkEntry<TItem>> _pending = [];

    // The records with items in progress, if the order matters.
    private readonly HashSet<long> _leadsInProgress = [];
    private readonly List<Task<CompletedGroup>> _groupsInProgress = [];

    // The number of pending items that could be sent now, and the time since which there are any.
    private int _ready;
    private long _lingerStart;
    private long _itemsRead;
    private Exception? _sourceFailure;
    private Bitrix24Exception? _fatal;

    private bool CanDispatch => _ready > 0 && _groupsInProgress.Count < options.MaxConcurrentBatches;

    private TimeSpan Lingered => calls.Time.GetElapsedTime(_lingerStart);

    private bool IsLingerOver => Lingered >= options.MaxLinger;

    private bool CanReadMore => _ready < options.BatchSize && _pending.Count < MaxPending;

    /// <summary>Returns the results of a run. Each enumeration starts a run.</summary>
    public static async IAsyncEnumerable<TResult> RunAsync(
        IAsyncEnumerable<TItem> source,
        PortalCalls calls,
        Func<BulkWork<TItem, TResult>> work,
        CrmBulkOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new BulkRun<TItem, TResult>(calls, work(), options);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task pump = Task.Run(() => run.PumpAsync(source, stopping.Token), CancellationToken.None);
        try
        {
            // Not canceled: items in progress have results after a cancellation too.
            await foreach (TResult outcome in run._outcomes.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return outcome;
            }

            await pump.ConfigureAwait(false);
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);

            // Drain the channel so that senders can finish.
            await foreach (TResult unwanted in run._outcomes.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                _ = unwanted;
            }

            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<TItem> source, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await ReadAndSendAsync(source, reading, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The reader waits for the end of the channel, even after an exception.
            try
            {
                await Task.WhenAll(_groupsInProgress.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                foreach (BulkEntry<TItem> entry in _pending)
                {
                    await WriteResultAsync(work.GetFailedResult(entry)).ConfigureAwait(false);
                }
            }
            finally
            {
                _outcomes.Writer.Complete();
            }
        }

        if ((_fatal ?? _sourceFailure) is { } end)
        {
            ExceptionDispatchInfo.Throw(end);
        }
    }

    private async Task ReadAndSendAsync(IAsyncEnumerable<TItem> source, CancellationTokenSource reading, CancellationToken cancellationToken)
    {
        IAsyncEnumerator<TItem> items = source.GetAsyncEnumerator(reading.Token);
        Task<bool>? next = null;
        try
        {
            var sender = new BatchSender<TItem, TResult>(calls, work, WriteResultAsync);
            Task canceled = Task.Delay(Timeout.Infinite, reading.Token);
            Task linger = Task.CompletedTask;
            bool isAtEnd = false;
            while (_fatal is null)
            {
                if (_groupsInProgress.Find(static group => group.IsCompleted) is { } ended)
                {
                    _groupsInProgress.Remove(ended);
                    Release(await ended.ConfigureAwait(false));
                    continue;
                }

                // A source that completes synchronously stays in this loop while none of its items is to be sent.
                while (next is null && !isAtEnd && CanReadMore && !(CanDispatch && IsLingerOver) && !_groupsInProgress.Exists(static group => group.IsCompleted))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    next = MoveNextAsync(items);
                    if (next.IsCompleted)
                    {
                        (Task<bool> moved, next) = (next, null);
                        isAtEnd = !await TakeAsync(items, moved, reading.Token).ConfigureAwait(false);
                    }
                }

                if (CanDispatch && (_ready >= options.BatchSize || isAtEnd || !CanReadMore || IsLingerOver))
                {
                    Dispatch(sender, cancellationToken);
                    continue;
                }

                if (isAtEnd && _groupsInProgress.Count == 0)
                {
                    return;
                }

                // Only one timer at a time. If it ends too early, another one follows.
                if (CanDispatch && linger.IsCompleted)
                {
                    linger = Task.Delay(Timers.GetTimerDelay(options.MaxLinger - Lingered), calls.Time, reading.Token);
                }

                Task first = await Task.WhenAny([canceled, .. _groupsInProgress, .. new[] { next, CanDispatch ? linger : null }.OfType<Task>()]).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (first == next)
                {
                    (Task<bool> moved, next) = (next, null);
                    isAtEnd = !await TakeAsync(items, moved, reading.Token).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await reading.CancelAsync().ConfigureAwait(false);
            if (next is { IsCompletedSuccessfully: true })
            {
                // The item was read from the source, so it gets a result. The caller already receives the cancellation.
                await ((Task)TakeAsync(items, next, reading.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Task leaving = DisposeAfterMoveAsync(items, next);
            if (next is null or { IsCompleted: true })
            {
                await leaving.ConfigureAwait(false);
            }
        }
    }

    // An enumerator must not be disposed while it moves. One that ignores its token may never finish, so the run does not wait for it.
    private static async Task DisposeAfterMoveAsync(IAsyncEnumerator<TItem> items, Task? moving)
    {
        await (moving ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await items.DisposeAsync().ConfigureAwait(false);
    }

    // A hand-written enumerator may throw synchronously. The task turns that into a failure like any other.
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<TItem> items) => await items.MoveNextAsync().ConfigureAwait(false);

    /// <summary>Takes the current item of the source. The item then gets a result, even if it can't be sent.</summary>
    /// <returns>Whether the source has more items; <see langword="false"/> if it failed.</returns>
    /// <exception cref="OperationCanceledException">The run was canceled while the item was checked.</exception>
    private async Task<bool> TakeAsync(IAsyncEnumerator<TItem> items, Task<bool> moved, CancellationToken reading)
    {
        TItem item;
        try
        {
            if (!await moved.ConfigureAwait(false))
            {
                return false;
            }

            item = items.Current ?? throw new InvalidOperationException("The source returned null instead of an item.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !reading.IsCancellationRequested)
        {
            // Items that were read before are sent, and then the failure is thrown.
            _sourceFailure = e;
            return false;
        }

        long index = _itemsRead++;
        if (work.TrySkip(item, index, out TResult outcome))
        {
            await WriteResultAsync(outcome).ConfigureAwait(false);
            return true;
        }

        var entry = new BulkEntry<TItem>(item, index);
        try
        {
            await work.CheckAsync(item, reading).ConfigureAwait(false);
        }
        catch (ArgumentException e) when (work.TryReject(entry, e, out outcome))
        {
            await WriteResultAsync(outcome).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            if (e is Bitrix24Exception failure)
            {
                entry.Fail(failure);
            }

            await WriteResultAsync(work.GetFailedResult(entry)).ConfigureAwait(false);
            if (e is OperationCanceledException && reading.IsCancellationRequested)
            {
                throw;
            }

            _sourceFailure = e;
            return false;
        }

        _pending.Add(entry);
        SetReady(IsBusy(entry) ? _ready : _ready + 1);
        return true;
    }

    private bool IsBusy(BulkEntry<TItem> entry) => work.KeepsOrder && _leadsInProgress.Contains(work.RecordId(entry.Item));

    private void SetReady(int count)
    {
        _lingerStart = _ready == 0 ? calls.Time.GetTimestamp() : _lingerStart;
        _ready = count;
    }

    // Takes the first items whose records have nothing in progress; several items of one record keep their order in the batch.
    private void Dispatch(BatchSender<TItem, TResult> sender, CancellationToken cancellationToken)
    {
        List<BulkEntry<TItem>> group = new(options.BatchSize);
        foreach (BulkEntry<TItem> entry in _pending)
        {
            if (group.Count < options.BatchSize && !IsBusy(entry))
            {
                group.Add(entry);
            }
        }

        var taken = group.ToHashSet();
        _pending.RemoveAll(taken.Contains);
        _leadsInProgress.UnionWith(group.Select(entry => work.RecordId(entry.Item)));
        SetReady(_pending.Count(entry => !IsBusy(entry)));
        _groupsInProgress.Add(Task.Run(
            async () => new CompletedGroup(group, await sender.SendAsync(group, cancellationToken).ConfigureAwait(false)), CancellationToken.None));
    }

    private void Release(CompletedGroup ended)
    {
        _fatal ??= ended.Fatal;
        _leadsInProgress.ExceptWith(ended.Group.Select(entry => work.RecordId(entry.Item)));
        SetReady(_pending.Count(entry => !IsBusy(entry)));
    }

    private async ValueTask WriteResultAsync(TResult outcome)
    {
        await _outcomes.Writer.WriteAsync(outcome, CancellationToken.None).ConfigureAwait(false);
        work.OnResult(outcome);
    }

    private sealed record CompletedGroup(List<BulkEntry<TItem>> Group, Bitrix24Exception? Fatal);
}
