using LeadGen.Samples.Worker;
using LeadGen.Samples.Worker.Crm;
using LeadGen.TestKit;
using LeadGen.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Programs.Tests.Samples;

/// <summary>Tests the worker of the sample with an emulated portal and a simulated clock.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task Leads_that_changed_are_handled_once_a_day()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 18, 9, 0, 0, TimeSpan.Zero));
        await using PortalEmulator portal = await PortalEmulator.StartAsync(
            Path.Combine(Repository.Root, "schema/portals/romashka"), new PortalEmulatorOptions { TimeProvider = clock });
        using var client = new Bitrix24Client(new Bitrix24ClientOptions { Webhook = portal.Webhook.ToString(), Limits = PortalLimits.None });
        long old = portal.AddLead([new("TITLE", "Old")]);
        clock.Advance(TimeSpan.FromDays(2));
        long changed = portal.AddLead([new("TITLE", "Changed")]);
        var handler = new RecordingHandler();
        using var worker = new ChangedLeadsWorker(client, handler, clock, NullLogger<ChangedLeadsWorker>.Instance);

        await worker.StartAsync(CancellationToken.None);
        Assert.Equal([changed], await handler.TakeAsync(1));

        await client.UpdateAsync(new LeadUpdate(old).SetTitle("New"));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains(old, await handler.TakeAsync(1));
        await worker.StopAsync(CancellationToken.None);
    }

    private sealed class RecordingHandler : IChangedLeadHandler
    {
        private readonly System.Threading.Channels.Channel<long> _leads = System.Threading.Channels.Channel.CreateUnbounded<long>();

        public async Task HandleAsync(Lead lead, CancellationToken cancellationToken) => await _leads.Writer.WriteAsync(lead.Id ?? 0, cancellationToken);

        public async Task<List<long>> TakeAsync(int count)
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var taken = new List<long>();
            while (taken.Count < count || _leads.Reader.TryPeek(out _))
            {
                taken.Add(await _leads.Reader.ReadAsync(deadline.Token));
            }

            return taken;
        }
    }
}
