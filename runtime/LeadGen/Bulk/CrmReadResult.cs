namespace LeadGen;

/// <summary>Represents the result of reading one of several records.</summary>
/// <typeparam name="TRecord">The generated read model.</typeparam>
/// <param name="Id">The requested ID.</param>
/// <param name="Record">The record; <see langword="null"/> if it does not exist or could not be read.</param>
/// <param name="Error">The reason why the record could not be read; <see langword="null"/> if it was read or does not exist.</param>
public sealed record CrmReadResult<TRecord>(long Id, TRecord? Record, Bitrix24Exception? Error = null)
    where TRecord : CrmRecord
{
    /// <summary>Returns the result on one line, without values of the record.</summary>
    public override string ToString() => $"record {Id}: {(Record is not null ? "read" : Error is null ? "not found" : Error.Message)}";
}
