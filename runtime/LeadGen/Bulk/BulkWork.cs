using LeadGen.Transport;
using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>What a bulk run does with each of its items: one command, and one outcome.</summary>
internal abstract class BulkWork<TItem, TOutcome>
{
    /// <summary>Gets the method that is called for an item.</summary>
    public abstract string MethodOf(TItem item);

    /// <summary>Whether items of one lead are processed in the order of the source.</summary>
    public virtual bool KeepsOrder => false;

    /// <summary>Writes the arguments, for a row of a batch or for a body.</summary>
    public abstract void Write(WireWriter writer, TItem item);

    /// <summary>The lead that the item is about.</summary>
    public abstract long RecordId(TItem item);

    /// <summary>Whether the command is idempotent.</summary>
    public virtual bool MayRepeat(TItem item) => true;

    /// <summary>Checks that the item can be sent to the portal. An exception ends the source, and the item is not sent.</summary>
    public virtual ValueTask CheckAsync(TItem item, CancellationToken cancellationToken) => default;

    /// <summary>The outcome of an item for which there is nothing to be called; <see langword="false"/> where there is.</summary>
    public virtual bool TrySkip(TItem item, long index, out TOutcome outcome)
    {
        outcome = default!;
        return false;
    }

    /// <summary>The outcome of a command that the portal processed.</summary>
    /// <param name="entry">The item.</param>
    /// <param name="reply">The reply that contains the result.</param>
    /// <param name="result">The result of the command.</param>
    /// <exception cref="FormatException">The result is none of this method.</exception>
    public abstract TOutcome Done(BulkEntry<TItem> entry, PortalReply reply, ReadOnlySpan<byte> result);

    /// <summary>The outcome of an item that failed, or was not sent before the run ended.</summary>
    public abstract TOutcome Failed(BulkEntry<TItem> entry);

    /// <summary>Is told of each outcome when it is there.</summary>
    public virtual void OnOutcome(TOutcome outcome)
    {
    }

    /// <summary>Is told after each group of items, and how many calls it took.</summary>
    public virtual void OnGroup(int calls)
    {
    }
}

/// <summary>An item on its way.</summary>
internal sealed class BulkEntry<TItem>(TItem item, long index)
{
    public TItem Item => item;

    public long Index => index;

    /// <summary>Whether an attempt may have been processed though no answer says so.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Whether the portal itself refused the last attempt.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>The last failure, or the reason why the outcome is unknown; <see langword="null"/> without a failure.</summary>
    public Bitrix24Exception? Error { get; private set; }

    /// <summary>Whether it is too long for a row of a batch.</summary>
    public bool IsSingle { get; set; }

    /// <summary>The maximum number of rows of its batch: smaller after each batch that failed as a whole.</summary>
    public int LargestBatch { get; set; } = int.MaxValue;

    /// <summary>What went wrong in the last attempt that failed, which is all that matters of a read.</summary>
    public Bitrix24Exception? LastError { get; private set; }

    /// <summary>Records a failure. If the outcome of an earlier attempt is unknown, it stays unknown, with its reason.</summary>
    public void Fail(Bitrix24Exception error)
    {
        LastError = error;
        Error = IsInDoubt && !error.IsOutcomeUnknown ? Error ?? error.With(error.Failure with { IsOutcomeUnknown = true }) : error;
        IsInDoubt |= error.IsOutcomeUnknown;
        IsRefused = !error.Failure.IsUnsent;
    }

    /// <summary>Records an attempt that may have been processed, though nothing is known to have failed.</summary>
    public void MarkInDoubt()
    {
        Error = Error is { IsOutcomeUnknown: true } ? Error : null;
        IsInDoubt = true;
    }
}
