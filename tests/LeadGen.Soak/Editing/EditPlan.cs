using LeadGen.Testing;

namespace LeadGen.Soak.Editing;

/// <summary>The settings of a run.</summary>
internal sealed record EditPlan
{
    /// <summary>How many results must report success before the run ends.</summary>
    public required int Results { get; init; }

    /// <summary>Decides the leads, the changes and the faults.</summary>
    public required int Seed { get; init; }

    /// <summary>How many loops run at once. Each has leads that no other one touches.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>How many leads a loop has.</summary>
    public int LeadsPerWorker { get; init; } = 60;

    /// <summary>How many leads are read and changed together, at most.</summary>
    public int MaxLeadsPerRound { get; init; } = 40;

    /// <summary>How long the client waits for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the client waits before its first retry.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The limits of the portal, which the other writer uses up too, so that the portal rejects some calls.</summary>
    public PortalEmulatorLimits Limits { get; init; } = new() { CallsPerSecond = 400, Burst = 100 };
}
