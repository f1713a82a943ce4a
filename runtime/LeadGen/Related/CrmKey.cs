namespace LeadGen;

/// <summary>Specifies the values of a draft by which <see cref="Bitrix24ClientCrmExtensions.FindOrCreateAsync(Bitrix24Client, CrmDraft, CrmKey, CrmFindOrCreateOptions?, CancellationToken)"/> finds the record.</summary>
public enum CrmKey
{
    /// <summary><c>ORIGINATOR_ID</c> and <c>ORIGIN_ID</c>: the system that the record comes from, and its key in that system. Both values are compared exactly, including the letter case.</summary>
    Origin,

    /// <summary>The phone numbers. A portal ignores their format and extensions.</summary>
    Phone,

    /// <summary>The email addresses.</summary>
    Email,

    /// <summary>The phone numbers and email addresses: a record with any of them is found.</summary>
    PhoneOrEmail,
}
