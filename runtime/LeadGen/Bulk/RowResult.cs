namespace LeadGen.Bulk;

/// <summary>Represents the result of an attempt for a row of a batch.</summary>
/// <param name="RecordId">The ID of the record.</param>
/// <param name="IsIdempotent">Whether the command is idempotent.</param>
/// <param name="MayBeProcessed">Whether the portal processed the row, or may have.</param>
/// <param name="CanRetry">Whether it failed and may be retried, regardless of the order of the rows.</param>
internal readonly record struct RowResult(long RecordId, bool IsIdempotent, bool MayBeProcessed, bool CanRetry)
{
    /// <summary>Finds the rows to send again, if the rows of one record keep their order.</summary>
    /// <remarks>
    /// A row is sent again unless a later row of its record must not be repeated. Later rows that may be repeated are sent again
    /// after it, even if the portal processed them.
    /// </remarks>
    public static bool[] FindRowsToRetry(IReadOnlyList<RowResult> rows)
    {
        bool[] again = new bool[rows.Count];
        HashSet<long> closed = [];
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            RowResult row = rows[i];
            again[i] = row.CanRetry && !closed.Contains(row.RecordId);
            if (row is { MayBeProcessed: true, IsIdempotent: false })
            {
                closed.Add(row.RecordId);
            }
        }

        HashSet<long> repeated = [];
        for (int i = 0; i < rows.Count; i++)
        {
            again[i] |= rows[i].MayBeProcessed && repeated.Contains(rows[i].RecordId);
            if (again[i])
            {
                repeated.Add(rows[i].RecordId);
            }
        }

        return again;
    }
}
