namespace LeadGen;

/// <summary>Represents the leads, contacts and companies that have one of the given phone numbers or email addresses.</summary>
/// <param name="Leads">The leads; empty if they were not requested.</param>
/// <param name="Contacts">The contacts; empty if they were not requested.</param>
/// <param name="Companies">The companies; empty if they were not requested.</param>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/duplicates/crm-duplicate-find-by-comm.html"/>
public sealed record CrmDuplicates(CrmMatches Leads, CrmMatches Contacts, CrmMatches Companies);

/// <summary>Represents the records of one type that match.</summary>
/// <param name="Ids">The IDs, each once, in ascending order.</param>
/// <param name="IsTruncated">Whether the portal may have left out further records: it returns at most 20 of a type for up to 20 values.</param>
public sealed record CrmMatches(IReadOnlyList<long> Ids, bool IsTruncated)
{
    /// <summary>Determines whether two results contain the same IDs.</summary>
    public bool Equals(CrmMatches? other) => other is not null && IsTruncated == other.IsTruncated && Ids.SequenceEqual(other.Ids);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Ids.Count, Ids.Count > 0 ? Ids[0] : 0, IsTruncated);
}

/// <summary>Specifies the types of records to search for duplicates.</summary>
[Flags]
public enum CrmDuplicateTypes
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>Leads.</summary>
    Leads = 1,

    /// <summary>Contacts.</summary>
    Contacts = 2,

    /// <summary>Companies.</summary>
    Companies = 4,

    /// <summary>Leads, contacts and companies.</summary>
    All = Leads | Contacts | Companies,
}
