using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Reports.Export;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class TimelineTests
{
    private static readonly DateTimeOffset Night = new(2026, 11, 27, 1, 58, 3, TimeSpan.Zero);

    [Fact]
    public void Every_target_with_a_time_is_in_one_period_whatever_the_times_are()
    {
        Prop.ForAll<DateTime[]>(times =>
        {
            ReportEntry[] entries = [.. times.Select(static time => At(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))))];
            Timeline? timeline = Timeline.Of(entries);
            int timed = entries.Count(static entry => entry.Time != default);
            return timed == 0
                ? timeline is null
                : timeline!.Periods.Count <= Timeline.MostPeriods && timeline.Periods.Sum(static period => period.Sum()) == timed;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_first_and_the_last_possible_time_fit()
    {
        Timeline timeline = Timeline.Of([At(DateTimeOffset.MinValue.AddTicks(1)), At(DateTimeOffset.MaxValue)])!;

        Assert.InRange(timeline.Periods.Count, 2, Timeline.MostPeriods);
        Assert.Equal(2, timeline.Periods.Sum(static period => period.Sum()));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(10, 1, 11)]
    [InlineData(3600, 120, 31)]
    [InlineData(8 * 3600, 900, 33)]
    public void Periods_have_a_length_that_people_count_in(int seconds, int length, int periods)
    {
        Timeline timeline = Timeline.Of([At(Night), At(Night.AddSeconds(seconds))])!;

        Assert.Equal((TimeSpan.FromSeconds(length), periods), (timeline.Length, timeline.Periods.Count));
        Assert.True(timeline.Start <= Night && timeline.Start + timeline.Length > Night);
    }

    private static ReportEntry At(DateTimeOffset time) =>
        new() { Time = time, RunId = "r", Provider = "Tencent", Resource = "CvmInstance", Status = "Succeeded" };
}
