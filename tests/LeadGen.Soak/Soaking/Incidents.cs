using LeadGen.Testing;

namespace LeadGen.Soak.Soaking;

/// <summary>What happens to the portal and to Redis at set points of a soak.</summary>
internal sealed class Incidents
{
    /// <summary>How often the application's tokens expire.</summary>
    public const int Expirations = 5;

    private readonly SoakPlan _plan;
    private readonly Queue<(double Share, Func<Task> Happen)> _toCome;

    public Incidents(SoakPlan plan, PortalEmulator portal, RedisProcess? redis)
    {
        _plan = plan;
        _toCome = new(
        [
            (0.05, Do(() => portal.InjectFault(BadDays.QueryLimit, plan.FaultsInARow))),
            (0.15, Do(portal.ExpireTokens)),
            (0.22, Do(() => portal.InjectFault(BadDays.OperationLimit, plan.FaultsInARow))),
            (0.30, Do(() =>
            {
                portal.InjectFault(PortalFault.WebPage(502), 1, "oauth/token");
                portal.ExpireTokens();
            })),
            (0.40, Do(() => redis?.Kill())),
            (0.48, Do(() => redis?.Start())),
            (0.50, () => portal.MoveAsync()),
            (0.56, Do(portal.ExpireTokens)),
            (0.62, Do(() => portal.InjectFault(PortalFault.WebPage(502), plan.FaultsInARow))),
            (0.66, Do(() => portal.InjectFault(PortalFault.Reset(afterCall: true), plan.FaultsInARow))),
            (0.70, Do(() => portal.InjectFault(BadDays.OperationLimit, plan.FaultsInARow))),
            (0.75, Do(portal.ExpireTokens)),
            (0.82, Do(() => portal.InjectFault(BadDays.QueryLimit, plan.FaultsInARow))),
            (0.90, Do(portal.ExpireTokens)),
        ]);
    }

    /// <summary>Lets happen what is due after so many outcomes.</summary>
    public async Task AdvanceAsync(int outcomes)
    {
        while (_toCome.TryPeek(out (double Share, Func<Task> Happen) next) && outcomes >= next.Share * _plan.Updates)
        {
            _toCome.Dequeue();
            await next.Happen();
        }
    }

    private static Func<Task> Do(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };
}
