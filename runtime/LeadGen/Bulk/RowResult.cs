namespace LeadGen.Bulk;

/// <summary>What an attempt has made of a row of a batch.</summary>
/// <param name="LeadId">The lead that the row is about.</param>
/// <param name="MayRepeat">Whether processing it twice leaves the same as processing it once.</param>
/// <param name="MayBeDone">Whether the portal has processed it, or may have.</param>
/// <param name="MayGoAgain">Whether it failed, and may be sent again as far as it alone is concerned.</param>
internal readonly record struct RowResult(long LeadId, bool MayRepeat, bool MayBeDone, bool MayGoAgain)
{
    /// <summary>Finds the rows that are to be sent again where the rows of one lead keep their order.</summary>
    /// <remarks>
    /// A row goes again unless that would put it behind a later one of its lead that must not be repeated. Later ones that may be
    /// repeated follow it again, also where the portal has processed them.
    /// </remarks>
    public static bool[] FindRowsToRepeat(IReadOnlyList<RowResult> rows)
    {
        bool[] again = new bool[rows.Count];
        HashSet<long> closed = [];
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            RowResult row = rows[i];
            again[i] = row.MayGoAgain && !closed.Contains(row.LeadId);
            if (row is { MayBeDone: true, MayRepeat: false })
            {
                closed.Add(row.LeadId);
            }
        }

        HashSet<long> repeated = [];
        for (int i = 0; i < rows.Count; i++)
        {
            again[i] |= rows[i].MayBeDone && repeated.Contains(rows[i].LeadId);
            if (again[i])
            {
                repeated.Add(rows[i].LeadId);
            }
        }

        return again;
    }
}
