namespace LeadGen;

/// <summary>Represents options for sending an update or a new record: its API, its side effects, and what is checked.</summary>
/// <remarks>Portals read the argument <c>params</c>. Older documentation calls it <c>options</c>, so both are sent; a portal ignores the unknown one.</remarks>
/// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/leads/crm-lead-update.html"/>
public sealed record CrmUpdateOptions
{
    /// <summary>Gets whether the portal posts the update in the activity stream (<c>REGISTER_SONET_EVENT</c>). With <see langword="null"/>, the portal decides.</summary>
    /// <remarks>
    /// An update with <see langword="true"/> is not retried if the portal may have processed it, because a retry would post a
    /// second event and notify users again: its outcome is reported as unknown. If <see cref="RegisterHistoryEvent"/> is
    /// <see langword="false"/>, a portal posts no event.
    /// </remarks>
    public bool? RegisterSonetEvent { get; init; }

    /// <summary>Gets whether the portal adds the update to the record's history (<c>REGISTER_HISTORY_EVENT</c>). With <see langword="null"/>, the portal decides; its default is yes.</summary>
    public bool? RegisterHistoryEvent { get; init; }

    /// <summary>Gets the API that sends the update or the new record. With <see langword="null"/>, the client's: <see cref="Bitrix24ClientOptions.Api"/>.</summary>
    public LeadApi? Api { get; init; }

    /// <summary>
    /// Gets whether the stored record is compared with what was sent: <see cref="CrmUpdateReply.Verification"/>, <see cref="CrmUpdateResult.Verification"/>,
    /// <see cref="CrmCreateReply.Verification"/>. The default is <see langword="false"/>.
    /// </summary>
    /// <remarks>
    /// With <see cref="LeadApi.Item"/>, the reply contains the record. With <see cref="LeadApi.Classic"/>, and for an update that clears a field, the update
    /// and a call that reads the record are in one batch, so a batch of a bulk run has fewer than 50 updates. An update that can't be part of a batch takes
    /// two calls, and so does a new record with <see cref="LeadApi.Classic"/>.
    /// </remarks>
    public bool Verify { get; init; }

    /// <summary>
    /// Gets whether codes of dictionaries and items of list fields that are not in the schema are sent. A portal silently ignores an
    /// item that it does not know, and an unknown code in <c>STATUS_ID</c>: a record keeps its value. In other fields it stores an unknown
    /// code. The default is <see langword="false"/>: such a value is rejected with a <see cref="CrmValueException"/>, unless it was read
    /// from this portal or <see cref="Bitrix24ClientOptions.AllowUnknownValues"/> is set. Codes are not checked if the schema was built
    /// without <c>crm.status.list.json</c>.
    /// </summary>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/status/crm-status-list.html"/>
    public bool AllowUnknownValues { get; init; }
}
