using System.Net;
using LeadGen.Access;
using LeadGen.Limits;
using LeadGen.Transport;

namespace LeadGen.Bulk;

/// <summary>Sends groups of items until each item has exactly one result.</summary>
/// <remarks>
/// If the work keeps their order, the items of one record are processed in order. They may share a batch, because a portal processes the commands of a
/// batch one after the other. An item is not retried if a later item of its record may have been processed, unless the later item is retried too.
/// </remarks>
/// <param name="calls">The calls.</param>
/// <param name="work">The work.</param>
/// <param name="report">Receives each result.</param>
/// <param name="isBulk">Whether the calls have the priority of bulk calls.</param>
internal sealed class BatchSender<TItem, TResult>(PortalCalls calls, BulkWork<TItem, TResult> work, Func<TResult, ValueTask> report, bool isBulk = true)
{
    // The default limit of nginx.
    private const int InitialMaxLength = 1024 * 1024;

    // The same as BatchBody.MaxCommands: if each row of a batch also fails alone, the text of a single row is not the cause.
    private const int MaxFailures = 50;

    // After this many failed calls in a row, each call has only one attempt, so that the run detects sooner that all calls fail.
    private const int FailuresBeforeProbes = 3;

    private volatile int _maxLength = InitialMaxLength;

    // The number of failed calls in a row. A batch counts as failed if each of its rows failed in each attempt.
    private int _failures;

    /// <summary>Sends a group.</summary>
    /// <returns>The failure that every further group would have; <see langword="null"/> if there is none.</returns>
    /// <exception cref="OperationCanceledException">The run was canceled. Each item has its result.</exception>
    public async Task<Bitrix24Exception?> SendAsync(IEnumerable<BulkEntry<TItem>> items, CancellationToken cancellationToken)
    {
        var group = new Group(items);
        Bitrix24Exception? fatal = null;
        try
        {
            while (fatal is null && group.Pending is [var first, ..])
            {
                fatal = first.NeedsSingleCall
                    ? await SendSingleAsync(group, first, cancellationToken).ConfigureAwait(false)
                    : await SendBatchAsync(group, cancellationToken).ConfigureAwait(false);
            }

            return fatal;
        }
        finally
        {
            await EndAsync(group, [.. group.Pending]).ConfigureAwait(false);
            work.OnGroup(group.Calls);
        }
    }

    private async Task<Bitrix24Exception?> SendBatchAsync(Group group, CancellationToken cancellationToken)
    {
        var batch = new BatchAttempts(group, work.GetMethod(group.Pending[0].Item));
        int failures = Volatile.Read(ref _failures);
        var traits = new CallTraits(RestMethod.Batch, isBulk)
        {
            MeteredMethod = batch.Method,
            Commands = group.Pending.Count,
            IsProbe = failures >= FailuresBeforeProbes || (failures == 0 && group.Pending[0].MaxBatchSize is > 1 and < int.MaxValue),
        };
        try
        {
            await calls.RunAsync(traits, ct => PostAsync(batch, traits, ct), cancellationToken).ConfigureAwait(false);
        }
        catch (Bitrix24Exception)
        {
            // The reason is the last failure of the batch.
        }

        if (batch.Failure is not { } failure)
        {
            Bitrix24Exception? rejected = batch.Rows.Count > 0 ? batch.TokenFailure : null;
            if (batch.Fatal is null && rejected is not null && TryRefresh(group, batch.Credentials!))
            {
                // Not processed: the next batch of the group sends these rows again.
                return null;
            }

            await EndAsync(group, batch.Rows).ConfigureAwait(false);
            return batch.Fatal ?? rejected ?? (batch.HasAnswer || batch.RowFailure is not { } last ? null : CountFailure(last));
        }

        if (failure.StatusCode == HttpStatusCode.RequestEntityTooLarge)
        {
            // A single row that is too long is sent as a separate call.
            _maxLength = Math.Min(_maxLength, batch.Length / 2);
        }

        Bitrix24Exception? fatal = FindFatal(failure);
        if (fatal is null && batch is { Sent: > 1, Rows.Count: > 0 } && failure is not Bitrix24LimitException)
        {
            // A single row may be the cause, such as a text that a firewall blocks: the others succeed without it.
            batch.Rows.ForEach(entry => entry.MaxBatchSize = batch.Sent / 2);
            return null;
        }

        await EndAsync(group, batch.Rows).ConfigureAwait(false);
        return fatal ?? CountFailure(failure);
    }

    private bool TryRefresh(Group group, AccessCredentials rejected) => rejected.CanRefreshAfter(group.Refreshes++) && calls.Connection.TryExpire(rejected);

