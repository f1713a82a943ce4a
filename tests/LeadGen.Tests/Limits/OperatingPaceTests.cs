using LeadGen.Limits;

namespace LeadGen.Tests.Limits;

public class OperatingPaceTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(480);
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);

    private readonly StandingClock _clock = new();
    private readonly OperatingPace _pace;

    public OperatingPaceTests() => _pace = new OperatingPace(s_limit, s_window, _clock);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(383)]
    public void Up_to_four_fifths_nothing_waits(int used)
    {
        Tell(used);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1).Delay);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1).Delay);
    }

    [Fact]
    public void Then_calls_are_spread_the_more_the_nearer_the_limit_is()
    {
        TimeSpan last = TimeSpan.Zero;
        foreach (int used in new[] { 400, 430, 460 })
        {
            var pace = new OperatingPace(s_limit, s_window, _clock);
            pace.LearnCost(TimeSpan.FromSeconds(1), 1);
            pace.Learn(new OperatingTime(TimeSpan.FromSeconds(used), _clock.Now.AddMinutes(1)));
            Assert.Equal(TimeSpan.Zero, pace.TryStart(1).Delay);
            (TimeSpan delay, LeadClientWait reason) = pace.TryStart(1);
            Assert.Equal(LeadClientWait.OperatingTimeShort, reason);
            Assert.True(delay > last);
            last = delay;

            _clock.Now += delay;
            Assert.Equal(TimeSpan.Zero, pace.TryStart(1).Delay);
        }
    }

    [Fact]
    public void At_the_limit_everything_waits_until_the_portal_forgets()
    {
        Tell(480, resetIn: 42);
        Assert.Equal((TimeSpan.FromSeconds(42), LeadClientWait.OperatingTimeUsedUp), _pace.TryStart(1));

        // The first bucket is forgotten; what it held nobody knows, and a tenth is assumed.
        _clock.Now += TimeSpan.FromSeconds(43);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1).Delay);
        _clock.Now += s_window;
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1000).Delay);
    }

    [Fact]
    public void What_is_under_way_counts_before_its_answer_is_there()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(50), 50);
        Tell(200);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(100).Delay);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50).Delay);
        Assert.Equal(LeadClientWait.OperatingTimeUsedUp, _pace.TryStart(150).Reason);
        _pace.Finish(100);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50).Delay);
    }

    [Fact]
    public void A_batch_that_is_more_than_the_limit_goes_when_nothing_else_does()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(50), 1);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50).Delay);
        Assert.NotEqual(TimeSpan.Zero, _pace.TryStart(50).Delay);
    }

    [Fact]
    public void Answers_that_overtake_each_other_leave_the_latest()
    {
        DateTimeOffset reset = _clock.Now.AddMinutes(3);
        Assert.True(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(300), reset)));
        Assert.False(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(290), reset)));
        Assert.True(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(301), reset)));
        Assert.False(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(470), reset.AddMinutes(-1))));
        Assert.True(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(100), reset.AddMinutes(1))));
    }

    [Fact]
    public void A_refusal_holds_for_ten_seconds_at_least()
    {
        _pace.LearnRefusal();
        Assert.Equal((TimeSpan.FromSeconds(10), LeadClientWait.OperatingTimeUsedUp), _pace.TryStart(1));
    }

    private void Tell(int used, int resetIn = 60) =>
        _pace.Learn(new OperatingTime(TimeSpan.FromSeconds(used), _clock.Now.AddSeconds(resetIn)));

    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 20, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
