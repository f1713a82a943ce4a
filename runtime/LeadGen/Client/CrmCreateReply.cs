namespace LeadGen;

/// <summary>Represents a portal's reply to a call that created a lead.</summary>
/// <param name="RecordId">The ID of the lead.</param>
/// <param name="IsSimpleCrmMode">
/// Whether the portal is in simple CRM mode, which has no leads; <see langword="null"/> if it is unknown. In this mode, a portal converts a new lead
/// with a name (<c>NAME</c>) to a deal, possibly after a delay: the lead gets the status <c>CONVERTED</c>, or can no longer be read, and later
/// updates of the lead do not change the deal. A lead without a name stays a lead, but users do not see it.
/// </param>
/// <remarks>
/// A client reads the mode before it creates its first lead, and caches it for an hour. The mode is unknown if the portal did not return it, for
/// example because it does not have the method <c>crm.settings.mode.get</c>. In classic mode too, a robot can convert a new lead: to find out, read
/// its <c>STATUS_ID</c>.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/crm-settings-mode-get.html"/>
public sealed record CrmCreateReply(long RecordId, bool? IsSimpleCrmMode)
{
    /// <inheritdoc cref="CrmUpdateReply.Api"/>
    public LeadApi Api { get; init; }

    /// <summary>Gets the comparison of the draft with the stored lead; <see langword="null"/> unless <see cref="CrmUpdateOptions.Verify"/> is set.</summary>
    public CrmVerification? Verification { get; init; }
}
