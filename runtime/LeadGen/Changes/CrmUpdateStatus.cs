namespace LeadGen;

/// <summary>Specifies the status of one update of a bulk run.</summary>
public enum CrmUpdateStatus
{
    /// <summary>The portal processed the update.</summary>
    Updated,

    /// <summary>The update changes nothing and was not sent.</summary>
    Unchanged,

    /// <summary>The portal returned an error; see <see cref="CrmUpdateResult.Error"/> and, for errors after the record was saved, <see cref="Bitrix24RejectedException"/>.</summary>
    Rejected,

    /// <summary>The update was sent, and may have been processed, but no valid reply of the portal arrived; <see cref="CrmUpdateResult.Error"/> contains the reason.</summary>
    Unknown,

    /// <summary>
    /// The update was read from the source, and the run ended before it was sent. If sending was attempted,
    /// <see cref="CrmUpdateResult.Error"/> contains the failure.
    /// </summary>
    NotSent,

    /// <summary>
    /// The update was not sent, because a portal would lose a part of it, or because it was made from data that is out of date or of another
    /// portal; see <see cref="CrmUpdateResult.ValidationError"/>. Sending it again does not help.
    /// </summary>
    Invalid,
}
