using LeadGen.Wire;

namespace LeadGen.Bulk;

/// <summary>What a bulk run does with each of its items: one command, and one outcome.</summary>
internal abstract class BulkWork<TItem, TOutcome>
{
    /// <summary>The method that is called for each item.</summary>
    public abstract string Method { get; }

    /// <summary>Writes the arguments, for a row of a batch or for a body.</summary>
    public abstract void Write(WireWriter writer, TItem item);

    /// <summary>Whether carrying the command out twice leaves no more than once.</summary>
    public virtual bool MayRepeat(TItem item) => true;

    /// <summary>Of items with the same key, one is sent only after the one before it has its outcome; <see langword="null"/> where order is no matter.</summary>
    public virtual long? OrderKey(TItem item) => null;

    /// <summary>The outcome of an item for which there is nothing to be called; <see langword="false"/> where there is.</summary>
    public virtual bool TrySkip(TItem item, long index, out TOutcome outcome)
    {
        outcome = default!;
        return false;
    }

    /// <summary>The outcome of a command that the portal carried out.</summary>
    /// <exception cref="FormatException">The result is none of this method.</exception>
    public abstract TOutcome Done(TItem item, long index, ReadOnlySpan<byte> result);

    /// <summary>The outcome of a command that failed for good.</summary>
    /// <param name="entry">The item, and what went wrong with it.</param>
    /// <param name="error">The last that went wrong.</param>
    public abstract TOutcome Failed(BulkEntry<TItem> entry, Bitrix24Exception error);

    /// <summary>The outcome of an item for which the run has ended.</summary>
    public abstract TOutcome Abandoned(BulkEntry<TItem> entry);

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

    /// <summary>Whether an attempt may have been carried out though no answer says so.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>What went wrong with it last; <see langword="null"/> where nothing did.</summary>
    public Bitrix24Exception? Error { get; private set; }

    /// <summary>Takes down a failure. A doubt that an earlier attempt has left stays.</summary>
    public void Fail(Bitrix24Exception error)
    {
        Error = error;
        IsInDoubt |= error.IsOutcomeUnknown;
    }
}
