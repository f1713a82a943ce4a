namespace LeadGen;

/// <summary>Represents the result of one draft of a bulk run.</summary>
/// <param name="Index">The zero-based position of the draft in the source.</param>
/// <param name="Draft">The draft.</param>
/// <param name="Status">The status of the draft.</param>
/// <param name="Error">The reason why the draft was rejected or not sent, why its outcome is unknown, or why the record has another assignee; otherwise <see langword="null"/>.</param>
public sealed record CrmCreateResult(long Index, CrmDraft Draft, CrmCreateStatus Status, Bitrix24Exception? Error = null)
{
    /// <summary>Gets the ID of the new record; <see langword="null"/> unless the status is <see cref="CrmCreateStatus.Created"/> or <see cref="CrmCreateStatus.OtherAssignee"/>.</summary>
    public long? RecordId { get; init; }

    /// <inheritdoc cref="CrmCreateReply.IsSimpleCrmMode"/>
    public bool? IsSimpleCrmMode { get; init; }

    /// <summary>Gets why the draft is <see cref="CrmCreateStatus.Invalid"/>, usually a <see cref="CrmValueException"/>; otherwise <see langword="null"/>.</summary>
    public ArgumentException? ValidationError { get; init; }

    /// <summary>Gets the API through which the draft was sent.</summary>
    public LeadApi Api { get; init; }

    /// <summary>Gets the comparison of the draft with the stored record; <see langword="null"/> unless <see cref="CrmUpdateOptions.Verify"/> is set and the record was created.</summary>
    public CrmVerification? Verification { get; init; }

    /// <summary>Returns the status, the ID and the field codes on one line, without values.</summary>
    public override string ToString() => $"{Status}{(RecordId is { } id ? $" (record {id})" : "")}: {Draft}"
        + ((Error ?? (Exception?)ValidationError) is { } reason ? $": {reason.Message}" : "")
        + (Verification is { IsStored: false } ? $"; {Verification}" : "");
}

/// <summary>Specifies the status of one draft of a bulk run.</summary>
public enum CrmCreateStatus
{
    /// <summary>The portal created the record; <see cref="CrmCreateResult.RecordId"/> is its ID.</summary>
    Created,

    /// <summary>
    /// The portal created the record, but assigned it to the user who created it instead of the user in <c>ASSIGNED_BY_ID</c>, or its assignee could not be read;
    /// <see cref="CrmCreateResult.Error"/> is a <see cref="Bitrix24AssigneeException"/>. Do not create the record again.
    /// </summary>
    OtherAssignee,

    /// <summary>The portal returned an error; see <see cref="CrmCreateResult.Error"/> and, for errors after the record was saved, <see cref="Bitrix24RejectedException"/>.</summary>
    Rejected,

    /// <summary>
    /// The draft was sent, and the record may have been created, but no valid reply of the portal arrived. The draft is not sent again. To find out whether the record exists, search
    /// for the keys that identify it in your system: <c>ORIGINATOR_ID</c> and <c>ORIGIN_ID</c>.
    /// </summary>
    Unknown,

    /// <summary>The draft was read from the source, and the run ended before it was sent. If sending was attempted, <see cref="CrmCreateResult.Error"/> contains the failure.</summary>
    NotSent,

    /// <summary>The draft was not sent, because a portal would lose a part of it; see <see cref="CrmCreateResult.ValidationError"/>.</summary>
    Invalid,
}
