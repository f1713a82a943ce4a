using LeadGen.Testing;

namespace LeadGen.Soak.Soaking;

/// <summary>What a soak does: how much, on what kind of portal, and how it is disturbed.</summary>
internal sealed record SoakPlan
{
    public required int Updates { get; init; }

    /// <summary>Decides the updates and the faults.</summary>
    public required int Seed { get; init; }

    public required int Leads { get; init; }

    public required PortalEmulatorLimits Limits { get; init; }

    public required CrmBulkOptions Bulk { get; init; }

    /// <summary>How long the client waits for an answer.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long the client waits before it repeats a call for the first time.</summary>
    public TimeSpan RetryDelay { get; init; } = new Bitrix24RetryOptions().Delay;

    /// <summary>How much likelier faults are than in a long run.</summary>
    public double FaultDensity { get; init; } = 1;

    /// <summary>How many calls in a row fail alike at a set point.</summary>
    public int FaultsInARow { get; init; } = 4;

    /// <summary>Whether the limit is kept in a Redis, which is killed in the middle.</summary>
    public bool UsesRedis { get; init; }

    /// <summary>After which time the run ends wherever it is.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>What the client knows of the portal's limits.</summary>
    public PortalLimits ClientLimits => new()
    {
        CallsPerSecond = Limits.CallsPerSecond,
        Burst = Limits.Burst,
        OperatingTime = Limits.OperatingLimit,
        OperatingWindow = Limits.OperatingWindow,
    };

    /// <summary>
    /// A portal in quick motion: some calls a second for each that a real one allows, and a working time that is used up
    /// in seconds. At full speed 750 updates would be processed each second, and the working time lets 275 of them be.
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

    /// <summary>All of it within seconds, for a test: small batches, and faults that are as many all the same.</summary>
    public static SoakPlan Short(int updates, int seed) => new()
    {
        Updates = updates,
        Seed = seed,
        Leads = 100,
        Bulk = new CrmBulkOptions { BatchSize = 8, MaxConcurrentBatches = 3 },
        Timeout = TimeSpan.FromSeconds(2),
        RetryDelay = TimeSpan.FromMilliseconds(100),
        FaultDensity = 1.5,

        // Each one that a limit refuses makes the client rest twice as long as the one before.
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
