namespace LeadGen.Testing;

/// <summary>What an emulated portal's limits saw since it started.</summary>
/// <seealso cref="PortalEmulatorLimits"/>
public sealed record PortalLimitStatistics
{
    /// <summary>The requests that came, those that were refused too. A batch is one.</summary>
    public required long Requests { get; init; }

    /// <summary>The requests that were answered <c>QUERY_LIMIT_EXCEEDED</c> by <see cref="PortalEmulatorLimits.Burst"/>, not by a fault.</summary>
    public required long RefusedRequests { get; init; }

    /// <summary>The calls, alone or in a batch, that were answered <c>OPERATION_TIME_LIMIT</c> by <see cref="PortalEmulatorLimits.OperatingLimit"/>, not by a fault.</summary>
    public required long RefusedCommands { get; init; }

    /// <summary>How full the bucket of requests was at most; 0 where the portal has no limits.</summary>
    public required double HighestLevel { get; init; }

    /// <summary>By method, the most working time that fell into one window.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> HighestOperating { get; init; }
}
