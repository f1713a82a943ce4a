namespace LeadGen;

/// <summary>What a portal does beside the update itself.</summary>
/// <remarks>
/// Portals read these as <c>params</c>; a page of the documentation called them <c>options</c>. Unknown names are
/// ignored, so both are sent.
/// </remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-update.html"/>
public sealed record CrmUpdateOptions
{
    /// <summary>Whether the update shows in the live feed (<c>REGISTER_SONET_EVENT</c>); <see langword="null"/> leaves it to the portal.</summary>
    /// <remarks>
    /// An update with <see langword="true"/> is not retried if the portal may have processed it, because a retry would post a
    /// second event and notify people again: its outcome is reported as unknown.
    /// </remarks>
    public bool? RegisterSonetEvent { get; init; }

    /// <summary>Whether the update shows in the lead's history (<c>REGISTER_HISTORY_EVENT</c>, on by default); <see langword="null"/> leaves it to the portal.</summary>
    public bool? RegisterHistoryEvent { get; init; }
}
