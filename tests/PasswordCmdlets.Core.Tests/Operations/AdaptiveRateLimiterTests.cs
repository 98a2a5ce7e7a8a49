using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class AdaptiveRateLimiterTests
{
    private static readonly RateContract Ten = new(10, TimeSpan.FromSeconds(1));

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_rate_is_kept_in_every_second_and_nearly_used_up()
    {
        AdaptiveRateLimiter limiter = new(Ten, _time);

        List<TimeSpan> left = await SendAsync(limiter, 100);

        AssertAtMostTenInAnySecond(left);
        Assert.InRange(left[^1].TotalSeconds, 9.5, 10.5);
    }

    [Fact]
    public async Task Permits_do_not_gather_while_calls_wait_for_something_else()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        RatePermit first = await AcquireAsync(limiter, Ends);
        Task<RatePermit> second = AcquireAsync(limiter, Ends);

        // The first call waits for ten seconds.
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(second.IsCompleted);

        first.Dispose();
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(120));
        (await second).Dispose();
    }

    [Fact]
    public async Task A_permit_that_is_released_twice_counts_once()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        RatePermit first = await AcquireAsync(limiter, Ends);
        first.Dispose();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        RatePermit second = await AcquireAsync(limiter, Ends);
        first.Dispose();
        _time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.False(AcquireAsync(limiter, Ends).IsCompleted);
        second.Dispose();
    }

    [Fact]
    public async Task A_throttle_silences_for_as_long_as_the_server_asks()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        (await AcquireAsync(limiter, Ends)).Dispose();
        limiter.RecordThrottled(TimeSpan.FromSeconds(5), _time.GetTimestamp());
        Task<RatePermit> next = AcquireAsync(limiter, Ends);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        (await next).Dispose();
    }

    [Fact]
    public void Throttles_of_calls_that_left_together_slow_down_once()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        long left = _time.GetTimestamp();
        for (int i = 0; i < 16; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
            limiter.RecordThrottled(TimeSpan.FromMilliseconds(1), left);
        }

        Assert.Equal(7, limiter.CurrentPerSecond!.Value, 3);
    }

    [Fact]
    public void Calm_brings_the_published_rate_back_and_no_more()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        limiter.RecordThrottled(TimeSpan.FromSeconds(1), _time.GetTimestamp());
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            limiter.RecordAccepted(_time.GetTimestamp());
        }

        Assert.Equal(10, limiter.CurrentPerSecond);
    }

    [Fact]
    public void A_response_to_a_request_sent_before_the_throttle_does_not_reset_it()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        long early = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        limiter.RecordThrottled(TimeSpan.FromSeconds(1), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(5));
        limiter.RecordAccepted(early);

        Assert.Equal(7, limiter.CurrentPerSecond!.Value, 3);
    }

    [Fact]
    public void From_the_slowest_rate_it_recovers_within_minutes()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        for (int i = 0; i < 30; i++)
        {
            limiter.RecordThrottled(TimeSpan.FromSeconds(1), _time.GetTimestamp());
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        TimeSpan waited = TimeSpan.Zero;
        while (limiter.CurrentPerSecond < 10)
        {
            TimeSpan interval = TimeSpan.FromSeconds(1 / limiter.CurrentPerSecond!.Value);
            waited += interval;
            _time.Advance(interval);
            limiter.RecordAccepted(_time.GetTimestamp());
        }

        Assert.InRange(waited.TotalMinutes, 0, 5);
    }

    [Fact]
    public async Task Where_no_rate_is_published_a_throttle_sets_one_from_the_calls_that_left()
    {
        using AdaptiveRateLimiter limiter = new(new RateContract(null, TimeSpan.FromSeconds(1)), _time);
        for (int i = 0; i < 20; i++)
        {
            (await AcquireAsync(limiter, Ends)).Dispose();
        }

        limiter.RecordThrottled(null, _time.GetTimestamp());

        Assert.Equal(14, limiter.CurrentPerSecond!.Value, 3);
    }

    [Fact]
    public void Calls_of_before_a_throttle_were_throttled_and_later_ones_while_calls_are_paused()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        _time.Advance(Seconds(1));
        limiter.RecordThrottled(Seconds(5), _time.GetTimestamp());

        Assert.Equal((true, true), (limiter.HasThrottledSince(Seconds(0.9)), limiter.HasThrottledSince(Seconds(1))));
        _time.Advance(Seconds(5.1));
        Assert.Equal((true, false), (limiter.HasThrottledSince(Seconds(0.9)), limiter.HasThrottledSince(Seconds(1))));
    }

    [Fact]
    public async Task A_permit_from_before_a_throttle_is_stale()
    {
        using AdaptiveRateLimiter limiter = new(new RateContract(null, TimeSpan.FromSeconds(1)), _time);
        using RatePermit permit = await AcquireAsync(limiter, Ends);
        Assert.False(permit.IsStale);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        limiter.RecordThrottled(null, _time.GetTimestamp());

        Assert.True(permit.IsStale);
    }

    [Fact]
    public async Task A_cancelled_waiter_delays_no_other()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        (await AcquireAsync(limiter, Ends)).Dispose();
        using CancellationTokenSource source = new();
        Task<RatePermit> leaves = AcquireAsync(limiter, source.Token);
        Task<RatePermit> stays = AcquireAsync(limiter, Ends);

        await source.CancelAsync();
        _time.Advance(TimeSpan.FromMilliseconds(120));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await leaves);
        (await stays).Dispose();
        Assert.Equal(0, limiter.GetStatistics()!.CurrentQueuedCount);
    }

    [Fact]
    public async Task What_late_timers_cost_is_made_up_for_without_breaking_the_rate_in_any_second()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        Random late = new(7);

        // Timers come up to 40 ms late, once in a while 300 ms.
        List<TimeSpan> left = await SendAsync(limiter, 300, () => TimeSpan.FromMilliseconds(late.Next(200) == 0 ? 300 : 1 + late.Next(40)));

        AssertAtMostTenInAnySecond(left);

        // Without making up for lateness it takes 36.
        Assert.InRange(left[^1].TotalSeconds, 29.5, 34);
    }

    [Fact]
    public async Task Without_a_time_to_wait_the_pause_doubles_up_to_a_minute()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        List<double> pauses = [];
        for (int i = 0; i < 9; i++)
        {
            RatePermit permit = await NextAsync(limiter);
            permit.Dispose();
            long silent = _time.GetTimestamp();
            limiter.RecordThrottled(null, silent);
            using RatePermit next = await NextAsync(limiter);
            pauses.Add(Math.Round(_time.GetElapsedTime(silent).TotalSeconds));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses.Take(8).Select(static pause => Math.Min(pause, 60)));
    }

    [Fact]
    public async Task A_throttle_sets_the_rate_from_the_last_second_alone()
    {
        using AdaptiveRateLimiter limiter = new(new RateContract(null, TimeSpan.FromSeconds(1)), _time);
        for (int i = 0; i < 50; i++)
        {
            (await AcquireAsync(limiter, Ends)).Dispose();
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        for (int i = 0; i < 10; i++)
        {
            (await AcquireAsync(limiter, Ends)).Dispose();
        }

        limiter.RecordThrottled(null, _time.GetTimestamp());

        Assert.Equal(7, limiter.CurrentPerSecond!.Value, 3);
    }

    [Fact]
    public async Task A_limiter_without_waiters_returns_how_long_it_is_idle()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        (await AcquireAsync(limiter, Ends)).Dispose();
        Task<RatePermit> waits = AcquireAsync(limiter, Ends);
        Assert.Null(limiter.IdleDuration);
        _time.Advance(TimeSpan.FromMilliseconds(120));
        (await waits).Dispose();
        Assert.InRange(limiter.IdleDuration!.Value, TimeSpan.Zero, Seconds(0.1));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.InRange(limiter.IdleDuration!.Value, Seconds(3), Seconds(3.1));
        Assert.Equal((2L, 0L), (limiter.GetStatistics()!.TotalSuccessfulLeases, limiter.GetStatistics()!.TotalFailedLeases));
        limiter.RecordThrottled(null, _time.GetTimestamp());
        Assert.Equal(1, limiter.GetStatistics()!.TotalFailedLeases);
    }

    [Fact]
    public void TryAcquire_returns_at_once()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        using System.Threading.RateLimiting.RateLimitLease first = limiter.AttemptAcquire();
        using System.Threading.RateLimiting.RateLimitLease second = limiter.AttemptAcquire();

        Assert.Equal((true, false), (first.IsAcquired, second.IsAcquired));
    }

    [Fact]
    public async Task A_caller_of_the_base_class_waits_without_a_limit_and_gets_no_metadata()
    {
        using System.Threading.RateLimiting.RateLimiter limiter = new AdaptiveRateLimiter(Ten, _time);
        using System.Threading.RateLimiting.RateLimitLease lease = await limiter.AcquireAsync(1, Ends);

        Assert.True(lease.IsAcquired);
        Assert.False(lease.TryGetMetadata("RETRY_AFTER", out object? _));
    }

    [Fact]
    public async Task A_cancelled_call_takes_no_permit()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AcquireAsync(limiter, new CancellationToken(canceled: true)));

        Assert.Equal(0, limiter.GetStatistics()!.TotalSuccessfulLeases);
    }

    [Fact]
    public async Task A_call_does_not_overtake_one_that_waits_for_a_late_timer()
    {
        ClockWithoutTimers time = new();
        using AdaptiveRateLimiter limiter = new(Ten, time);
        (await AcquireAsync(limiter, Ends)).Dispose();
        Task<RatePermit> waits = AcquireAsync(limiter, Ends);
        time.Timestamp += TimeSpan.TicksPerSecond;

        using System.Threading.RateLimiting.RateLimitLease attempt = limiter.AttemptAcquire();
        Task<RatePermit> later = AcquireAsync(limiter, Ends);

        Assert.False(attempt.IsAcquired);
        Assert.False(later.IsCompleted);
        Assert.False(waits.IsCompleted);
        Assert.Equal(2, limiter.GetStatistics()!.CurrentQueuedCount);
    }

    [Fact]
    public async Task However_many_calls_wait_one_timer_runs()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        (await AcquireAsync(limiter, Ends)).Dispose();

        Task<RatePermit>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => AcquireAsync(limiter, Ends))];

        Assert.All(waiting, static call => Assert.False(call.IsCompleted));
        Assert.Equal(1, _time.PendingTimers);
    }

    [Fact]
    public async Task A_call_waits_for_as_long_as_its_patience_lasts_while_the_server_throttles()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        ThrottlePatience describe = new(Seconds(10), _time.GetTimestamp(), RestartsWhenAccepted: false);
        Assert.False(limiter.IsExhausted(describe));
        limiter.RecordThrottled(Seconds(60), _time.GetTimestamp());
        _time.Advance(Seconds(5));
        Task<RatePermit?> describing = limiter.AcquireAsync(describe, Ends).AsTask();
        Task<RatePermit?> changing =
            limiter.AcquireAsync(new(Seconds(10), _time.GetTimestamp(), RestartsWhenAccepted: true), Ends).AsTask();
        _time.Advance(Seconds(4.9));
        Assert.False(describing.IsCompleted);

        _time.Advance(Seconds(1.2));
        Assert.Null(await describing.WaitAsync(Seconds(60), Ends));
        Assert.False(changing.IsCompleted);
        Assert.True(limiter.IsExhausted(describe));
        Assert.Null(await limiter.AcquireAsync(describe, Ends));

        _time.Advance(Seconds(5.1));
        Assert.Null(await changing.WaitAsync(Seconds(60), Ends));
    }

    [Theory]
    [InlineData(4, 13.9, false)]
    [InlineData(4, 14, true)]
    public void The_patience_of_a_call_begins_with_it(double since, double now, bool isExhausted)
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        limiter.RecordThrottled(Seconds(60), _time.GetTimestamp());
        _time.Advance(Seconds(since));
        ThrottlePatience describe = new(Seconds(10), _time.GetTimestamp(), RestartsWhenAccepted: false);

        _time.Advance(Seconds(now - since));

        Assert.Equal(isExhausted, limiter.IsExhausted(describe));
    }

    [Fact]
    public async Task A_call_of_limited_patience_leaves_when_the_rate_allows_it()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        limiter.RecordThrottled(Seconds(0.1), _time.GetTimestamp());
        _time.Advance(Seconds(0.1));
        (await AcquireAsync(limiter, Ends)).Dispose();
        Task<RatePermit?> next = limiter.AcquireAsync(new(Seconds(10), _time.GetTimestamp(), RestartsWhenAccepted: false), Ends).AsTask();

        // Seven calls a second are in force.
        _time.Advance(Seconds(0.2));

        (await next.WaitAsync(Seconds(60), Ends))!.Dispose();
    }

    [Fact]
    public void An_accepted_call_restarts_the_patience_of_a_change()
    {
        using AdaptiveRateLimiter limiter = new(Ten, _time);
        ThrottlePatience change = new(Seconds(10), _time.GetTimestamp(), RestartsWhenAccepted: true);
        _time.Advance(Seconds(20));
        Assert.False(limiter.IsExhausted(change));

        limiter.RecordThrottled(Seconds(1), _time.GetTimestamp());
        _time.Advance(Seconds(9.9));
        limiter.RecordThrottled(Seconds(1), _time.GetTimestamp());
        Assert.False(limiter.IsExhausted(change));
        _time.Advance(Seconds(0.1));
        Assert.True(limiter.IsExhausted(change));

        limiter.RecordAccepted(_time.GetTimestamp());
        Assert.False(limiter.IsExhausted(change));
    }

    [Fact]
    public async Task Long_after_a_throttle_an_unpublished_rate_limits_nothing_and_no_wait_counts_as_throttled()
    {
        using AdaptiveRateLimiter limiter = new(new RateContract(null, TimeSpan.FromSeconds(1)), _time);
        limiter.RecordThrottled(null, _time.GetTimestamp());
        ThrottlePatience describe = new(Seconds(5), _time.GetTimestamp(), RestartsWhenAccepted: false);
        _time.Advance(Seconds(10));
        Assert.True(limiter.IsExhausted(describe));
        for (int i = 0; i < 20; i++)
        {
            (await NextAsync(limiter)).Dispose();
            limiter.RecordAccepted(_time.GetTimestamp());
            _time.Advance(Seconds(1));
        }

        Assert.Null(limiter.CurrentPerSecond);
        Assert.False(limiter.IsExhausted(describe));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static async Task<RatePermit> AcquireAsync(AdaptiveRateLimiter limiter, CancellationToken cancellationToken) =>
        (await limiter.AcquireAsync(ThrottlePatience.Unlimited, cancellationToken))!;

    private static void AssertAtMostTenInAnySecond(List<TimeSpan> left)
    {
        foreach (TimeSpan start in left)
        {
            Assert.InRange(left.Count(at => at >= start && at < start + TimeSpan.FromSeconds(1)), 1, 10);
        }
    }

    private Task<RatePermit> NextAsync(AdaptiveRateLimiter limiter) => NextAsync(limiter, static () => TimeSpan.FromMilliseconds(50));

    // Time moves on by such steps while the permit is not there.
    private async Task<RatePermit> NextAsync(AdaptiveRateLimiter limiter, Func<TimeSpan> step)
    {
        Task<RatePermit> permit = AcquireAsync(limiter, Ends);
        while (!permit.IsCompleted)
        {
            await Task.WhenAny(permit, _time.WhenTimersAsync(1));
            _time.Advance(step());
        }

        return await permit;
    }

    private async Task<List<TimeSpan>> SendAsync(AdaptiveRateLimiter limiter, int count, Func<TimeSpan>? step = null)
    {
        List<TimeSpan> left = [];
        long began = _time.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            using RatePermit permit = await NextAsync(limiter, step ?? (static () => TimeSpan.FromMilliseconds(1)));
            left.Add(_time.GetElapsedTime(began));
        }

        return left;
    }

    private sealed class ClockWithoutTimers : TimeProvider
    {
        public long Timestamp { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Timestamp;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
