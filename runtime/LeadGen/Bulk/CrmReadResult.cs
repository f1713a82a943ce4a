namespace LeadGen;

/// <summary>Represents the result of reading one of several leads.</summary>
/// <typeparam name="TRecord">The generated read model.</typeparam>
/// <param name="Id">The requested ID.</param>
/// <param name="Record">The lead; <see langword="null"/> if it does not exist or could not be read.</param>
/// <param name="Error">The reason why the lead could not be read; <see langword="null"/> if it was read or does not exist.</param>
public sealed record CrmReadResult<TRecord>(long Id, TRecord? Record, Bitrix24Exception? Error = null)
    where TRecord : CrmRecord
{
    /// <summary>Returns the result on one line, without values of the lead.</summary>
    public override string ToString() => $"lead {Id}: {(Record is not null ? "read" : Error is null ? "not found" : Error.Message)}";
}
