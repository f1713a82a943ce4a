namespace LeadGen;

/// <summary>Represents the options for sending an update or a new record: the API, the side effects and the checks.</summary>
/// <remarks>Portals read the argument <c>params</c>. Older documentation calls it <c>options</c>, so both are sent; a portal ignores the one that it does not know.</remarks>
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

    /// <summary>Gets the API through which the update or the new record is sent. With <see langword="null"/>, <see cref="Bitrix24ClientOptions.Api"/> of the client is used.</summary>
    public LeadApi? Api { get; init; }

    /// <summary>
    /// Gets whether the values that were sent are compared with the stored record. The default is <see langword="false"/>. The comparison is in
    /// <see cref="CrmUpdateReply.Verification"/>, <see cref="CrmUpdateResult.Verification"/> or <see cref="CrmCreateReply.Verification"/>.
    /// </summary>
    /// <remarks>
    /// With <see cref="LeadApi.Item"/>, the reply contains the record, unless a field is cleared. Otherwise, a second call reads the record. For an update,
    /// both calls are in one batch if the update can be part of a batch, so a batch of a bulk run has fewer than 50 updates. For a new record, the second
    /// call is a separate request.
    /// </remarks>
    public bool Verify { get; init; }

    /// <summary>
    /// Gets whether codes of dictionaries and items of list fields that are not in the schema are sent. With <see cref="LeadApi.Classic"/>, a
    /// portal silently ignores an unknown item and an unknown code in <c>STATUS_ID</c>, so that the record keeps its value, and stores an unknown
    /// code in other fields. With <see cref="LeadApi.Item"/>, it rejects an unknown code. The default is <see langword="false"/>: an unknown
    /// value is rejected with a <see cref="CrmValueException"/>, unless it was read
    /// from this portal or <see cref="Bitrix24ClientOptions.AllowUnknownValues"/> is set. Codes are not checked if the schema was built
    /// without <c>crm.status.list.json</c>.
    /// </summary>
    /// <seealso href="https://apidocs.bitrix24.com/api-reference/crm/status/crm-status-list.html"/>
    public bool AllowUnknownValues { get; init; }
}
