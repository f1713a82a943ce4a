using LeadGen.Storage;

namespace LeadGen.Testing;

/// <summary>Represents the options of an emulated portal.</summary>
public sealed record PortalEmulatorOptions
{
    /// <summary>
    /// Gets the time zone of the portal's server. The portal returns times in this zone and interprets times without an offset
    /// in it. The default is a fixed offset of UTC+3. In a zone whose offset has changed, such as <c>Europe/Moscow</c>, some dates are
    /// returned one hour off midnight UTC, as on real portals.
    /// </summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/data-types.html.</remarks>
    public TimeZoneInfo ServerZone { get; init; } = PortalClock.FixedZone(TimeSpan.FromHours(3));

    /// <summary>
    /// Gets the time zone of the webhook's user as the difference to the server's time zone. A portal shifts conditions on custom fields
    /// of type <c>datetime</c> by it. The default is zero.
    /// </summary>
    public TimeSpan UserTimeOffset { get; init; }

    /// <summary>
    /// Gets the clock that the portal uses for the times of leads and responses, for the lifetime of tokens and for the limits.
    /// The default is <see cref="TimeProvider.System"/>. The https certificate and the delays of faults always use the system clock.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets the request limits. The default is <see langword="null"/>, for no limits.</summary>
    public PortalEmulatorLimits? Limits { get; init; }

    /// <summary>
    /// Gets the OAuth application whose access tokens the portal accepts in calls of <c>rest/&lt;method&gt;</c>. The default is
    /// <see langword="null"/>: the portal accepts only the webhook. <see cref="PortalEmulator.IssueToken"/> issues the first tokens.
    /// </summary>
    public PortalEmulatorOAuth? OAuth { get; init; }

    /// <summary>
    /// Gets the number of most recent calls that <see cref="PortalEmulator.Journal"/> keeps; 0 for none. The default is
    /// <see langword="null"/>, which keeps all calls. Set a capacity for long runs, because memory use grows with each call.
    /// </summary>
    public int? JournalCapacity { get; init; }

    /// <summary>
    /// Gets a callback that receives each call and then each command of its batch, in the order of the journal. The portal
    /// does not process other calls until the callback returns. The callback must be fast, must not throw, and must not call
    /// the portal and wait for the response.
    /// </summary>
    /// <remarks>
    /// To observe a run of any length, set a callback and a <see cref="JournalCapacity"/> of 0. If the capacity is 0 and there is
    /// no callback, calls are not recorded at all.
    /// </remarks>
    public Action<PortalCall>? OnCall { get; init; }

    /// <summary>
    /// Gets the IDs of leads that the user of the webhook can neither read nor change. Calls for these leads fail with
    /// "Access denied.", even if the lead does not exist. The default is empty.
    /// </summary>
    public IReadOnlyCollection<long> DeniedLeads { get; init; } = [];

    /// <summary>
    /// Gets whether the user of the webhook is an administrator of the portal, which <c>profile</c> returns as <c>ADMIN</c>. The
    /// default is <see langword="true"/>.
    /// </summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/common/users/profile.html.</remarks>
    public bool IsAdministrator { get; init; } = true;

    /// <summary>
    /// Gets the codes of fields that only administrators can see. If <see cref="IsAdministrator"/> is <see langword="false"/>,
    /// <c>crm.lead.fields</c>, <c>crm.lead.userfield.list</c> and leads omit these fields, and the portal ignores their values and conditions.
    /// Unknown codes are ignored. The default is empty.
    /// </summary>
    public IReadOnlyCollection<string> HiddenFields { get; init; } = [];

    /// <summary>
    /// Gets whether the user of the webhook may create leads for others. If this property and <see cref="IsAdministrator"/> are
    /// <see langword="false"/>, the portal assigns each new lead to the user of the webhook, regardless of <c>ASSIGNED_BY_ID</c>. The default
    /// is <see langword="true"/>.
    /// </summary>
    public bool CanCreateLeadsForOthers { get; init; } = true;

    /// <summary>
    /// Gets whether the portal is in simple CRM mode: a new lead with a <c>NAME</c> becomes a deal at once, and its <c>STATUS_ID</c> is
    /// <c>CONVERTED</c>. <c>crm.settings.mode.get</c> returns the mode. The default is <see langword="false"/>.
    /// </summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/crm/crm-settings-mode-get.html.</remarks>
    public bool IsSimpleCrmMode { get; init; }

    /// <summary>
    /// Gets whether the portal rejects values that the settings of a custom field do not permit: its length, pattern or range. On real portals,
    /// this is the option <c>rest_enable_req_uf_check</c> of the module <c>crm</c>. The default is <see langword="false"/>: the portal
    /// stores such values unchanged.
    /// </summary>
    public bool HasCustomFieldCheck { get; init; }

    /// <summary>
    /// Gets whether the portal also accepts https, with a self-signed certificate that is created at the start. Use it for
    /// clients that reject http even on loopback. The default is <see langword="false"/>.
    /// </summary>
    public bool UseHttps { get; init; }
}
