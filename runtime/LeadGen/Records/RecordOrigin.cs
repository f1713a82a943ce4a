namespace LeadGen;

/// <summary>Represents the record that data was read from. It records which fields have been sent since then and whose values are therefore out of date.</summary>
/// <param name="portal">The host by which the client identifies its portal; <see langword="null"/> if no client read the data.</param>
/// <param name="recordId">The record's ID on the portal.</param>
/// <param name="requested">The fields that were read.</param>
internal sealed class RecordOrigin(string? portal, long recordId, RequestedFields? requested = null) : SentMarks
{
    public string? Portal => portal;

    public long RecordId => recordId;

    /// <summary>Finds a field that was read and that another update sent, or is sending; <see langword="null"/> if there is none.</summary>
    public string? FindStale(CrmEntity entity, SendState except) => Find(data => requested?.ContainsData(data, entity) != false, except);

    public override string ToString() => Portal is null ? $"record {RecordId}" : $"record {RecordId} of {Portal}";
}

/// <summary>Represents the record and the field that entries of a multi-value field were read from.</summary>
/// <param name="Record">The record.</param>
/// <param name="FieldCode">The code of the field.</param>
/// <param name="Entries">The list of all entries that were read from the field.</param>
internal sealed record EntryOrigin(RecordOrigin Record, string FieldCode, object Entries);
