using LeadGen.Testing;

namespace LeadGen.Soak.Soaking;

/// <summary>Triggers events of the portal and of Redis at fixed points of a soak run.</summary>
internal sealed class Incidents
{
    /// <summary>The number of times that the application's tokens expire.</summary>
    public const int Expirations = 5;

    private readonly SoakPlan _plan;
    private readonly Queue<(double Share, Func<Task> Trigger)> _pending;

    public Incidents(SoakPlan plan, PortalEmulator portal, RedisProcess? redis)
    {
        _plan = plan;
        _pending = new(
        [
            (0.05, Do(() => portal.InjectFault(SoakFaults.QueryLimit, plan.FaultsInARow))),
            (0.15, Do(portal.ExpireTokens)),
            (0.22, Do(() => portal.InjectFault(SoakFaults.OperationLimit, plan.FaultsInARow))),
            (0.30, Do(() =>
            {
                portal.InjectFault(PortalFault.WebPage(502), 1, "oauth/token");
                portal.ExpireTokens();
            })),
            (0.40, Do(() => redis?.Kill())),
            (0.48, Do(() => redis?.Start())),
            (0.50, () => portal.RenameAsync()),
            (0.56, Do(portal.ExpireTokens)),
            (0.62, Do(() => portal.InjectFault(PortalFault.WebPage(502), plan.FaultsInARow))),
            (0.66, Do(() => portal.InjectFault(PortalFault.Reset(afterCall: true), plan.FaultsInARow))),
            (0.70, Do(() => portal.InjectFault(SoakFaults.OperationLimit, plan.FaultsInARow))),
            (0.75, Do(portal.ExpireTokens)),
            (0.82, Do(() => portal.InjectFault(SoakFaults.QueryLimit, plan.FaultsInARow))),
            (0.90, Do(portal.ExpireTokens)),
        ]);
    }

    /// <summary>Triggers the events that are due after the specified number of results.</summary>
    public async Task AdvanceAsync(int results)
    {
        while (_pending.TryPeek(out (double Share, Func<Task> Trigger) next) && results >= next.Share * _plan.Updates)
        {
            _pending.Dequeue();
            await next.Trigger();
        }
    }

    private static Func<Task> Do(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
