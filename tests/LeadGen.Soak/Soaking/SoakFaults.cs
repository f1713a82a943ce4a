using LeadGen.Testing;

namespace LeadGen.Soak.Soaking;

/// <summary>Injects random faults during a soak run. With the same seed, the same calls fail.</summary>
internal static class SoakFaults
{
    /// <summary>Injects faults with the probabilities of a long run, into whole calls and into the updates of a batch.</summary>
    public static void Begin(PortalEmulator portal, SoakPlan plan)
    {
        (PortalFault Fault, double Probability, string? Method)[] faults =
        [
            (QueryLimit, 0.002, null),
            (OperationLimit, 0.001, null),
            (PortalFault.Reset(afterCall: false), 0.006, null),
            (PortalFault.Reset(afterCall: true), 0.006, null),
            (PortalFault.HalfBody, 0.006, null),
            (PortalFault.TruncatedBody, 0.006, null),
            (PortalFault.WebPage(502), 0.006, null),
            (PortalFault.WebPage(502, afterCall: true), 0.006, null),
            (PortalFault.WebPage(200), 0.004, null),
            (PortalFault.WebPage(200, afterCall: true), 0.004, null),
            (PortalFault.Trickle(plan.Timeout / 4), 0.004, null),
            (PortalFault.Trickle(plan.Timeout * 2), 0.002, null),
            (PortalFault.Delay(plan.Timeout * 2), 0.001, null),
            (ServerError(afterCall: false), 0.002, plan.UpdateMethod),
            (ServerError(afterCall: true), 0.002, plan.UpdateMethod),
            (PortalFault.Error(400, "", "The lead is locked."), 0.002, plan.UpdateMethod),
            (QueryLimit, 0.0001, plan.UpdateMethod),
            (OperationLimit, 0.0001, plan.UpdateMethod),
        ];
        for (int i = 0; i < faults.Length; i++)
        {
            (PortalFault fault, double probability, string? method) = faults[i];
            portal.InjectRandomFaults(fault, probability * plan.FaultDensity, plan.Seed + i, method);
        }
    }

    public static PortalFault QueryLimit { get; } = PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");

    public static PortalFault OperationLimit { get; } = PortalFault.Error(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");

    private static PortalFault ServerError(bool afterCall) => PortalFault.Error(500, "INTERNAL_SERVER_ERROR", "Internal server error", afterCall);
}
