namespace LeadGen;

/// <summary>
/// The exception that is thrown when a record was created, but the portal assigned it to the user who created it instead of the user in
/// <c>ASSIGNED_BY_ID</c>, or its assignee could not be read. <see cref="Bitrix24Exception.RecordId"/> is the ID of the new record. Do not create the record again.
/// </summary>
/// <remarks>
/// A portal silently replaces the assignee of a new record if the user of the webhook or application may only create records for themselves. Use a
/// user who may create records for others, or send an update with <c>ASSIGNED_BY_ID</c>. If the assignee could not be read, the inner exception
/// contains the reason. <see cref="Bitrix24Exception.IsOutcomeUnknown"/> is <see langword="true"/>, as for all calls that the portal may have
/// processed.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-add.html"/>
public sealed class Bitrix24AssigneeException : Bitrix24Exception
{
    internal Bitrix24AssigneeException(string message, CallFailure failure, bool? isSimpleCrmMode, long? assigneeId, Exception? innerException)
        : base(message, failure, innerException)
    {
        IsSimpleCrmMode = isSimpleCrmMode;
        AssigneeId = assigneeId;
    }

    /// <summary>
    /// Gets whether the portal is in simple CRM mode, which has no leads; <see langword="null"/> if it is unknown. If the lead became a deal, an
    /// update of the lead does not change the assignee of the deal.
    /// </summary>
    public bool? IsSimpleCrmMode { get; }

    /// <summary>Gets the ID of the user to whom the record is assigned; <see langword="null"/> if it could not be read.</summary>
    public long? AssigneeId { get; }

    internal override Bitrix24Exception With(CallFailure failure) => new Bitrix24AssigneeException(Reason, failure, IsSimpleCrmMode, AssigneeId, InnerException);
}
