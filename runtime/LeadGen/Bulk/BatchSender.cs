using System.Net;
using System.Text.Json;
using LeadGen.Client;

namespace LeadGen.Bulk;

/// <summary>Sends groups of items until each item has its one outcome, whatever happens to the calls.</summary>
internal sealed class BatchSender<TItem, TOutcome>(PortalCalls calls, BulkWork<TItem, TOutcome> work, Func<TOutcome, ValueTask> tell)
{
    private const string Batch = "batch";

    // What a web server takes where nobody has changed nginx's default.
    private const int FirstMaxLength = 1024 * 1024;

    private volatile int _maxLength = FirstMaxLength;

    /// <summary>Sends a group, in which no order key comes twice.</summary>
    /// <returns>The failure that any further group would meet too; <see langword="null"/> where there is none.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled; each item has its outcome all the same.</exception>
    public async Task<Bitrix24Exception?> SendAsync(IEnumerable<BulkEntry<TItem>> items, CancellationToken cancellationToken)
    {
        var group = new Group(items);
        Bitrix24Exception? fatal = null;
        try
        {
            while (fatal is null && group.Open.Count > 0)
            {
                fatal = await SendBatchAsync(group, cancellationToken).ConfigureAwait(false);
            }

            while (fatal is null && group.Singles.TryPeek(out BulkEntry<TItem>? single))
            {
                fatal = await SendSingleAsync(group, single, cancellationToken).ConfigureAwait(false);
            }

            return fatal;
        }
        finally
        {
            // Where an item could not be written, one before it may be among both.
            foreach (BulkEntry<TItem> entry in group.Open.Union(group.Singles))
            {
                await tell(work.Abandoned(entry)).ConfigureAwait(false);
            }

            work.OnGroup(group.Calls);
        }
    }

