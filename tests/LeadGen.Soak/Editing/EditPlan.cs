using LeadGen.Testing;

namespace LeadGen.Soak.Editing;

/// <summary>Represents the settings of a run.</summary>
internal sealed record EditPlan
{
    /// <summary>Gets the number of successful results after which the run ends.</summary>
    public required int Results { get; init; }

    /// <summary>Gets the random seed, which determines the leads, the changes and the faults.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets the number of workers that run at the same time. Each worker has separate leads.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>Gets the number of leads of a worker.</summary>
    public int LeadsPerWorker { get; init; } = 60;

    /// <summary>Gets the maximum number of leads that are read and changed together.</summary>
    public int MaxLeadsPerRound { get; init; } = 40;

    /// <summary>Gets the client's timeout for a reply.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the client's delay before the first retry.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The limits of the portal, which the other writer uses up too, so that the portal rejects some calls.</summary>
    public PortalEmulatorLimits Limits { get; init; } = new() { CallsPerSecond = 400, Burst = 100 };
}
