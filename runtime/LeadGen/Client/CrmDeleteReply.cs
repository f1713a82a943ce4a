namespace LeadGen;

/// <summary>Represents a portal's reply to a call that deleted a record.</summary>
/// <param name="Time">The portal's processing times; <see langword="null"/> if the reply contains none.</param>
public sealed record CrmDeleteReply(PortalTime? Time)
{
    /// <inheritdoc cref="CrmUpdateReply.Api"/>
    public LeadApi Api { get; init; }

    /// <summary>
    /// Gets whether an earlier attempt got no valid reply, such as one that timed out. If that attempt deleted the record, a later one finds that it does not exist. This also counts as deleted, so
    /// the record may not have existed before the call.
    /// </summary>
    public bool HadUnknownAttempt { get; init; }
}
