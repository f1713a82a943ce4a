using LeadGen.Testing;

namespace LeadGen.Soak.Soaking;

/// <summary>Represents the settings of a soak run.</summary>
internal sealed record SoakPlan
{
    public required int Updates { get; init; }

    /// <summary>Gets the random seed, which determines the updates and the faults.</summary>
    public required int Seed { get; init; }

    public required int Leads { get; init; }

    public required PortalEmulatorLimits Limits { get; init; }

    public required CrmBulkOptions Bulk { get; init; }

    /// <summary>The API of the client.</summary>
    public LeadApi Api { get; init; }

    /// <summary>Whether each update is compared with the stored lead.</summary>
    public bool Verifies { get; init; }

    /// <summary>The method that sends most updates. The others are sent by crm.lead.update.</summary>
    public string UpdateMethod => Api == LeadApi.Item ? "crm.item.update" : "crm.lead.update";

    /// <summary>Gets the client's timeout for a reply.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Gets the client's delay before the first retry.</summary>
    public TimeSpan RetryDelay { get; init; } = new Bitrix24RetryOptions().Delay;

    /// <summary>The factor by which faults are more frequent than in a long run.</summary>
    public double FaultDensity { get; init; } = 1;

    /// <summary>Gets the number of consecutive calls that fail at each fixed point.</summary>
    public int FaultsInARow { get; init; } = 4;

    /// <summary>Whether the rate limiter uses Redis, which is killed during the run.</summary>
    public bool UsesRedis { get; init; }

    /// <summary>The time after which the run ends, even if it is incomplete.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>The limits that the client is configured with.</summary>
    public PortalLimits ClientLimits => new()
    {
        CallsPerSecond = Limits.CallsPerSecond,
        Burst = Limits.Burst,
        OperatingTime = Limits.OperatingLimit,
        OperatingWindow = Limits.OperatingWindow,
    };

    /// <summary>
    /// Creates a long run on a portal that allows several times as many calls per second as a real one, and whose operating time is used
    /// up in seconds. At full speed, 750 updates would be processed each second, but the operating time allows only 275.
    /// </summary>
    public static SoakPlan Long(int updates, int seed) => new()
    {
        Updates = updates,
        Seed = seed,
        Leads = 2000,
        Bulk = new CrmBulkOptions(),
        Timeout = TimeSpan.FromSeconds(4),
        Limits = new PortalEmulatorLimits
        {
            CallsPerSecond = 15,
            Burst = 100,
            OperatingPerCall = TimeSpan.FromSeconds(0.5),
            OperatingLimit = TimeSpan.FromSeconds(2750),
            OperatingWindow = TimeSpan.FromSeconds(20),
        },
    };

    /// <summary>Creates a run that takes only seconds, for a test. The batches are small, so that there are still many faults.</summary>
    public static SoakPlan Short(int updates, int seed) => new()
    {
        Updates = updates,
        Seed = seed,
        Leads = 100,
        Bulk = new CrmBulkOptions { BatchSize = 8, MaxConcurrentBatches = 3 },
        Timeout = TimeSpan.FromSeconds(2),
        RetryDelay = TimeSpan.FromMilliseconds(100),
        FaultDensity = 1.5,

        // Each consecutive call that a limit rejects doubles the client's back-off.
        FaultsInARow = 1,
        Limits = new PortalEmulatorLimits
        {
            CallsPerSecond = 12,
            Burst = 100,
            OperatingPerCall = TimeSpan.FromSeconds(0.5),
            OperatingLimit = TimeSpan.FromSeconds(500),
            OperatingWindow = TimeSpan.FromSeconds(5),
        },
    };
}
