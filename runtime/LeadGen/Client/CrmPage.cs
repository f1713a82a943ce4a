namespace LeadGen;

/// <summary>Represents a page of the records that a query finds.</summary>
/// <typeparam name="TRecord">The generated read model.</typeparam>
/// <param name="Records">The records, at most 50. A page can have fewer although others follow.</param>
/// <param name="Total">The number of all records that the query finds; <see langword="null"/> if the portal did not count them.</param>
/// <param name="Next">The start of the next page; <see langword="null"/> if there is none, or if the portal did not count.</param>
/// <seealso href="https://apidocs.bitrix24.com/settings/how-to-call-rest-api/list-methods-pecularities.html"/>
public sealed record CrmPage<TRecord>(IReadOnlyList<TRecord> Records, long? Total, long? Next)
    where TRecord : CrmRecord
{
    /// <summary>Returns the numbers of the page, without values of the records.</summary>
    public override string ToString() => $"{Records.Count} records{(Total is { } total ? $" of {total}" : "")}{(Next is { } next ? $", next {next}" : "")}";
}
