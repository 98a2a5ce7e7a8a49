using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Calls;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class CallSpacingTests
{
    [Fact]
    public void A_published_rate_is_not_exceeded_after_a_pause_and_the_second_as_a_whole_keeps_it()
    {
        CallSpacing spacing = new();
        TimeSpan now = Seconds(100);
        List<double> left = [];
        for (int i = 0; i < 12; i++)
        {
            left.Add(Math.Round(now.TotalSeconds - 100, 4));
            spacing.Record(now, 10);
            now = spacing.Next;
        }

        Assert.Equal([0, 0.0609, 0.1218, 0.1827, 0.2436, 0.3045, 0.3654, 0.4263, 0.4872, 0.5481, 1.015, 1.0759], left);
    }

    [Fact]
    public void When_the_pause_is_made_up_for_calls_leave_an_interval_apart()
    {
        CallSpacing spacing = new();
        TimeSpan now = Seconds(100);
        List<double> gaps = [];
        for (int i = 0; i < 20; i++)
        {
            spacing.Record(now, 100);
            gaps.Add(Math.Round((spacing.Next - now).TotalSeconds, 5));
            now = spacing.Next;
        }

        Assert.All(gaps.Take(11), static gap => Assert.Equal(0.00609, gap));
        Assert.All(gaps.Skip(13), static gap => Assert.Equal(0.01015, gap));
    }

    [Theory]
    [InlineData(0.5, 2.03)]
    [InlineData(1, 1.015)]
    [InlineData(2, 0.3045)]
    public void The_next_call_leaves_by_the_rate(double perSecond, double seconds)
    {
        CallSpacing spacing = new();

        spacing.Record(Seconds(100), perSecond);

        Assert.Equal(100 + seconds, spacing.Next.TotalSeconds, 4);
    }

    [Fact]
    public void Without_a_rate_calls_are_counted_and_not_spaced()
    {
        CallSpacing spacing = new();
        spacing.Record(Seconds(1), null);
        spacing.Record(Seconds(1.5), null);

        Assert.Equal((TimeSpan.Zero, 2), (spacing.Next, spacing.CallsInLastSecond(Seconds(2))));
        Assert.Equal((1, 0), (spacing.CallsInLastSecond(Seconds(2.1)), spacing.CallsInLastSecond(Seconds(2.6))));
    }

    [Theory]
    [InlineData(1_000_000.0)]
    [InlineData(100.0)]
    [InlineData(0.1)]
    [InlineData(null)]
    public void Only_the_calls_of_the_last_second_are_remembered(double? last)
    {
        CallSpacing spacing = new();
        for (int i = 0; i < 1000; i++)
        {
            spacing.Record(Seconds(0.1 * i), 1_000_000);
        }

        spacing.Record(Seconds(100), last);

        Assert.InRange(spacing.RememberedCalls, 1, 24);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
