using System;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations.Calls;
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

        rate.RecordThrottled(null, Seconds(3), Seconds(4), callsInLastSecond: 99);

        Assert.Equal((7.0, Seconds(5), Seconds(4)), (Math.Round(rate.PerSecond!.Value, 9), rate.PausedUntil, rate.SlowedAt));
        Assert.True(rate.IsSlowed(Seconds(1000)));
    }

    [Theory]
    [InlineData(0, 0.7)]
    [InlineData(1, 0.7)]
    [InlineData(20, 14)]
    public void Where_no_rate_is_published_the_calls_of_the_last_second_are_slowed(int calls, double perSecond)
    {
        AdaptiveRate rate = new(Unpublished);

        rate.RecordThrottled(null, Seconds(0), Seconds(0), calls);

        Assert.Equal(perSecond, rate.PerSecond!.Value, 9);
        Assert.True(rate.IsSlowed(Seconds(60)));
    }

    [Fact]
    public void The_slowest_rate_is_one_call_a_minute()
    {
        AdaptiveRate rate = new(Ten);
        for (int i = 0; i < 50; i++)
        {
            rate.RecordThrottled(TimeSpan.Zero, Seconds(i), Seconds(i), 0);
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
        rate.RecordThrottled(Seconds(3), Seconds(1), Seconds(2), 0);

        rate.RecordThrottled(Seconds(retryAfter), Seconds(sentAt), Seconds(now), 0);

        Assert.Equal(Seconds(pausedUntil), rate.PausedUntil);
        Assert.Equal(10 * Math.Pow(0.7, slowed), rate.PerSecond!.Value, 9);
    }

    [Fact]
    public void A_call_that_left_before_the_last_slowdown_counts_neither_as_throttled_nor_as_accepted()
    {
        AdaptiveRate rate = new(Ten);
        rate.RecordThrottled(null, Seconds(1), Seconds(2), 0);

        rate.RecordThrottled(null, Seconds(1.9), Seconds(10), 0);
        rate.RecordAccepted(Seconds(1.9), Seconds(20), 0);

        Assert.Equal((7.0, Seconds(11)), (Math.Round(rate.PerSecond!.Value, 9), rate.PausedUntil));
    }

    [Theory]
    [InlineData(0.9, 7)]
    [InlineData(1, 7.7)]
    [InlineData(2, 8.47)]
    [InlineData(100, 10)]
    public void Calm_raises_the_rate_to_the_published_one(double calm, double perSecond)
    {
        AdaptiveRate rate = new(Ten);
        rate.RecordThrottled(null, Seconds(2), Seconds(2), 0);

        rate.RecordAccepted(Seconds(2), Seconds(2 + calm), 0);

        Assert.Equal(perSecond, rate.PerSecond!.Value, 9);
        Assert.Equal(perSecond < 10, rate.IsSlowed(Seconds(1000)));
    }

    [Fact]
    public void Eight_seconds_of_calm_count_at_most()
    {
        AdaptiveRate rate = new(Unpublished);
        rate.RecordThrottled(null, Seconds(2), Seconds(2), 10);
        rate.RecordAccepted(Seconds(3), Seconds(102), 0);
        Assert.Equal(7 * Math.Pow(1.1, 8), rate.PerSecond!.Value, 9);

        rate.RecordAccepted(Seconds(3), Seconds(102.5), 0);
        Assert.Equal(7 * Math.Pow(1.1, 8), rate.PerSecond!.Value, 9);
        rate.RecordAccepted(Seconds(3), Seconds(103), 0);
        Assert.Equal(7 * Math.Pow(1.1, 9), rate.PerSecond!.Value, 9);
    }

    [Fact]
    public void An_accepted_call_makes_the_next_pause_short_again()
    {
        AdaptiveRate rate = new(Unpublished);
        rate.RecordThrottled(null, Seconds(0), Seconds(0), 10);
        rate.RecordThrottled(null, Seconds(10), Seconds(10), 10);
        Assert.Equal(Seconds(14), rate.PausedUntil);

        rate.RecordAccepted(Seconds(20), Seconds(20), 0);
        rate.RecordThrottled(null, Seconds(30), Seconds(30), 10);

        Assert.Equal(Seconds(32), rate.PausedUntil);
    }

    [Theory]
    [InlineData(10, 20, 7)]
    [InlineData(3, 20, 2.1)]
    [InlineData(0, 20, 0.7)]
    [InlineData(40, 20, 21.01)]
    [InlineData(3, 0, 9.8)]
    public void A_rate_that_is_not_published_is_lowered_from_what_was_sent_once_calls_were_accepted(
        int calls, int acceptedAfter, double perSecond)
    {
        AdaptiveRate rate = new(Unpublished);
        rate.RecordThrottled(null, Seconds(0), Seconds(0), 20);
        if (acceptedAfter > 0)
        {
            rate.RecordAccepted(Seconds(acceptedAfter), Seconds(acceptedAfter), 10);
        }

        rate.RecordThrottled(null, Seconds(40), Seconds(40), calls);

        Assert.Equal(perSecond, rate.PerSecond!.Value, 2);
    }

    [Fact]
    public void A_published_rate_is_lowered_from_the_rate_in_force()
    {
        AdaptiveRate rate = new(Ten);
        rate.RecordThrottled(null, Seconds(0), Seconds(0), 1);
        rate.RecordAccepted(Seconds(2), Seconds(2), 1);

        rate.RecordThrottled(null, Seconds(2), Seconds(2), 1);

        Assert.Equal(7 * 1.1 * 1.1 * 0.7, rate.PerSecond!.Value, 9);
    }

    [Theory]
    [InlineData(0, 14, 26.58)]
    [InlineData(0, 15, null)]
    [InlineData(7, 15, null)]
    [InlineData(8, 15, 29.24)]
    [InlineData(8, 16, null)]
    public void A_rate_that_is_not_published_ends_when_it_is_four_times_what_is_sent(
        int calls, int seconds, double? perSecond)
    {
        AdaptiveRate rate = new(Unpublished);
        rate.RecordThrottled(null, Seconds(0), Seconds(0), 10);
        rate.RecordAccepted(Seconds(8), Seconds(8), calls);
        for (int now = 9; now <= seconds; now++)
        {
            rate.RecordAccepted(Seconds(now), Seconds(now), 0);
        }

        Assert.Equal(perSecond, rate.PerSecond is { } inForce ? Math.Round(inForce, 2) : null);
        Assert.Equal(perSecond is not null, rate.IsSlowed(Seconds(seconds)));
    }

    [Fact]
    public void A_rate_that_is_not_published_never_exceeds_four_times_what_is_sent_and_a_throttle_always_lowers_what_is_sent()
    {
        Gen<(bool Throttles, int Pause, int Calls)[]> events = (
            from throttles in Gen.Elements(true, false, false, false)
            from pause in Gen.Choose(1, 70)
            from calls in Gen.Choose(0, 50)
            select (throttles, pause, calls)).ArrayOf();
        Prop.ForAll(events.ToArbitrary(), static events =>
        {
            AdaptiveRate rate = new(Unpublished);
            double most = 0;
            bool isAccepted = false;
            TimeSpan now = TimeSpan.Zero;
            foreach ((bool throttles, int pause, int calls) in events)
            {
                now += Seconds(pause);
                double? before = rate.PerSecond;
                bool isPaused = now < rate.PausedUntil;
                if (throttles)
                {
                    rate.RecordThrottled(null, now, now, calls);
                    if (isPaused)
                    {
                        Assert.Equal(before, rate.PerSecond);
                        continue;
                    }

                    double sent = isAccepted ? Math.Max(1, calls) : before ?? 50;
                    Assert.InRange(rate.PerSecond!.Value, 1.0 / 60, Math.Max(1.0 / 60, sent * 0.7) + 1e-9);
                    most = rate.PerSecond.Value;
                    isAccepted = false;
                }
                else
                {
                    rate.RecordAccepted(now, now, calls);
                    most = Math.Max(most, calls);
                    isAccepted = true;
                    Assert.True(rate.PerSecond is null || rate.PerSecond < 4 * most);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
