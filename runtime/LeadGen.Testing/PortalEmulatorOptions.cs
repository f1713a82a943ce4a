using LeadGen.Schema.Kinds;

namespace LeadGen.Testing;

/// <summary>How an emulated portal is set up.</summary>
public sealed record PortalEmulatorOptions
{
    /// <summary>
    /// The time zone of the portal's server, in which it gives times and reads those without an offset. The default is always
    /// three hours east of UTC. A zone whose offset changes, such as <c>Europe/Moscow</c>, gives the dates of some days an hour
    /// off midnight UTC, as portals do.
    /// </summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/data-types.html.</remarks>
    public TimeZoneInfo ServerZone { get; init; } = PortalClock.FixedZone(TimeSpan.FromHours(3));

    /// <summary>The portal's clock: for the dates of leads, the times of answers, and the limits. The certificate of https goes by the machine's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How much the portal lets itself be called; <see langword="null"/>: as much as anyone likes.</summary>
    public PortalEmulatorLimits? Limits { get; init; }

    /// <summary>
    /// The application whose access tokens the portal takes in calls of <c>rest/&lt;method&gt;</c>; <see langword="null"/>:
    /// there is only the webhook. <see cref="PortalEmulator.IssueToken"/> gives it the first ones.
    /// </summary>
    public PortalEmulatorOAuth? OAuth { get; init; }

    /// <summary>How many calls <see cref="PortalEmulator.Journal"/> keeps, the newest ones: 0 for none, <see langword="null"/> for all, which a long run can't afford.</summary>
    public int? JournalCapacity { get; init; }

    /// <summary>
    /// Is told of each call, and of each command of a batch behind it, as the journal has them. The portal answers nobody
    /// else meanwhile: it must be quick, must not throw, and must not call the portal and wait for the answer.
    /// </summary>
    /// <remarks>With it and a <see cref="JournalCapacity"/> of 0, a run of any length can be watched; with neither, calls are not even described.</remarks>
    public Action<PortalCall>? OnCall { get; init; }

    /// <summary>Leads that the webhook's user may neither see nor change: calls about them are answered "Access denied.", whether they exist or not.</summary>
    public IReadOnlyCollection<long> DeniedLeads { get; init; } = [];

    /// <summary>Whether the webhook's user is an administrator of the portal: what <c>profile</c> answers as ADMIN.</summary>
    /// <remarks>See https://apidocs.bitrix24.com/api-reference/common/users/profile.html.</remarks>
    public bool IsAdministrator { get; init; } = true;

    /// <summary>
    /// Codes of fields that the portal hides from everyone but its administrators: without <see cref="IsAdministrator"/>,
    /// crm.lead.fields and crm.lead.userfield.list leave them out. A code that the portal does not have hides nothing.
    /// </summary>
    public IReadOnlyCollection<string> HiddenFields { get; init; } = [];

    /// <summary>Whether the portal also speaks https, with a certificate made for the occasion: some clients refuse http even to this machine.</summary>
    public bool UseHttps { get; init; }
}