    private async Task<Bitrix24Exception?> SendBatchAsync(Group group, CancellationToken cancellationToken)
    {
        var batch = new BatchAttempts(group);
        var traits = new CallTraits(Batch, IsBulk: true) { WorkingMethod = work.Method, Commands = group.Open.Count };
        try
        {
            await calls.RunAsync(traits, ct => PostAsync(batch, traits, ct), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Bitrix24Exception e) when (e.StatusCode == HttpStatusCode.RequestEntityTooLarge)
        {
            // The same items again in smaller batches. A row that is too long alone goes as a call of its own.
            _maxLength = Math.Min(_maxLength, batch.Length / 2);
            return null;
        }
        catch (Bitrix24Exception e)
        {
            foreach (BulkEntry<TItem> entry in batch.Rows)
            {
                await FailAsync(group, entry).ConfigureAwait(false);
            }

            return FatalOf(e);
        }
    }

    private async Task PostAsync(BatchAttempts batch, CallTraits traits, CancellationToken cancellationToken)
    {
        using var body = new BatchBody(work.Method);
        Compose(batch, body);
        if (batch.Rows.Count == 0)
        {
            return;
        }

        Bitrix24Exception? again;
        try
        {
            batch.Group.Calls++;
            using PortalReply reply = await calls.Connection.PostAsync(
                traits with { Commands = batch.Rows.Count }, body.Buffer, cancellationToken).ConfigureAwait(false);
            again = await SettleAsync(batch, reply).ConfigureAwait(false);
        }
        catch (Bitrix24Exception e)
        {
            await FailAsync(batch, e).ConfigureAwait(false);
            if (batch.Rows.Count == 0)
            {
                return;
            }

            throw;
        }
        catch (Exception e) when (e is not CanceledUnsentException)
        {
            // A cancellation, or what somebody else's code threw: the portal may have the batch all the same.
            batch.Rows.ForEach(static entry => entry.IsInDoubt = true);
            throw;
        }

        if (again is not null)
        {
            throw again;
        }
    }

    // The first attempt takes as many of the group as fit; those that follow take what is left of that.
    private void Compose(BatchAttempts batch, BatchBody body)
    {
        List<BulkEntry<TItem>> wanted = batch.IsComposed ? batch.Rows : batch.Group.Open;
        List<BulkEntry<TItem>> rows = new(wanted.Count);
        HashSet<BulkEntry<TItem>>? singles = null;
        foreach (BulkEntry<TItem> entry in wanted)
        {
            RowFate fate = body.TryAdd(entry.Item, work.Write, _maxLength);
            if (fate == RowFate.Added)
            {
                rows.Add(entry);
            }
            else if (fate == RowFate.NoRow)
            {
                (singles ??= []).Add(entry);
                batch.Group.Singles.Enqueue(entry);
            }
            else
            {
                break;
            }
        }

        if (singles is not null)
        {
            batch.Group.Open.RemoveAll(singles.Contains);
        }

        body.End();
        (batch.Rows, batch.IsComposed, batch.Length) = (rows, true, body.Buffer.Length);
    }

    // Where nobody knows what became of the batch, what must not be done twice ends here; the rest may be sent again.
    private async Task FailAsync(BatchAttempts batch, Bitrix24Exception e)
    {
        batch.Rows.ForEach(entry => entry.Fail(e));
        foreach (BulkEntry<TItem> entry in batch.Rows.FindAll(entry => e.IsOutcomeUnknown && !work.MayRepeat(entry.Item)))
        {
            await FailAsync(batch.Group, entry).ConfigureAwait(false);
            batch.Rows.Remove(entry);
        }
    }

    /// <summary>Gives the commands that are settled their outcomes.</summary>
    /// <returns>Why those that are left should be sent again; <see langword="null"/> where none is.</returns>
    private async Task<Bitrix24Exception?> SettleAsync(BatchAttempts batch, PortalReply answer)
    {
        BatchReply reply = Read(answer, batch);
        calls.Connection.Throttle.Learn(
            work.Method, reply.Time, reply.Worked.Count > 0 ? reply.Worked.Sum : null, reply.Worked.Count);
        List<BulkEntry<TItem>> again = [];
        Bitrix24Exception? why = null;
        for (int i = 0; i < batch.Rows.Count; i++)
        {
            BulkEntry<TItem> entry = batch.Rows[i];
            Bitrix24Exception? failure = TrySettle(entry, reply[i], answer.Result, out TOutcome outcome);
            if (failure is null)
            {
                batch.Group.Open.Remove(entry);
                await tell(outcome).ConfigureAwait(false);
                continue;
            }

            entry.Fail(failure);
            if (!failure.IsTransient || (failure.IsOutcomeUnknown && !work.MayRepeat(entry.Item)))
            {
                await FailAsync(batch.Group, entry).ConfigureAwait(false);
                continue;
            }

            again.Add(entry);
            why = failure;
            if (failure is Bitrix24LimitException limit)
            {
                calls.Connection.Throttle.LearnRefusal(work.Method, limit);
            }
        }

        if (why is not Bitrix24LimitException)
        {
            calls.Connection.Throttle.LearnTaken(work.Method);
        }

        batch.Rows = again;
        return why;
    }

    private static BatchReply Read(PortalReply answer, BatchAttempts batch)
    {
        try
        {
            return BatchReply.Parse(answer.Result, batch.Rows.Count);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // An answer that says nothing of any command: each of them is treated as one that is missing.
            return BatchReply.Parse("{}"u8, batch.Rows.Count);
        }
    }

    /// <summary>The outcome of a command, or why it has none yet.</summary>
    private Bitrix24Exception? TrySettle(BulkEntry<TItem> entry, BatchReply.Command command, ReadOnlySpan<byte> results, out TOutcome outcome)
    {
        outcome = default!;
        if (command.Error is not null)
        {
            return calls.Connection.Refusal(work.Method, command.Error, command.ErrorDescription);
        }

        if (command.Result is not { } range)
        {
            return calls.Connection.Unreadable(work.Method, null, "nothing, in the answer to a batch");
        }

        try
        {
            outcome = work.Done(entry.Item, entry.Index, results[range]);
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return calls.Connection.Unreadable(work.Method, null, "a result of another shape");
        }
    }

    private async Task<Bitrix24Exception?> SendSingleAsync(Group group, BulkEntry<TItem> entry, CancellationToken cancellationToken)
    {
        var traits = new CallTraits(work.Method, IsBulk: true, work.MayRepeat(entry.Item));
        try
        {
            group.Calls++;
            TOutcome outcome = await calls.CallAsync(
                traits, entry.Item, work.Write, reply => work.Done(entry.Item, entry.Index, reply.Result), cancellationToken).ConfigureAwait(false);
            group.Singles.Dequeue();
            await tell(outcome).ConfigureAwait(false);
            return null;
        }
        catch (Bitrix24Exception e)
        {
            entry.Fail(e);
            group.Singles.Dequeue();
            await FailAsync(group, entry).ConfigureAwait(false);
            return FatalOf(e);
        }
        catch (Exception e)
        {
            entry.IsInDoubt |= e is not CanceledUnsentException;
            throw;
        }
    }

    // What lets nobody in, or sends all away, does so with the next batch too. A single lead that is denied says so in its own row.
    private static Bitrix24Exception? FatalOf(Bitrix24Exception e) =>
        e is Bitrix24AuthenticationException or Bitrix24AccessDeniedException { Method: Batch } or Bitrix24ReplyException { IsTransient: false }
            or Bitrix24LimitException { InnerException: not null } ? e : null;

    private ValueTask FailAsync(Group group, BulkEntry<TItem> entry)
    {
        group.Open.Remove(entry);
        return tell(work.Failed(entry, entry.Error!));
    }

    /// <summary>A group on its way: what has no outcome yet.</summary>
    private sealed class Group(IEnumerable<BulkEntry<TItem>> items)
    {
        /// <summary>Items for batches.</summary>
        public List<BulkEntry<TItem>> Open { get; } = [.. items];

        /// <summary>Items that a row can't carry.</summary>
        public Queue<BulkEntry<TItem>> Singles { get; } = [];

        public int Calls { get; set; }
    }

    /// <summary>One batch with its repetitions.</summary>
    private sealed class BatchAttempts(Group group)
    {
        public Group Group => group;

        public bool IsComposed { get; set; }

        /// <summary>The items of the last attempt, in the order of their rows; after it, those that are to be sent again.</summary>
        public List<BulkEntry<TItem>> Rows { get; set; } = [];

        /// <summary>How long the last body was, in bytes.</summary>
        public int Length { get; set; }
    }
}
