using LeadGen.Limits;
using Microsoft.Extensions.Time.Testing;

namespace LeadGen.Tests.Limits;

public class OperatingTimeThrottleTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(480);
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 20, 9, 0, 0, TimeSpan.Zero));
    private readonly OperatingTimeThrottle _throttle;

    public OperatingTimeThrottleTests() => _throttle = new OperatingTimeThrottle(s_limit, s_window, _clock);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(383)]
    public void No_call_is_delayed_below_four_fifths_of_the_limit(int used)
    {
        LearnUsed(used);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1, isBulk: true).Delay);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1, isBulk: true).Delay);
    }

    [Fact]
    public void The_delay_of_bulk_calls_grows_near_the_limit()
    {
        TimeSpan last = TimeSpan.Zero;
        foreach (int used in new[] { 390, 410, 430 })
        {
            var throttle = new OperatingTimeThrottle(s_limit, s_window, _clock);
            throttle.RecordCost(TimeSpan.FromSeconds(1), 1);
            throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(used), _clock.GetUtcNow().AddMinutes(1)));
            Assert.Equal(TimeSpan.Zero, throttle.TryStart(1, isBulk: true).Delay);
            (TimeSpan delay, Bitrix24ClientWait reason) = throttle.TryStart(1, isBulk: true);
            Assert.Equal(Bitrix24ClientWait.OperatingTimeLow, reason);
            Assert.True(delay > last);
            last = delay;

            _clock.Advance(delay);
            Assert.Equal(TimeSpan.Zero, throttle.TryStart(1, isBulk: true).Delay);
        }
    }

    [Fact]
    public void Single_calls_are_not_delayed_near_the_limit()
    {
        _throttle.RecordCost(TimeSpan.FromSeconds(1), 1);
        LearnUsed(410);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(20, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeLow, _throttle.TryStart(1, isBulk: true).Reason);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1, isBulk: false).Delay);
        }

        // 470 of 480 seconds are used: the next call could exceed the limit.
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, _throttle.TryStart(1, isBulk: false).Reason);
    }

    [Fact]
    public void Bulk_calls_reserve_a_part_of_the_operating_time_for_single_calls()
    {
        LearnUsed(450);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, _throttle.TryStart(1, isBulk: true).Reason);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1, isBulk: false).Delay);
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    public void The_window_is_relative_to_the_clock_of_the_portal_if_it_is_known(int minutes)
    {
        DateTimeOffset portalNow = _clock.GetUtcNow().AddMinutes(minutes);
        _throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(480), portalNow.AddSeconds(42)), portalNow);
        Assert.Equal((TimeSpan.FromSeconds(42), Bitrix24ClientWait.OperatingTimeUsedUp), _throttle.TryStart(1, isBulk: false));
        _clock.Advance(TimeSpan.FromSeconds(43));
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1, isBulk: false).Delay);
    }

    [Fact]
    public void A_delay_is_never_longer_than_the_window()
    {
        OperatingTime? learned = _throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(480), _clock.GetUtcNow().AddDays(80)));
        Assert.Equal(_clock.GetUtcNow() + s_window, learned?.ResetAt);
        Assert.Equal(s_window, _throttle.TryStart(1, isBulk: false).Delay);
        _clock.Advance(s_window);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1, isBulk: false).Delay);

        // The next reply counts, although its window ends earlier.
        Assert.NotNull(_throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(100), _clock.GetUtcNow().AddMinutes(9))));
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromDays(1));
        LearnUsed(480, resetIn: 600);
        _clock.AdjustTime(_clock.GetUtcNow() - TimeSpan.FromDays(1));
        Assert.Equal(s_window, _throttle.TryStart(1, isBulk: false).Delay);
    }

    [Fact]
    public void At_the_limit_all_calls_wait_until_the_operating_time_is_reset()
    {
        LearnUsed(480, resetIn: 42);
        Assert.Equal((TimeSpan.FromSeconds(42), Bitrix24ClientWait.OperatingTimeUsedUp), _throttle.TryStart(1, isBulk: true));

        // The time of the first bucket is reset. How much it contained is unknown, and a tenth is assumed.
        _clock.Advance(TimeSpan.FromSeconds(43));
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1, isBulk: true).Delay);
        _clock.Advance(s_window);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(1000, isBulk: true).Delay);
    }

    [Fact]
    public void Calls_in_progress_count_before_their_reply_arrives()
    {
        _throttle.RecordCost(TimeSpan.FromSeconds(50), 50);
        LearnUsed(200);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(100, isBulk: true).Delay);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(50, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, _throttle.TryStart(150, isBulk: true).Reason);
        _throttle.Finish(100);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(50, isBulk: true).Delay);
    }

    [Fact]
    public void A_batch_that_exceeds_the_limit_is_sent_if_no_other_call_is_in_progress()
    {
        _throttle.RecordCost(TimeSpan.FromSeconds(50), 1);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(50, isBulk: true).Delay);
        Assert.NotEqual(TimeSpan.Zero, _throttle.TryStart(50, isBulk: true).Delay);
    }

    [Fact]
    public void Replies_that_arrive_out_of_order_do_not_replace_newer_ones()
    {
        DateTimeOffset reset = _clock.GetUtcNow().AddMinutes(3);
        Assert.NotNull(_throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(300), reset)));
        Assert.Null(_throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(290), reset)));
        Assert.NotNull(_throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(301), reset)));
        Assert.Null(_throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(470), reset.AddMinutes(-1))));
        Assert.NotNull(_throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(100), reset.AddMinutes(1))));
    }

    [Fact]
    public void The_estimated_time_of_a_lost_reply_counts_until_the_next_reply()
    {
        _throttle.RecordCost(TimeSpan.FromSeconds(1), 1);
        LearnUsed(330);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(50, isBulk: true).Delay);
        _throttle.Finish(50, mayHaveUsedTime: true);

        // 330 and 50 seconds delay calls, as if the portal had reported both. 330 seconds would not.
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(10, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeLow, _throttle.TryStart(10, isBulk: true).Reason);

        LearnUsed(331);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(10, isBulk: true).Delay);
    }

    [Fact]
    public void Estimated_times_of_lost_replies_do_not_block_calls()
    {
        _throttle.RecordCost(TimeSpan.FromSeconds(1), 1);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.TryStart(50, isBulk: false).Delay);
            _throttle.Finish(50, mayHaveUsedTime: true);
        }

        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(20, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeLow, _throttle.TryStart(20, isBulk: true).Reason);
        _throttle.Finish(20);
        _clock.Advance(s_window);
        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(400, isBulk: true).Delay);
    }

    [Fact]
    public void Estimated_times_of_lost_replies_do_not_block_a_large_batch()
    {
        _throttle.RecordCost(TimeSpan.FromSeconds(1), 1);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.TryStart(50, isBulk: false).Delay);
            _throttle.Finish(50, mayHaveUsedTime: true);
        }

        Assert.Equal(TimeSpan.Zero, _throttle.TryStart(50, isBulk: true).Delay);
        Assert.Equal(Bitrix24ClientWait.OperatingTimeLow, _throttle.TryStart(50, isBulk: true).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_back_off_after_a_limit_error_starts_at_ten_seconds_and_doubles(bool isKnown)
    {
        var throttle = new OperatingTimeThrottle(isKnown ? s_limit : null, s_window, _clock);
        foreach (int seconds in new[] { 10, 20, 40, 80, 160, 320, 600, 600 })
        {
            throttle.RecordRejection(null);
            throttle.RecordRejection(null);
            Assert.Equal((TimeSpan.FromSeconds(seconds), Bitrix24ClientWait.OperatingTimeUsedUp), throttle.TryStart(1, isBulk: false));

            // A call that was sent before the limit error does not end the back-off.
            throttle.RecordAccepted();
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(TimeSpan.Zero, throttle.TryStart(1, isBulk: false).Delay);
        }

        throttle.RecordAccepted();
        throttle.RecordRejection(null);
        Assert.Equal(TimeSpan.FromSeconds(10), throttle.TryStart(1, isBulk: false).Delay);
        throttle.RecordRejection(TimeSpan.FromSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(90), throttle.TryStart(1, isBulk: false).Delay);
        throttle.RecordRejection(TimeSpan.FromDays(1));
        Assert.Equal(s_window, throttle.TryStart(1, isBulk: false).Delay);
    }

    [Fact]
    public void The_cost_of_a_call_is_between_zero_and_the_window()
    {
        _throttle.RecordCost(TimeSpan.FromDays(36500), 1);
        LearnUsed(100);
        Assert.Equal((TimeSpan.FromMinutes(1), Bitrix24ClientWait.OperatingTimeUsedUp), _throttle.TryStart(1000, isBulk: true));

        var throttle = new OperatingTimeThrottle(s_limit, s_window, _clock);
        throttle.RecordCost(TimeSpan.FromDays(-36500), 1);
        throttle.RecordOperatingTime(new OperatingTime(s_limit, _clock.GetUtcNow().AddMinutes(1)));
        Assert.Equal(Bitrix24ClientWait.OperatingTimeUsedUp, throttle.TryStart(1000, isBulk: true).Reason);
    }

    private void LearnUsed(int used, int resetIn = 60) =>
        _throttle.RecordOperatingTime(new OperatingTime(TimeSpan.FromSeconds(used), _clock.GetUtcNow().AddSeconds(resetIn)));
}