    private async Task PostAsync(BatchAttempts batch, CallTraits traits, CancellationToken cancellationToken)
    {
        var body = new BatchBody();
        Compose(batch, body);
        batch.Failure = null;
        if (batch.Rows.Count == 0)
        {
            return;
        }

        Bitrix24Exception? again;
        try
        {
            batch.Group.Calls++;
            using PortalReply reply = await calls.Connection.PostAsync(
                traits with { Commands = batch.Rows.Count, CommandMethods = body.Methods }, body.Buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            batch.Credentials = reply.Credentials;
            again = await ReportResultsAsync(batch, reply).ConfigureAwait(false);
        }
        catch (Bitrix24Exception e)
        {
            batch.Failure = e;
            if (e.IsOutcomeUnknown)
            {
                batch.Group.DiscardHeldResults();
            }

            await ReportResultsAsync(batch, [.. batch.Rows.Select(entry => Failed(entry, e, isTransient: true))]).ConfigureAwait(false);
            if (batch.Rows.Count == 0)
            {
                return;
            }

            throw;
        }
        catch (Exception e) when (e is not CanceledBeforeSendException)
        {
            // A cancellation, or an exception of the caller's code: the portal may have received the batch.
            batch.Group.DiscardHeldResults();
            batch.Rows.ForEach(static entry => entry.MarkOutcomeUnknown());
            throw;
        }

        if (again is not null)
        {
            throw again;
        }
    }

    // The first attempt takes as many items of the group as fit. A retry takes those of them that have no result yet.
    private void Compose(BatchAttempts batch, BatchBody body)
    {
        List<BulkEntry<TItem>> rows = [];
        List<int> places = [];
        HashSet<long> heldRecords = [];
        int most = Volatile.Read(ref _failures) > 0 ? 1 : int.MaxValue;
        foreach (BulkEntry<TItem> entry in batch.IsComposed ? batch.Rows : batch.Group.Pending)
        {
            most = Math.Min(most, entry.MaxBatchSize);
            string? readingMethod = work.GetReadingMethod(entry.Item);
            if (rows.Count > 0 && (rows.Count >= most || body.Count + (readingMethod is null ? 1 : 2) > BatchBody.MaxCommands))
            {
                break;
            }

            // Later items of a record wait for an item that is sent in a separate call or batch. The items of a batch have one method, because a batch
            // is delayed by the operating time of one method.
            if (heldRecords.Contains(work.RecordId(entry.Item)))
            {
                continue;
            }

            if (work.GetMethod(entry.Item) != batch.Method)
            {
                Hold(entry);
                continue;
            }

            AddRowResult addResult = entry.NeedsSingleCall ? AddRowResult.NotSupported : body.TryAdd(work.GetMethod(entry.Item), entry.Item, work.Write, _maxLength);
            if (addResult == AddRowResult.TooLong)
            {
                break;
            }

            if (addResult == AddRowResult.Added)
            {
                rows.Add(entry);
                places.Add(body.Count - 1);
                if (readingMethod is not null)
                {
                    body.TryAdd(readingMethod, (entry.Item, (string?)body.LastName, default(TResult)), work.WriteReading, int.MaxValue);
                }

                continue;
            }

            entry.NeedsSingleCall = true;
            Hold(entry);
        }

        body.End();
        (batch.Rows, batch.Places, batch.IsComposed, batch.Sent, batch.Length) = (rows, places, true, rows.Count, body.Buffer.WrittenCount);

        void Hold(BulkEntry<TItem> entry)
        {
            if (work.KeepsOrder)
            {
                heldRecords.Add(work.RecordId(entry.Item));
            }
        }
    }

    /// <summary>Reports the results of the commands that are final.</summary>
    /// <returns>The reason to retry the remaining commands; <see langword="null"/> if none remains.</returns>
    private async Task<Bitrix24Exception?> ReportResultsAsync(BatchAttempts batch, PortalReply answer)
    {
        BatchReply reply = answer.Batch!;
        batch.Group.DiscardHeldResults();
        var results = new RowResult[batch.Rows.Count];
        Bitrix24Exception? retryReason = null;
        for (int i = 0; i < results.Length; i++)
        {
            BulkEntry<TItem> entry = batch.Rows[i];
            int place = batch.Places[i];
            TResult outcome = default!;
            if (calls.ReadCommand(work.GetMethod(entry.Item), work.NamedRecordId(entry.Item), reply[place], answer, result => outcome = work.GetResult(entry, answer, result)) is not { } failure)
            {
                batch.Group.HeldResults[entry] = work.GetReadingMethod(entry.Item) is { } method ? AddReading(method, entry, outcome, reply[place + 1], answer) : outcome;
                batch.HasAnswer = true;
                results[i] = ResultOf(entry, mayBeProcessed: true, canRetry: false);
                continue;
            }

            bool isTokenRejected = PortalErrors.IsTokenRejected(failure);
            batch.TokenFailure = isTokenRejected ? failure : batch.TokenFailure;
            batch.Fatal = !isTokenRejected && PortalErrors.IsForAllRecords(failure) ? failure : batch.Fatal;
            batch.HasAnswer |= PortalErrors.IsForOneRecord(failure);
            batch.RowFailure = failure;
            results[i] = Failed(entry, failure, failure.IsTransient || isTokenRejected);
            retryReason = results[i].CanRetry ? failure : retryReason;
            if (failure is Bitrix24LimitException { IsTransient: true } limit)
            {
                calls.Connection.Throttle.RecordRejection(batch.Method, limit);
            }
        }

        if (retryReason is not Bitrix24LimitException)
        {
            calls.Connection.Throttle.RecordAccepted(batch.Method);
        }

        if (batch.HasAnswer)
        {
            Volatile.Write(ref _failures, 0);
        }

        await ReportResultsAsync(batch, results).ConfigureAwait(false);
        if (batch.TokenFailure is null && batch.Rows.Count < results.Length)
        {
            // Only a reply with final results is progress. Otherwise, tokens would be refreshed endlessly if the portal returned token errors and
            // limit errors in turn.
            batch.Group.Refreshes = 0;
        }

        return batch.Rows.Count > 0 && batch.Fatal is null && batch.TokenFailure is null ? retryReason : null;
    }

    // Rows that are not sent again already have their results.
    private async Task ReportResultsAsync(BatchAttempts batch, RowResult[] results)
    {
        bool[] again = work.KeepsOrder ? RowResult.FindRowsToRetry(results) : [.. results.Select(static result => result.CanRetry)];
        List<BulkEntry<TItem>> rows = batch.Rows;
        batch.Rows = [.. rows.Where((_, i) => again[i])];
        await EndAsync(batch.Group, [.. rows.Where((_, i) => !again[i])]).ConfigureAwait(false);
    }

    private RowResult Failed(BulkEntry<TItem> entry, Bitrix24Exception failure, bool isTransient)
    {
        entry.Fail(failure);
        return ResultOf(entry, failure.IsOutcomeUnknown, isTransient && (!failure.IsOutcomeUnknown || work.IsIdempotent(entry.Item)));
    }

    private RowResult ResultOf(BulkEntry<TItem> entry, bool mayBeProcessed, bool canRetry) =>
        new(work.RecordId(entry.Item), work.IsIdempotent(entry.Item), mayBeProcessed, canRetry);

    private TResult AddReading(string method, BulkEntry<TItem> entry, TResult outcome, BatchReply.Command command, PortalReply answer) =>
        calls.ReadCommand(method, work.ReadingRecordId(entry.Item, outcome), command, answer, result => outcome = work.AddReading(entry.Item, outcome, answer, result)) is { } failure
            ? AddReadingFailure(method, entry, outcome, failure)
            : outcome;

    private TResult AddReadingFailure(string method, BulkEntry<TItem> entry, TResult outcome, Bitrix24Exception failure)
    {
        if (failure is Bitrix24LimitException { IsTransient: true } limit)
        {
            calls.Connection.Throttle.RecordRejection(method, limit);
        }

        return work.AddReadingFailure(entry.Item, outcome, failure);
    }

    private async Task<Bitrix24Exception?> SendSingleAsync(Group group, BulkEntry<TItem> entry, CancellationToken cancellationToken)
    {
        var traits = new CallTraits(work.GetMethod(entry.Item), isBulk, work.IsIdempotent(entry.Item)) { RecordId = work.NamedRecordId(entry.Item) };
        try
        {
            group.Calls++;
            group.DiscardHeldResults();
            group.HeldResults[entry] = await calls.CallAsync(
                traits, entry.Item, work.Write, Read, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _failures, 0);
            if (work.GetReadingMethod(entry.Item) is { } method)
            {
                await AddSingleReadingAsync(group, entry, method, cancellationToken).ConfigureAwait(false);
            }

            await EndAsync(group, [entry]).ConfigureAwait(false);
            return null;
        }
        catch (Bitrix24Exception e)
        {
            entry.Fail(e);
            await EndAsync(group, [entry]).ConfigureAwait(false);
            if (FindFatal(e) is { } fatal)
            {
                return fatal;
            }

            if (!PortalErrors.IsForOneRecord(e))
            {
                return CountFailure(e);
            }

            Volatile.Write(ref _failures, 0);
            return null;
        }
        catch (Exception e) when (e is not CanceledBeforeSendException && !group.HeldResults.ContainsKey(entry))
        {
            entry.MarkOutcomeUnknown();
            throw;
        }

        TResult Read(PortalReply reply)
        {
            if (traits.HadUnknownAttempt)
            {
                entry.MarkOutcomeUnknown();
            }

            return work.GetResult(entry, reply, reply.Result);
        }
    }

    // The item was processed, even if the call that reads the record fails.
    private async Task AddSingleReadingAsync(Group group, BulkEntry<TItem> entry, string method, CancellationToken cancellationToken)
    {
        group.Calls++;
        TResult outcome = group.HeldResults[entry];
        long id = work.ReadingRecordId(entry.Item, outcome);
        group.HeldResults[entry] = work.AddReadingFailure(entry.Item, outcome, calls.Connection.Failures.NotRead(method, id));
        try
        {
            group.HeldResults[entry] = await calls.CallAsync(
                new CallTraits(method, isBulk) { RecordId = id },
                (entry.Item, (string?)null, (TResult?)outcome),
                work.WriteReading,
                reply => work.AddReading(entry.Item, outcome, reply, reply.Result),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Bitrix24Exception e)
        {
            group.HeldResults[entry] = work.AddReadingFailure(entry.Item, outcome, e);
        }
        catch (OperationCanceledException)
        {
            // The result already states that the item was processed and its record was not read. The next call of the run is canceled too.
        }
    }

    // Failures that every further call would have. Denied access to a single record is reported in its row.
    private static Bitrix24Exception? FindFatal(Bitrix24Exception e) =>
        e.Failure.IsUnsent || PortalErrors.IsForAllRecords(e) || e is Bitrix24AccessDeniedException { Method: RestMethod.Batch } ? e : null;

    private Bitrix24Exception? CountFailure(Bitrix24Exception failure) =>
        Interlocked.Increment(ref _failures) >= MaxFailures ? calls.Connection.Failures.Blocked(MaxFailures, failure) : null;

    private async ValueTask EndAsync(Group group, IReadOnlyList<BulkEntry<TItem>> entries)
    {
        foreach (BulkEntry<TItem> entry in entries)
        {
            group.Pending.Remove(entry);
            await report(group.HeldResults.Remove(entry, out TResult? outcome) ? outcome : work.GetFailedResult(entry)).ConfigureAwait(false);
        }
    }

    /// <summary>Represents a group in progress: its items without a result.</summary>
    private sealed class Group(IEnumerable<BulkEntry<TItem>> items)
    {
        /// <summary>Gets the items without a result, in the order of the source.</summary>
        public List<BulkEntry<TItem>> Pending { get; } = [.. items];

        /// <summary>Gets the results of processed items that are sent again after an earlier item. They are valid until the next attempt.</summary>
        public Dictionary<BulkEntry<TItem>, TResult> HeldResults { get; } = [];

        public int Calls { get; set; }

        /// <summary>Gets or sets the number of token refreshes since the last reply that contained a final result and no token error.</summary>
        public int Refreshes { get; set; }

        /// <summary>Discards the <see cref="HeldResults"/>, because an earlier item may have been processed after them.</summary>
        public void DiscardHeldResults()
        {
            foreach (BulkEntry<TItem> entry in HeldResults.Keys)
            {
                entry.MarkOutcomeUnknown();
            }

            HeldResults.Clear();
        }
    }

    /// <summary>Represents one batch with its retries.</summary>
    private sealed class BatchAttempts(Group group, string method)
    {
        public Group Group => group;

        /// <summary>Gets the method of the items.</summary>
        public string Method => method;

        public bool IsComposed { get; set; }

        /// <summary>Gets or sets the items of the last attempt, in the order of their rows; after the attempt, the items to send again.</summary>
        public List<BulkEntry<TItem>> Rows { get; set; } = [];

        /// <summary>Gets or sets the positions of the commands of <see cref="Rows"/> in the last attempt.</summary>
        public List<int> Places { get; set; } = [];

        /// <summary>Gets or sets the failure of the last attempt as a whole; <see langword="null"/> if the portal answered each command.</summary>
        public Bitrix24Exception? Failure { get; set; }

        /// <summary>Gets or sets whether a row has succeeded, or failed with an error of its record.</summary>
        public bool HasAnswer { get; set; }

        /// <summary>Gets or sets the last failure of a row.</summary>
        public Bitrix24Exception? RowFailure { get; set; }

        /// <summary>Gets or sets the failure of a row that every further row would have too.</summary>
        public Bitrix24Exception? Fatal { get; set; }

        /// <summary>Gets or sets the failure of a row that was rejected in the last attempt because of its access token.</summary>
        public Bitrix24Exception? TokenFailure { get; set; }

        /// <summary>Gets or sets the credentials of the last reply.</summary>
        public AccessCredentials? Credentials { get; set; }

        /// <summary>Gets or sets the number of rows of the last attempt.</summary>
        public int Sent { get; set; }

        /// <summary>Gets or sets the length of the last body in bytes.</summary>
        public int Length { get; set; }
    }
}
