using System.Threading.RateLimiting;
using LeadGen.Limits;

namespace LeadGen.Tests.Limits;

public class LocalRateLimiterTests
{
    // No permit is replenished during a test.
    private static readonly PortalLimits s_slow = new() { CallsPerSecond = 0.001 };
    private static readonly PortalLimits s_quick = new() { CallsPerSecond = 20 };

    [Theory]
    [InlineData(50, 10, 38)]
    [InlineData(250, 50, 190)]
    [InlineData(25, 5, 19)]
    [InlineData(3, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 1, 1)]
    public void The_burst_is_divided_between_initial_and_accumulated_permits(int burst, int start, int capacity)
    {
        var limits = new PortalLimits { Burst = burst };
        Assert.Equal((start, capacity), (LocalRateLimiter.GetStartPermits(limits), LocalRateLimiter.GetCapacity(limits)));
    }

    [Fact]
    public void A_start_after_a_process_that_used_all_its_permits_stays_within_the_burst() =>
        Assert.All(Enumerable.Range(3, 1000), static burst =>
        {
            var limits = new PortalLimits { Burst = burst };
            Assert.InRange(LocalRateLimiter.GetStartPermits(limits) + LocalRateLimiter.GetCapacity(limits), 1, burst - 1);
        });

    [Fact]
    public void The_first_calls_do_not_wait_and_the_others_do()
    {
        using var limiter = new LocalRateLimiter(s_slow);
        Task<RateLimitLease>[] calls = [.. Enumerable.Range(0, 12).Select(_ => limiter.AcquireAsync().AsTask())];

        Assert.All(calls[..10], static call => Assert.True(call.IsCompletedSuccessfully && call.Result.IsAcquired));
        Assert.All(calls[10..], static call => Assert.False(call.IsCompleted));
        Assert.False(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public async Task The_rate_includes_the_initial_calls()
    {
        using var limiter = new LocalRateLimiter(s_quick);
        long started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => limiter.AcquireAsync().AsTask()));

        // Thirty calls at twenty per second, although ten were admitted immediately.
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(1.4));
    }

    [Fact]
    public async Task Permits_accumulate_up_to_the_capacity_which_includes_the_initial_permits()
    {
        using var limiter = new LocalRateLimiter(s_slow with { CallsPerSecond = 200 });
        await WaitForPermitsAsync(limiter, 38);
        await Task.Delay(100);
        Assert.Equal(38, limiter.GetStatistics()!.CurrentAvailablePermits);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(limiter.AttemptAcquire().IsAcquired));
        Assert.InRange(limiter.GetStatistics()!.CurrentAvailablePermits, 28, 37);
    }

    [Fact]
    public async Task DiscardPermits_discards_all_permits()
    {
        using (var limiter = new LocalRateLimiter(s_slow))
        {
            limiter.DiscardPermits();
            Assert.False(limiter.AttemptAcquire().IsAcquired);
        }

        var quick = new LocalRateLimiter(s_slow with { CallsPerSecond = 50 });
        await WaitForPermitsAsync(quick, 15);
        quick.DiscardPermits();
        Assert.InRange(quick.GetStatistics()!.CurrentAvailablePermits, 0, 5);
        Assert.True((await quick.AcquireAsync()).IsAcquired);

        quick.Dispose();
        quick.DiscardPermits();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => quick.AcquireAsync().AsTask());
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(400)]
    public async Task A_rate_whose_interval_is_not_a_whole_number_of_milliseconds_is_not_exceeded(double callsPerSecond)
    {
        using var limiter = new LocalRateLimiter(new PortalLimits { CallsPerSecond = callsPerSecond, Burst = 500 });
        int calls = (int)callsPerSecond / 2;
        long started = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            Assert.True((await limiter.AcquireAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20))).IsAcquired);
        }

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.44));
    }

    private static async Task WaitForPermitsAsync(LocalRateLimiter limiter, int permits)
    {
        while (limiter.GetStatistics()!.CurrentAvailablePermits < permits)
        {
            await Task.Delay(5);
        }
    }
}
