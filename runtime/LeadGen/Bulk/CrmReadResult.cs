namespace LeadGen;

/// <summary>One lead of many that were read by their ids.</summary>
/// <typeparam name="TRecord">The generated read model.</typeparam>
/// <param name="Id">The id that was asked for.</param>
/// <param name="Record">The lead; <see langword="null"/> where the portal has none of that id, or did not answer with it.</param>
/// <param name="Error">Why it could not be read; <see langword="null"/> where it was, or where there is no such lead.</param>
public sealed record CrmReadResult<TRecord>(long Id, TRecord? Record, Bitrix24Exception? Error = null)
    where TRecord : CrmRecord
{
    /// <summary>The outcome on one line, without a value.</summary>
    public override string ToString() => $"lead {Id}: {(Record is not null ? "read" : Error is null ? "not found" : Error.Message)}";
}
