namespace LeadGen;

/// <summary>Represents the result of finding or creating a record.</summary>
/// <param name="RecordId">The ID of the record; <see langword="null"/> if several records match and none was chosen (<see cref="CrmFindOrCreateOptions.UseLowestId"/>).</param>
/// <param name="WasCreated">Whether the call created the record.</param>
/// <param name="Matches">The IDs of all records that match, in ascending order. If the record was created, it is one of them.</param>
public sealed record CrmFindOrCreateReply(long? RecordId, bool WasCreated, IReadOnlyList<long> Matches)
{
    /// <summary>
    /// Gets whether the outcome of an attempt to create the record was unknown. If <see cref="WasCreated"/> is set and <see cref="Created"/> is <see langword="null"/>, the record appeared after this
    /// attempt; in rare cases, another process created it. If <see cref="Created"/> is set, a portal that processes the earlier attempt very late creates a second record.
    /// </summary>
    public bool HadUnknownAttempt { get; init; }

    /// <summary>Gets whether the portal left out matches: it returns at most 20 for a search by phone or email.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Gets the reply to the call that created the record; <see langword="null"/> if the record was found.</summary>
    public CrmCreateReply? Created { get; init; }

    /// <summary>Determines whether two replies have the same values.</summary>
    public bool Equals(CrmFindOrCreateReply? other) => other is not null && RecordId == other.RecordId && WasCreated == other.WasCreated && Matches.SequenceEqual(other.Matches)
        && HadUnknownAttempt == other.HadUnknownAttempt && IsTruncated == other.IsTruncated && Created == other.Created;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RecordId, WasCreated, Matches.Count, HadUnknownAttempt, IsTruncated);
}
