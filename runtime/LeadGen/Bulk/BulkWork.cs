using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>Represents the work of a bulk run: one command and one result for each item.</summary>
internal abstract class BulkWork<TItem, TResult>
{
    /// <summary>Gets the method that is called for an item.</summary>
    public abstract string GetMethod(TItem item);

    /// <summary>Gets whether items of one record are processed in the order of the source.</summary>
    public virtual bool KeepsOrder => false;

    /// <summary>Writes the arguments, for a row of a batch or for a body.</summary>
    public abstract void Write(WireWriter writer, TItem item);

    /// <summary>Gets the ID of the item's record.</summary>
    public abstract long RecordId(TItem item);

    /// <summary>Gets the ID of the item's record for messages; <see langword="null"/> if it has none before its command was processed.</summary>
    public virtual long? NamedRecordId(TItem item) => RecordId(item);

    /// <summary>Determines whether the command is idempotent.</summary>
    public virtual bool IsIdempotent(TItem item) => true;

    /// <summary>Checks that the item can be sent to the portal. An exception ends the run, unless <see cref="TryReject"/> returns a result for the item.</summary>
    public virtual ValueTask CheckAsync(TItem item, CancellationToken cancellationToken) => default;

    /// <summary>Gets the result of an item that can't be sent because it is invalid. Returns <see langword="false"/> if the exception ends the run.</summary>
    public virtual bool TryReject(BulkEntry<TItem> entry, ArgumentException error, out TResult outcome)
    {
        outcome = default!;
        return false;
    }

    /// <summary>Gets the result of an item that needs no call. Returns <see langword="false"/> if it needs one.</summary>
    public virtual bool TrySkip(TItem item, long index, out TResult outcome)
    {
        outcome = default!;
        return false;
    }

    /// <summary>Gets the result of a command that the portal processed.</summary>
    /// <param name="entry">The item.</param>
    /// <param name="reply">The reply that contains the result.</param>
    /// <param name="result">The result of the command.</param>
    /// <exception cref="FormatException">The result has another format.</exception>
    public abstract TResult GetResult(BulkEntry<TItem> entry, PortalReply reply, ReadOnlySpan<byte> result);

    /// <summary>Gets the method of a second command, which follows the item's command and reads the stored record; <see langword="null"/> if there is none.</summary>
    public virtual string? GetReadingMethod(TItem item) => null;

    /// <summary>Writes the arguments of the second command.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="target">The item, and the name of its command in the same batch, or its result if the second command is a separate call.</param>
    public virtual void WriteReading(WireWriter writer, (TItem Item, string? Command, TResult? Outcome) target) => throw new NotSupportedException();

    /// <summary>Gets the ID of the record that the second command reads.</summary>
    public virtual long ReadingRecordId(TItem item, TResult outcome) => RecordId(item);

    /// <summary>Adds the result of the second command to that of the item.</summary>
    /// <exception cref="FormatException">The result has another format.</exception>
    public virtual TResult AddReading(TItem item, TResult outcome, PortalReply reply, ReadOnlySpan<byte> result) => outcome;

    /// <summary>Adds the failure of the second command to the result of the item.</summary>
    public virtual TResult AddReadingFailure(TItem item, TResult outcome, Bitrix24Exception failure) => outcome;

    /// <summary>Gets the result of an item that failed, or was not sent before the run ended.</summary>
    public abstract TResult GetFailedResult(BulkEntry<TItem> entry);

    /// <summary>Called for each result.</summary>
    public virtual void OnResult(TResult outcome)
    {
    }

    /// <summary>Called after each group, with the number of its calls.</summary>
    public virtual void OnGroup(int calls)
    {
    }
}

/// <summary>Represents an item in progress.</summary>
internal sealed class BulkEntry<TItem>(TItem item, long index)
{
    public TItem Item => item;

    public long Index => index;

    /// <summary>Gets whether an attempt without a reply may have been processed.</summary>
    public bool IsOutcomeUnknown { get; private set; }

    /// <summary>Gets whether the last attempt was sent and failed.</summary>
    public bool IsRejected { get; private set; }

    /// <summary>Gets the last failure, or the reason why the outcome is unknown; <see langword="null"/> without a failure.</summary>
    public Bitrix24Exception? Error { get; private set; }

    /// <summary>Gets or sets whether the item needs a separate call.</summary>
    public bool NeedsSingleCall { get; set; }

    /// <summary>Gets or sets the maximum number of rows of its batch, which is halved after each batch that failed as a whole.</summary>
    public int MaxBatchSize { get; set; } = int.MaxValue;

    /// <summary>Gets the failure of the last attempt, regardless of earlier ones.</summary>
    public Bitrix24Exception? LastError { get; private set; }

    /// <summary>Records a failure. If the outcome of an earlier attempt is unknown, it stays unknown, with its reason.</summary>
    public void Fail(Bitrix24Exception error)
    {
        LastError = error;
        Error = IsOutcomeUnknown && !error.IsOutcomeUnknown ? Error ?? error.With(error.Failure with { IsOutcomeUnknown = true }) : error;
        IsOutcomeUnknown |= error.IsOutcomeUnknown;
        IsRejected = !error.Failure.IsUnsent;
    }

    /// <summary>Records an attempt that may have been processed, without a known failure.</summary>
    public void MarkOutcomeUnknown()
    {
        Error = Error is { IsOutcomeUnknown: true } ? Error : null;
        IsOutcomeUnknown = true;
    }
}
