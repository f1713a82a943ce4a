namespace LeadGen.Extensions.Tests.Limits;

/// <summary>Tests that each process gets its part of the rate and of the burst.</summary>
public sealed class FairShareTests
{
    private static readonly BucketSize s_size = BucketSize.Create(new PortalLimits { CallsPerSecond = 2, Burst = 50 });

    [Theory]
    [InlineData(50, 48)]
    [InlineData(250, 240)]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void A_part_of_the_burst_is_held_in_reserve(int burst, int used) =>
        Assert.Equal(used, BucketSize.Create(new PortalLimits { Burst = burst }).Burst);

    [Fact]
    public void A_rate_is_not_rounded_up() =>
        Assert.True(BucketSize.Create(new PortalLimits { CallsPerSecond = 3 }).Interval.Ticks * 3 >= TimeSpan.TicksPerSecond);

    [Fact]
    public void A_new_share_has_no_permits_and_gets_its_part_of_the_rate()
    {
        var share = new FairShare(s_size, processes: 4, Seconds(100));

        Assert.Equal(0, share.Available(Seconds(100)));
        Assert.Equal(Seconds(2), share.WaitFor(1, Seconds(100)));
        Assert.Equal(Seconds(2), share.WaitFor(0, Seconds(100)));
        Assert.Equal(Seconds(102), share.Reserve(1, Seconds(100)));
        Assert.Equal(Seconds(104), share.Reserve(1, Seconds(100)));
        Assert.Equal(Seconds(106), share.Reserve(1, Seconds(105)));
    }

    [Fact]
    public void A_share_accumulates_at_most_its_part_of_the_burst()
    {
        var share = new FairShare(s_size, processes: 4, TimeSpan.Zero);
        TimeSpan later = Seconds(1000);

        Assert.Equal(12, share.Available(later));
        Assert.All(Enumerable.Range(0, 12), _ => Assert.Equal(later, share.Reserve(1, later)));
        Assert.Equal(later + Seconds(2), share.Reserve(1, later));
    }

    [Fact]
    public void A_share_has_no_permits_after_a_rejected_call()
    {
        var share = new FairShare(s_size, processes: 4, TimeSpan.Zero);
        share.DiscardPermits(Seconds(1000));
        Assert.Equal(Seconds(2), share.WaitFor(1, Seconds(1000)));

        share.Reserve(1, Seconds(1000));
        share.DiscardPermits(Seconds(1000));
        Assert.Equal(Seconds(4), share.WaitFor(1, Seconds(1000)));
    }

    [Fact]
    public void Each_process_gets_permits_even_if_there_are_more_processes_than_burst_permits()
    {
        var share = new FairShare(s_size, processes: 100, TimeSpan.Zero);

        Assert.Equal(Seconds(50), share.Reserve(1, TimeSpan.Zero));
        Assert.Equal(Seconds(100), share.Reserve(1, TimeSpan.Zero));
    }

    [Fact]
    public void Shares_of_all_processes_together_stay_within_the_limit()
    {
        // At the start, the portal's bucket is full. Each process reserves many permits at once.
        FairShare[] shares = [.. Enumerable.Range(0, 4).Select(_ => new FairShare(s_size, processes: 4, TimeSpan.Zero))];
        var calls = new List<TimeSpan>();
        foreach (FairShare share in shares)
        {
            calls.AddRange(Enumerable.Range(0, 50).Select(_ => share.Reserve(1, TimeSpan.Zero)));
        }

        calls.Sort();
        Assert.All(calls, (call, index) => Assert.True(index + 1 <= (call.TotalSeconds * 2) + 4));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
