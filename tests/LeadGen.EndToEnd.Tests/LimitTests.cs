using LeadGen.EndToEnd.Portal;
using LeadGen.Testing;

namespace LeadGen.EndToEnd.Tests;

/// <summary>Tests independent clients that call the same portal one after another.</summary>
public abstract class LimitTests(LeadApi api)
{
    // Ten times the rate of most plans.
    private const double CallsPerSecond = 20;

    [Fact]
    public async Task Clients_that_start_one_after_another_are_not_rejected()
    {
        await using PortalEmulator portal = await StartAsync(new PortalEmulatorLimits { CallsPerSecond = CallsPerSecond, Burst = 50 });
        long id = Add(portal);

        // The first client waits until it has accumulated the maximum number of permits.
        await CallAsync(portal, id, calls: 45, idleTime: TimeSpan.FromSeconds(2.5));
        double saved = portal.LimitStatistics.HighestLevel;
        for (int i = 0; i < 3; i++)
        {
            await CallAsync(portal, id, calls: 45);
        }

        Assert.Equal(0, portal.LimitStatistics.RejectedRequests);
        // At most 40 permits are saved. On a busy machine, calls arrive closer together than they were sent.
        Assert.InRange(saved, 20, 45);
        Assert.InRange(portal.LimitStatistics.HighestLevel, 20, 50);
    }

    [Fact]
    public async Task Five_calls_of_a_small_program_do_not_wait()
    {
        await using PortalEmulator portal = await StartAsync(PortalEmulatorLimits.Standard);
        long id = Add(portal);
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Api = api, Webhook = portal.Webhook.ToString(), MaxWait = TimeSpan.Zero });
        await CallAsync(client, id, calls: 5);

        Assert.Equal((5, 0), (portal.LimitStatistics.Requests, portal.LimitStatistics.RejectedRequests));
    }

    private static Task<PortalEmulator> StartAsync(PortalEmulatorLimits limits) =>
        PortalEmulator.StartAsync(Path.Combine(AppContext.BaseDirectory, "portal"), new PortalEmulatorOptions { Limits = limits });

    private static long Add(PortalEmulator portal) => portal.AddLead([KeyValuePair.Create("TITLE", "Заявка")]);

    private async Task CallAsync(PortalEmulator portal, long id, int calls, TimeSpan idleTime = default)
    {
        using var client = new Bitrix24Client(
            new Bitrix24ClientOptions { Api = api, Webhook = portal.Webhook.ToString(), Limits = new PortalLimits { CallsPerSecond = CallsPerSecond, Burst = 50 } });
        await Task.Delay(idleTime);
        await CallAsync(client, id, calls);
    }

    private static async Task CallAsync(Bitrix24Client client, long id, int calls) =>
        await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => client.GetAsync<Lead>(id)));
}

public sealed class ClassicLimitTests() : LimitTests(LeadApi.Classic);

public sealed class ItemLimitTests() : LimitTests(LeadApi.Item);
