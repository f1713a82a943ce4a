using System.Threading.RateLimiting;
using LeadGen.Limits;

namespace LeadGen.Tests.Limits;

public class LocalRateLimiterTests
{
    // So slow that no test sees a permit come back.
    private static readonly PortalLimits s_slow = new() { CallsPerSecond = 0.001 };
    private static readonly PortalLimits s_quick = new() { CallsPerSecond = 20 };

    [Theory]
    [InlineData(50, 10, 38)]
    [InlineData(250, 50, 190)]
    [InlineData(25, 5, 19)]
    [InlineData(3, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 1, 1)]
    public void Permits_are_divided_between_a_start_and_what_is_saved(int burst, int start, int capacity)
    {
        var limits = new PortalLimits { Burst = burst };
        Assert.Equal((start, capacity), (LocalRateLimiter.StartOf(limits), LocalRateLimiter.CapacityOf(limits)));
    }

    [Fact]
    public void A_start_after_a_process_that_used_all_its_permits_stays_within_the_burst() =>
        Assert.All(Enumerable.Range(3, 1000), static burst =>
        {
            var limits = new PortalLimits { Burst = burst };
            Assert.InRange(LocalRateLimiter.StartOf(limits) + LocalRateLimiter.CapacityOf(limits), 1, burst - 1);
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
    public async Task The_permits_of_the_first_calls_are_acquired_afterwards()
    {
        using var limiter = new LocalRateLimiter(s_quick);
        long begun = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => limiter.AcquireAsync().AsTask()));

        // Thirty at twenty a second, although ten were sent at once.
        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(1.4));
    }

    [Fact]
    public async Task Permits_are_saved_up_to_the_capacity_and_the_first_calls_are_part_of_them()
    {
        using var limiter = new LocalRateLimiter(s_slow with { CallsPerSecond = 200 });
        await UntilSavedAsync(limiter, 38);
        await Task.Delay(100);
        Assert.Equal(38, limiter.GetStatistics()!.CurrentAvailablePermits);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(limiter.AttemptAcquire().IsAcquired));
        Assert.InRange(limiter.GetStatistics()!.CurrentAvailablePermits, 28, 37);
    }

    [Fact]
    public async Task No_permits_are_left_after_a_refusal()
    {
        using (var limiter = new LocalRateLimiter(s_slow))
        {
            limiter.Empty();
            Assert.False(limiter.AttemptAcquire().IsAcquired);
        }

        var quick = new LocalRateLimiter(s_slow with { CallsPerSecond = 50 });
        await UntilSavedAsync(quick, 15);
        quick.Empty();
        Assert.InRange(quick.GetStatistics()!.CurrentAvailablePermits, 0, 5);
        Assert.True((await quick.AcquireAsync()).IsAcquired);

        quick.Dispose();
        quick.Empty();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => quick.AcquireAsync().AsTask());
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(400)]
    public async Task A_rate_whose_interval_is_not_a_whole_number_of_milliseconds_is_not_exceeded(double callsPerSecond)
    {
        using var limiter = new LocalRateLimiter(new PortalLimits { CallsPerSecond = callsPerSecond, Burst = 500 });
        int calls = (int)callsPerSecond / 2;
        long begun = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            Assert.True((await limiter.AcquireAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20))).IsAcquired);
        }

        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(0.44));
    }

    private static async Task UntilSavedAsync(LocalRateLimiter limiter, int permits)
    {
        while (limiter.GetStatistics()!.CurrentAvailablePermits < permits)
        {
            await Task.Delay(5);
        }
    }
}
