using LeadGen.Schema;

namespace LeadGen.Storage;

/// <summary>Represents the time zone and the current time of a portal's server.</summary>
public readonly record struct PortalClock(TimeZoneInfo Zone, DateTimeOffset Now)
{
    /// <summary>Initializes a clock in a time zone with a constant offset.</summary>
    public PortalClock(TimeSpan offset, DateTimeOffset now)
        : this(FixedZone(offset), now)
    {
    }

    /// <summary>Gets the current UTC offset of the time zone.</summary>
    public TimeSpan Offset => Zone.GetUtcOffset(Now);

    /// <summary>Creates a time zone with a constant offset.</summary>
    public static TimeZoneInfo FixedZone(TimeSpan offset) => TimeZoneInfo.CreateCustomTimeZone("LeadGen " + offset, offset, null, null);

    /// <summary>Gets the schema of the portal, whose dictionaries contain the valid codes, or <see langword="null"/> to skip the check of codes.</summary>
    public PortalSchema? Schema { get; init; }

    /// <summary>Gets whether the field that is written has a value. A portal ignores some values if it has none.</summary>
    public bool HasValue { get; init; }
}
