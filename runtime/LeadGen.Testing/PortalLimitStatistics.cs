namespace LeadGen.Testing;

/// <summary>Represents statistics of an emulated portal's limits since its start.</summary>
/// <seealso cref="PortalEmulatorLimits"/>
public sealed record PortalLimitStatistics
{
    /// <summary>Gets the number of requests, including rejected ones. A batch is one request.</summary>
    public required long Requests { get; init; }

    /// <summary>Gets the number of requests that were rejected with <c>QUERY_LIMIT_EXCEEDED</c> because of <see cref="PortalEmulatorLimits.Burst"/>. Injected faults do not count.</summary>
    public required long RejectedRequests { get; init; }

    /// <summary>
    /// Gets the number of calls, alone or in a batch, that were rejected with <c>OPERATION_TIME_LIMIT</c> because of
    /// <see cref="PortalEmulatorLimits.OperatingLimit"/>. Injected faults do not count.
    /// </summary>
    public required long RejectedCommands { get; init; }

    /// <summary>Gets the highest level of the leaky bucket, in requests; 0 if the portal has no limits.</summary>
    public required double HighestLevel { get; init; }

    /// <summary>Gets the highest operating time within one window, by method.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> HighestOperating { get; init; }
}
