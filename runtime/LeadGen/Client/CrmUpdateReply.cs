namespace LeadGen;

/// <summary>A portal's answer to an update that it processed.</summary>
/// <param name="WasSent">Whether a call was made; an update that changes nothing is not sent, because a portal would run robots and events for it.</param>
/// <param name="Time">How long the portal worked; <see langword="null"/> where it did not say.</param>
public sealed record CrmUpdateReply(bool WasSent, PortalTime? Time)
{
    /// <summary>
    /// Gets whether an earlier attempt got no valid reply, such as one that timed out. The portal may still process that attempt, even
    /// after a later update of the lead, and then overwrites it.
    /// </summary>
    public bool HadUnknownAttempt { get; init; }
}
