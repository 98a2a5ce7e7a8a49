using System;
using System.Globalization;
using PasswordCmdlets.Core.Operations.Brakes;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Brakes;

public sealed class DeadlineTests
{
    // Clocks go from 02:00 to 03:00 on 2026-03-08, and from 02:00 back to 01:00 on 2026-11-01.
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.CreateCustomTimeZone(
        "test",
        TimeSpan.FromHours(-5),
        "test",
        "standard",
        "daylight",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                DateTime.MaxValue.Date,
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 2, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 11, 1, DayOfWeek.Sunday)),
        ]);

    [Theory]
    [InlineData("23:30", "2026-06-02T03:30Z")]
    [InlineData("05:00", "2026-06-02T09:00Z")]
    [InlineData("5:00", "2026-06-02T09:00Z")]
    [InlineData("05:00:30", "2026-06-02T09:00:30Z")]
    [InlineData("04:00:00", "2026-06-02T08:00Z")]
    [InlineData("22:00", "2026-06-03T02:00Z")]
    [InlineData("4h", "2026-06-02T06:00Z")]
    [InlineData("90m", "2026-06-02T03:30Z")]
    [InlineData("1h30m", "2026-06-02T03:30Z")]
    [InlineData("2d1s", "2026-06-04T02:00:01Z")]
    [InlineData("0s", "2026-06-02T02:00Z")]
    [InlineData("2026-06-02 05:00", "2026-06-02T09:00Z")]
    [InlineData("2026-06-02T05:00:00", "2026-06-02T09:00Z")]
    [InlineData("2026-06-02T05:00:00.5", "2026-06-02T09:00:00.5Z")]
    [InlineData("2026-06-02T05:00Z", "2026-06-02T05:00Z")]
    [InlineData("2026-06-02 05:00+08:00", "2026-06-01T21:00Z")]
    [InlineData("2020-01-01 00:00", "2020-01-01T05:00Z")]
    public void A_deadline_is_a_time_of_day_a_time_span_or_a_date_and_time(string text, string expected) =>
        Assert.Equal(Instant(expected), Deadline.Parse(text, At("2026-06-02T02:00Z")));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("24:00")]
    [InlineData("5:0")]
    [InlineData("05:00 ")]
    [InlineData("05:00 PM")]
    [InlineData("1.00:00")]
    [InlineData("1.00:00:00")]
    [InlineData("4")]
    [InlineData("4H")]
    [InlineData("1.5h")]
    [InlineData("-4h")]
    [InlineData("30m1h")]
    [InlineData("h")]
    [InlineData("4 h")]
    [InlineData("999999999d")]
    [InlineData("2026-06-02")]
    [InlineData("06/02/2026 05:00:00")]
    [InlineData("2026-13-02 05:00")]
    [InlineData("2026-02-30 05:00")]
    [InlineData("0001-01-01 00:00")]
    [InlineData("9999-12-31 23:59")]
    [InlineData("9999-12-31T23:59-08:00")]
    [InlineData("tomorrow")]
    public void Any_other_text_is_no_deadline(string text) => Assert.Null(Deadline.Parse(text, At("2026-06-02T02:00Z")));

    [Theory]
    [InlineData("2026-03-08T06:00Z", "02:30", "2026-03-08T07:00Z")]
    [InlineData("2026-03-08T06:00Z", "03:00", "2026-03-08T07:00Z")]
    [InlineData("2026-03-08T06:00Z", "2026-03-08 02:30", "2026-03-08T07:00Z")]
    [InlineData("2026-03-08T07:10Z", "02:30", "2026-03-09T06:30Z")]
    [InlineData("2026-11-01T04:00Z", "01:30", "2026-11-01T05:30Z")]
    [InlineData("2026-11-01T05:45Z", "01:30", "2026-11-01T06:30Z")]
    [InlineData("2026-11-01T05:45Z", "2026-11-01 01:30", "2026-11-01T06:30Z")]
    [InlineData("2026-11-01T07:00Z", "01:30", "2026-11-02T06:30Z")]
    [InlineData("2026-11-01T07:00Z", "2026-11-01 01:30", "2026-11-01T05:30Z")]
    public void Where_clocks_change_a_skipped_time_is_the_change_and_a_repeated_one_is_the_next_to_come(
        string now, string text, string expected) => Assert.Equal(Instant(expected), Deadline.Parse(text, At(now)));

    [Fact]
    public void A_deadline_does_not_depend_on_the_culture()
    {
        CultureInfo earlier = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.DateTimeFormat.TimeSeparator = ".";
        other.DateTimeFormat.DateSeparator = "/";
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal(Instant("2026-06-02T09:00Z"), Deadline.Parse("2026-06-02 05:00", At("2026-06-02T02:00Z")));
            Assert.Equal(Instant("2026-06-02T09:00Z"), Deadline.Parse("05:00", At("2026-06-02T02:00Z")));
        }
        finally
        {
            CultureInfo.CurrentCulture = earlier;
        }
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static ClockIn At(string now) => new(Instant(now));

    private sealed class ClockIn(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => NewYork;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
