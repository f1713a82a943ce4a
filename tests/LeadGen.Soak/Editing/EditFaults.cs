using LeadGen.Testing;

namespace LeadGen.Soak.Editing;

/// <summary>Injects the faults of a run into reads and updates: lost replies, web pages, broken connections, limits.</summary>
internal static class EditFaults
{
    private const string Update = "crm.lead.update";

    public static void Begin(PortalEmulator portal, EditPlan plan)
    {
        (PortalFault Fault, double Probability, string? Method)[] faults =
        [
            (PortalFault.Error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"), 0.003, null),
            (PortalFault.Error(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."), 0.0002, Update),
            (PortalFault.Reset(afterCall: false), 0.01, null),
            (PortalFault.Reset(afterCall: true), 0.02, null),
            (PortalFault.HalfBody, 0.01, null),
            (PortalFault.TruncatedBody, 0.01, null),
            (PortalFault.WebPage(502), 0.01, null),
            (PortalFault.WebPage(502, afterCall: true), 0.02, null),
            (PortalFault.WebPage(200), 0.005, null),
            (PortalFault.WebPage(200, afterCall: true), 0.01, null),
            (PortalFault.WebPage(403), 0.002, null),
            (PortalFault.WebPage(403, afterCall: true), 0.002, null),
            (PortalFault.WebPage(404, afterCall: true), 0.002, null),
            (PortalFault.Trickle(plan.Timeout / 4), 0.002, null),
            (PortalFault.Delay(plan.Timeout * 2), 0.0005, null),
            (PortalFault.Error(500, "INTERNAL_SERVER_ERROR", "Internal server error"), 0.005, Update),
            (PortalFault.Error(500, "INTERNAL_SERVER_ERROR", "Internal server error", afterCall: true), 0.01, Update),
            (PortalFault.Error(400, "", "The lead is locked."), 0.005, Update),
        ];
        for (int place = 0; place < faults.Length; place++)
        {
            (PortalFault fault, double probability, string? method) = faults[place];
            portal.InjectRandomFaults(fault, probability, plan.Seed + place, method);
        }
    }
}
