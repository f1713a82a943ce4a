using LeadGen.Limits;

namespace LeadGen.Tests.Limits;

public class OperatingTimeThrottleTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(480);
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);

    private readonly StandingClock _clock = new();
    private readonly OperatingTimeThrottle _pace;

    public OperatingTimeThrottleTests() => _pace = new OperatingTimeThrottle(s_limit, s_window, _clock);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(383)]
    public void Up_to_four_fifths_nothing_waits(int used)
    {
        Tell(used);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1, isBulk: true).Delay);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1, isBulk: true).Delay);
    }

    [Fact]
    public void Then_bulk_calls_are_spread_the_more_the_nearer_the_limit_is()
    {
        TimeSpan last = TimeSpan.Zero;
        foreach (int used in new[] { 390, 410, 430 })
        {
            var pace = new OperatingTimeThrottle(s_limit, s_window, _clock);
            pace.LearnCost(TimeSpan.FromSeconds(1), 1);
            pace.Learn(new OperatingTime(TimeSpan.FromSeconds(used), _clock.Now.AddMinutes(1)));
            Assert.Equal(TimeSpan.Zero, pace.TryStart(1, isBulk: true).Delay);
            (TimeSpan delay, Bitrix24ClientWait reason) = pace.TryStart(1, isBulk: true);
            Assert.Equal(Bitrix24ClientWait.OperatingTimeShort, reason);
            Assert.True(delay > last);
            last = delay;

            _clock.Now += delay;
            Assert.Equal(TimeSpan.Zero, pace.TryStart(1, isBulk: true).Delay);
        }
    }

    [Fact]
    public void Single_calls_are_not_spread_and_do_not_stand_behind_those_that_are()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(1), 1);
        Tell(410);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(20, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeShort, _pace.TryStart(1, isBulk: true).Reason);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(TimeSpan.Zero, _pace.TryStart(1, isBulk: false).Delay);
        }

        // 470 of 480 seconds: the next call could be the one too many.
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, _pace.TryStart(1, isBulk: false).Reason);
    }

    [Fact]
    public void Bulk_calls_leave_a_part_of_the_working_time_to_single_ones()
    {
        Tell(450);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, _pace.TryStart(1, isBulk: true).Reason);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1, isBulk: false).Delay);
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    public void A_window_goes_by_the_clock_of_the_portal_where_it_shows_it(int minutes)
    {
        DateTimeOffset portalNow = _clock.Now.AddMinutes(minutes);
        _pace.Learn(new OperatingTime(TimeSpan.FromSeconds(480), portalNow.AddSeconds(42)), portalNow);
        Assert.Equal((TimeSpan.FromSeconds(42), Bitrix24ClientWait.OperatingTimeUsedUp), _pace.TryStart(1, isBulk: false));
        _clock.Now += TimeSpan.FromSeconds(43);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1, isBulk: false).Delay);
    }

    [Fact]
    public void A_window_that_would_end_later_than_it_can_is_waited_for_no_longer_than_it_is()
    {
        OperatingTime? told = _pace.Learn(new OperatingTime(TimeSpan.FromSeconds(480), _clock.Now.AddDays(80)));
        Assert.Equal(_clock.Now + s_window, told?.ResetAt);
        Assert.Equal(s_window, _pace.TryStart(1, isBulk: false).Delay);
        _clock.Now += s_window;
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1, isBulk: false).Delay);

        // The next word of the portal counts, though it is of an earlier end.
        Assert.NotNull(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(100), _clock.Now.AddMinutes(9))));
        _clock.Now -= TimeSpan.FromDays(1);
        Tell(480, resetIn: 600);
        _clock.Now -= TimeSpan.FromDays(1);
        Assert.Equal(s_window, _pace.TryStart(1, isBulk: false).Delay);
    }

    [Fact]
    public void At_the_limit_everything_waits_until_the_portal_forgets()
    {
        Tell(480, resetIn: 42);
        Assert.Equal((TimeSpan.FromSeconds(42), Bitrix24ClientWait.OperatingTimeUsedUp), _pace.TryStart(1, isBulk: true));

        // The first bucket is forgotten; what it held nobody knows, and a tenth is assumed.
        _clock.Now += TimeSpan.FromSeconds(43);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1, isBulk: true).Delay);
        _clock.Now += s_window;
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(1000, isBulk: true).Delay);
    }

    [Fact]
    public void What_is_under_way_counts_before_its_answer_is_there()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(50), 50);
        Tell(200);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(100, isBulk: true).Delay);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, _pace.TryStart(150, isBulk: true).Reason);
        _pace.Finish(100);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50, isBulk: true).Delay);
    }

    [Fact]
    public void A_batch_that_is_more_than_the_limit_goes_when_nothing_else_does()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(50), 1);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50, isBulk: true).Delay);
        Assert.NotEqual(TimeSpan.Zero, _pace.TryStart(50, isBulk: true).Delay);
    }

    [Fact]
    public void Answers_that_overtake_each_other_leave_the_latest()
    {
        DateTimeOffset reset = _clock.Now.AddMinutes(3);
        Assert.NotNull(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(300), reset)));
        Assert.Null(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(290), reset)));
        Assert.NotNull(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(301), reset)));
        Assert.Null(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(470), reset.AddMinutes(-1))));
        Assert.NotNull(_pace.Learn(new OperatingTime(TimeSpan.FromSeconds(100), reset.AddMinutes(1))));
    }

    [Fact]
    public void What_was_lost_on_the_way_back_counts_until_the_portal_tells()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(1), 1);
        Tell(330);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50, isBulk: true).Delay);
        _pace.Finish(50, mayHaveWorked: true);

        // 330 and 50 slow down, as they do when the portal tells of them; without the 50 nothing would.
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(10, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeShort, _pace.TryStart(10, isBulk: true).Reason);

        Tell(331);
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(10, isBulk: true).Delay);
    }

    [Fact]
    public void What_a_portal_that_was_away_may_have_worked_keeps_nobody_out()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(1), 1);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, _pace.TryStart(50, isBulk: false).Delay);
            _pace.Finish(50, mayHaveWorked: true);
        }

        Assert.Equal(TimeSpan.Zero, _pace.TryStart(20, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeShort, _pace.TryStart(20, isBulk: true).Reason);
        _pace.Finish(20);
        _clock.Now += s_window;
        Assert.Equal(TimeSpan.Zero, _pace.TryStart(400, isBulk: true).Delay);
    }

    [Fact]
    public void Nor_does_it_keep_out_a_large_batch()
    {
        _pace.LearnCost(TimeSpan.FromSeconds(1), 1);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, _pace.TryStart(50, isBulk: false).Delay);
            _pace.Finish(50, mayHaveWorked: true);
        }

        Assert.Equal(TimeSpan.Zero, _pace.TryStart(50, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeShort, _pace.TryStart(50, isBulk: true).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_refusal_holds_for_ten_seconds_and_longer_each_time_also_where_no_limit_is_known(bool isKnown)
    {
        var pace = new OperatingTimeThrottle(isKnown ? s_limit : null, s_window, _clock);
        foreach (int seconds in new[] { 10, 20, 40, 80, 160, 320, 600, 600 })
        {
            pace.LearnRefusal(null);
            pace.LearnRefusal(null);
            Assert.Equal((TimeSpan.FromSeconds(seconds), Bitrix24ClientWait.OperatingTimeUsedUp), pace.TryStart(1, isBulk: false));

            // What was sent before it says nothing of what comes after.
            pace.LearnTaken();
            _clock.Now += TimeSpan.FromSeconds(seconds);
            Assert.Equal(TimeSpan.Zero, pace.TryStart(1, isBulk: false).Delay);
        }

        pace.LearnTaken();
        pace.LearnRefusal(null);
        Assert.Equal(TimeSpan.FromSeconds(10), pace.TryStart(1, isBulk: false).Delay);
        pace.LearnRefusal(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), pace.TryStart(1, isBulk: false).Delay);
        pace.LearnRefusal(TimeSpan.FromDays(1));
        Assert.Equal(s_window, pace.TryStart(1, isBulk: false).Delay);
    }

    [Fact]
    public void A_call_that_tells_an_odd_time_costs_no_more_than_a_window_and_no_less_than_nothing()
    {
        _pace.LearnCost(TimeSpan.FromDays(36500), 1);
        Tell(100);
        Assert.Equal((TimeSpan.FromMinutes(1), Bitrix24ClientWait.OperatingTimeUsedUp), _pace.TryStart(1000, isBulk: true));

        var pace = new OperatingTimeThrottle(s_limit, s_window, _clock);
        pace.LearnCost(TimeSpan.FromDays(-36500), 1);
        pace.Learn(new OperatingTime(s_limit, _clock.Now.AddMinutes(1)));
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, pace.TryStart(1000, isBulk: true).Reason);
    }

    private void Tell(int used, int resetIn = 60) =>
        _pace.Learn(new OperatingTime(TimeSpan.FromSeconds(used), _clock.Now.AddSeconds(resetIn)));

    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 20, 9, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;
    }
}
