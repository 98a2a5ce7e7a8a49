using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class AdaptiveRateTests
{
    private static readonly RateContract Ten = new(10, TimeSpan.FromSeconds(1));
    private static readonly RateContract Unpublished = new(null, TimeSpan.FromSeconds(2));

    [Fact]
    public void A_throttled_call_pauses_and_slows()
    {
        AdaptiveRate rate = new(Ten);
        Assert.False(rate.IsSlowed(TimeSpan.Zero));

        rate.RecordThrottled(null, At(3), At(4), callsInLastSecond: 99);

        Assert.Equal((7.0, At(5), At(4)), (Math.Round(rate.PerSecond!.Value, 9), rate.PausedUntil, rate.SlowedAt));
        Assert.True(rate.IsSlowed(At(1000)));
    }

    [Theory]
    [InlineData(0, 0.7)]
    [InlineData(1, 0.7)]
    [InlineData(20, 14)]
    public void Where_no_rate_is_published_the_calls_of_the_last_second_are_slowed(int calls, double perSecond)
    {
        AdaptiveRate rate = new(Unpublished);

        rate.RecordThrottled(null, At(0), At(0), calls);

        Assert.Equal(perSecond, rate.PerSecond!.Value, 9);
        Assert.True(rate.IsSlowed(At(60)));
    }

    [Fact]
    public void The_slowest_rate_is_one_call_a_minute()
    {
        AdaptiveRate rate = new(Ten);
        for (int i = 0; i < 50; i++)
        {
            rate.RecordThrottled(TimeSpan.Zero, At(i), At(i), 0);
        }

        Assert.Equal(1.0 / 60, rate.PerSecond);
    }

    [Theory]
    [InlineData(1, 2, 4.9, 0.05, 5)]
    [InlineData(1, 2, 4.9, 10, 14.9)]
    [InlineData(2, 2, 5, 1, 6)]
    public void A_call_that_was_throttled_while_calls_are_paused_prolongs_the_pause_alone(
        int slowed, double sentAt, double now, double retryAfter, double pausedUntil)
    {
        AdaptiveRate rate = new(Ten);
        rate.RecordThrottled(At(3), At(1), At(2), 0);

        rate.RecordThrottled(At(retryAfter), At(sentAt), At(now), 0);

        Assert.Equal(At(pausedUntil), rate.PausedUntil);
        Assert.Equal(10 * Math.Pow(0.7, slowed), rate.PerSecond!.Value, 9);
    }

    [Fact]
    public void A_call_that_left_before_the_last_slowdown_counts_neither_as_throttled_nor_as_accepted()
    {
        AdaptiveRate rate = new(Ten);
        rate.RecordThrottled(null, At(1), At(2), 0);

        rate.RecordThrottled(null, At(1.9), At(10), 0);
        rate.RecordAccepted(At(1.9), At(20));

        Assert.Equal((7.0, At(11)), (Math.Round(rate.PerSecond!.Value, 9), rate.PausedUntil));
    }

    [Theory]
    [InlineData(0.9, 7)]
    [InlineData(1, 7.7)]
    [InlineData(2, 8.47)]
    [InlineData(100, 10)]
    public void Calm_raises_the_rate_to_the_published_one(double calm, double perSecond)
    {
        AdaptiveRate rate = new(Ten);
        rate.RecordThrottled(null, At(2), At(2), 0);

        rate.RecordAccepted(At(2), At(2 + calm));

        Assert.Equal(perSecond, rate.PerSecond!.Value, 9);
        Assert.Equal(perSecond < 10, rate.IsSlowed(At(1000)));
    }

    [Fact]
    public void Eight_seconds_of_calm_count_at_most()
    {
        AdaptiveRate rate = new(Unpublished);
        rate.RecordThrottled(null, At(2), At(2), 10);
        rate.RecordAccepted(At(3), At(102));
        Assert.Equal(7 * Math.Pow(1.1, 8), rate.PerSecond!.Value, 9);

        rate.RecordAccepted(At(3), At(102.5));
        Assert.Equal(7 * Math.Pow(1.1, 8), rate.PerSecond!.Value, 9);
        rate.RecordAccepted(At(3), At(103));
        Assert.Equal(7 * Math.Pow(1.1, 9), rate.PerSecond!.Value, 9);
    }

    [Fact]
    public void An_accepted_call_makes_the_next_pause_short_again()
    {
        AdaptiveRate rate = new(Unpublished);
        rate.RecordThrottled(null, At(0), At(0), 10);
        rate.RecordThrottled(null, At(10), At(10), 10);
        Assert.Equal(At(14), rate.PausedUntil);

        rate.RecordAccepted(At(20), At(20));
        rate.RecordThrottled(null, At(30), At(30), 10);

        Assert.Equal(At(32), rate.PausedUntil);
    }

    [Fact]
    public void A_published_rate_is_not_exceeded_after_a_pause_and_the_second_as_a_whole_keeps_it()
    {
        CallSpacing spacing = new();
        TimeSpan now = At(100);
        List<double> left = [];
        for (int i = 0; i < 12; i++)
        {
            left.Add(Math.Round(now.TotalSeconds - 100, 4));
            spacing.Record(now, 10);
            now = spacing.Next;
        }

        Assert.Equal([0, 0.0609, 0.1218, 0.1827, 0.2436, 0.3045, 0.3654, 0.4263, 0.4872, 0.5481, 1.015, 1.0759], left);
    }

    [Theory]
    [InlineData(0.5, 2.03)]
    [InlineData(1, 1.015)]
    [InlineData(2, 0.3045)]
    public void The_next_call_leaves_by_the_rate(double perSecond, double seconds)
    {
        CallSpacing spacing = new();

        spacing.Record(At(100), perSecond);

        Assert.Equal(100 + seconds, spacing.Next.TotalSeconds, 4);
    }

    [Fact]
    public void Without_a_rate_calls_are_counted_and_not_spaced()
    {
        CallSpacing spacing = new();
        spacing.Record(At(1), null);
        spacing.Record(At(1.5), null);

        Assert.Equal((TimeSpan.Zero, 2), (spacing.Next, spacing.CallsInLastSecond(At(2))));
        Assert.Equal((1, 0), (spacing.CallsInLastSecond(At(2.1)), spacing.CallsInLastSecond(At(2.6))));
    }

    [Fact]
    public async Task A_call_waits_for_as_long_as_its_patience_lasts_while_the_server_throttles()
    {
        FakeTimeProvider time = new();
        using AdaptiveRateLimiter limiter = new(Ten, time);
        ThrottlePatience describe = new(At(10), time.GetTimestamp(), RestartsWhenAccepted: false);
        Assert.False(limiter.IsExhausted(describe));
        limiter.RecordThrottled(At(60), time.GetTimestamp());
        time.Advance(At(5));
        Task<RatePermit?> describing = limiter.AcquireAsync(describe, TestContext.Current.CancellationToken).AsTask();
        Task<RatePermit?> changing = limiter.AcquireAsync(
            new(At(10), time.GetTimestamp(), RestartsWhenAccepted: true), TestContext.Current.CancellationToken).AsTask();
        time.Advance(At(4.9));
        Assert.False(describing.IsCompleted);

        time.Advance(At(1.2));
        Assert.Null(await describing.WaitAsync(At(60), TestContext.Current.CancellationToken));
        Assert.False(changing.IsCompleted);
        Assert.True(limiter.IsExhausted(describe));
        Assert.Null(await limiter.AcquireAsync(describe, TestContext.Current.CancellationToken));

        time.Advance(At(5.1));
        Assert.Null(await changing.WaitAsync(At(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_patience_that_restarts_ends_by_an_accepted_call()
    {
        FakeTimeProvider time = new();
        using AdaptiveRateLimiter limiter = new(Ten, time);
        ThrottlePatience change = new(At(10), time.GetTimestamp(), RestartsWhenAccepted: true);
        time.Advance(At(20));
        Assert.False(limiter.IsExhausted(change));

        limiter.RecordThrottled(At(1), time.GetTimestamp());
        time.Advance(At(9.9));
        limiter.RecordThrottled(At(1), time.GetTimestamp());
        Assert.False(limiter.IsExhausted(change));
        time.Advance(At(0.1));
        Assert.True(limiter.IsExhausted(change));

        limiter.RecordAccepted(time.GetTimestamp());
        Assert.False(limiter.IsExhausted(change));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
