namespace LeadGen.Bulk;

/// <summary>Represents the result of an attempt for a row of a batch.</summary>
/// <param name="RecordId">The ID of the lead.</param>
/// <param name="MayRepeat">Whether the command is idempotent.</param>
/// <param name="MayBeDone">Whether the portal processed the row, or may have.</param>
/// <param name="MayGoAgain">Whether it failed and may be retried, regardless of the order of the rows.</param>
internal readonly record struct RowResult(long RecordId, bool MayRepeat, bool MayBeDone, bool MayGoAgain)
{
    /// <summary>Finds the rows to send again, if the rows of one lead keep their order.</summary>
    /// <remarks>
    /// A row is sent again unless a later row of its lead must not be repeated. Later rows that may be repeated are sent again
    /// after it, even if the portal processed them.
    /// </remarks>
    public static bool[] FindRowsToRepeat(IReadOnlyList<RowResult> rows)
    {
        bool[] again = new bool[rows.Count];
        HashSet<long> closed = [];
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            RowResult row = rows[i];
            again[i] = row.MayGoAgain && !closed.Contains(row.RecordId);
            if (row is { MayBeDone: true, MayRepeat: false })
            {
                closed.Add(row.RecordId);
            }
        }

        HashSet<long> repeated = [];
        for (int i = 0; i < rows.Count; i++)
        {
            again[i] |= rows[i].MayBeDone && repeated.Contains(rows[i].RecordId);
            if (again[i])
            {
                repeated.Add(rows[i].RecordId);
            }
        }

        return again;
    }
}
