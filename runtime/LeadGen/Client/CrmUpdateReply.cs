namespace LeadGen;

/// <summary>Represents a portal's reply to an update that it processed.</summary>
/// <param name="WasSent">Whether a call was made. An update that changes nothing is not sent, because a portal would trigger robots and events for it.</param>
/// <param name="Time">The portal's processing times; <see langword="null"/> if the reply contains none.</param>
public sealed record CrmUpdateReply(bool WasSent, PortalTime? Time)
{
    /// <summary>Gets the API through which the call was sent: the requested one, or the other one if only that supports everything that the call contains.</summary>
    public LeadApi Api { get; init; }

    /// <summary>Gets the comparison of the update with the stored record; <see langword="null"/> unless <see cref="CrmUpdateOptions.Verify"/> is set.</summary>
    public CrmVerification? Verification { get; init; }

    /// <summary>
    /// Gets whether an earlier attempt got no valid reply, such as one that timed out. The portal may still process that attempt, even
    /// after a later update of the record, and then overwrites it.
    /// </summary>
    public bool HadUnknownAttempt { get; init; }
}
