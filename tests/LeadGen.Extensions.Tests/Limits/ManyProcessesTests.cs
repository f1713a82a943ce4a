using System.Diagnostics;
using LeadGen.Extensions.Tests.Harness;

namespace LeadGen.Extensions.Tests.Limits;

/// <summary>Tests several processes that call the same portal.</summary>
[Collection(nameof(RedisServer))]
public sealed class ManyProcessesTests(RedisServer server)
{
    // The reserve is 8 calls. There are at most 8 callers, and one call of each may be late.
    private static readonly PortalLimits s_limits = new() { CallsPerSecond = 50, Burst = 200 };
    private const int Burst = 192;

    [RedisFact]
    public Task Two_processes_use_the_portals_limit_up_and_never_exceed_it() => AssertLimitAsync(1, 5);

    [RedisTheory]
    [Trait("Category", "Nightly")]
    [InlineData(8)]
    [InlineData(1, 1, 1, 5)]
    public Task Any_number_of_processes_use_the_portals_limit_up_and_never_exceed_it(params int[] callers) => AssertLimitAsync(callers);

    [RedisFact]
    [Trait("Category", "Nightly")]
    public async Task Calls_continue_within_the_limit_while_Redis_is_killed_and_restarted()
    {
        const string Portal = "killed.example";
        TimeSpan staleAfter = TimeSpan.FromSeconds(4);
        await using RedisServer own = await RedisServer.StartNewAsync();
        await own.CreateBucketAsync(Portal);
        Worker[] workers = await Worker.StartAsync(
            Enumerable.Repeat(AcquireWork.CreateArguments(own, Portal, s_limits, staleAfter, callers: 2, TimeSpan.FromSeconds(11)), 4));
        try
        {
            Array.ForEach(workers, w => w.Begin());
            await Task.Delay(1500);
            own.Kill();
            TimeSpan killed = Stopwatch.GetElapsedTime(0);
            await Task.Delay(2500);
            own.Start();
            TimeSpan restarted = Stopwatch.GetElapsedTime(0);
            await RedisServer.WaitUntilAsync(() => own.HasProcessesAsync(Portal, workers.Length));
            TimeSpan[] all = [.. (await Task.WhenAll(workers.Select(AcquireWork.ReadGrantsAsync))).SelectMany(g => g).Order()];

            Assert.InRange(LeakyBucket.Highest(all, s_limits.CallsPerSecond), Burst * 0.95, s_limits.Burst);
            AssertCallsContinue(all, killed + TimeSpan.FromSeconds(1), restarted, atLeast: 0.5);
            AssertCallsContinue(all, restarted, all[^1], atLeast: 0.5);
        }
        finally
        {
            Array.ForEach(workers, w => w.Dispose());
        }
    }

    private async Task AssertLimitAsync(params int[] callers)
    {
        string portal = $"portal{callers.Length}.example";
        await server.CreateBucketAsync(portal);
        Worker[] workers = await Worker.StartAsync(
            callers.Select(c => AcquireWork.CreateArguments(server, portal, s_limits, TimeSpan.FromSeconds(20), c, TimeSpan.FromSeconds(3))));
        try
        {
            Array.ForEach(workers, w => w.Begin());
            TimeSpan[][] grants = await Task.WhenAll(workers.Select(AcquireWork.ReadGrantsAsync));

            TimeSpan[] all = [.. grants.SelectMany(g => g).Order()];
            double ceiling = Burst + ((all[^1] - all[0]).TotalSeconds * s_limits.CallsPerSecond);
            Assert.InRange(LeakyBucket.Highest(all, s_limits.CallsPerSecond), Burst * 0.95, s_limits.Burst);
            Assert.True(all.Length >= 0.95 * ceiling, $"{all.Length} calls of {ceiling}.");

            // The fastest processes get most of the burst. After that, all processes get a similar share, regardless of their number of callers.
            int[] steady = [.. grants.Select(g => g.Count(t => t > all[Burst]))];
            Assert.True(steady.Min() >= steady.Average() / 2, $"The processes got {string.Join(", ", steady)}.");
        }
        finally
        {
            Array.ForEach(workers, w => w.Dispose());
        }
    }

    private static void AssertCallsContinue(TimeSpan[] calls, TimeSpan from, TimeSpan until, double atLeast)
    {
        double share = calls.Count(c => c > from && c <= until) / ((until - from).TotalSeconds * s_limits.CallsPerSecond);
        Assert.True(share >= atLeast, $"Only {share:P0} of the limit were used.");
    }
}
