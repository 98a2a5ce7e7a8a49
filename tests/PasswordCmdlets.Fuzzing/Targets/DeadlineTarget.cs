using System;
using System.Text;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The text of a deadline, on an evening before clocks are set back. A time of day is the next one, a span is at most a thousand days, and
/// no exception leaves the reader.
/// </summary>
internal sealed class DeadlineTarget : FuzzTarget
{
    private static readonly DateTimeOffset s_now = new(2026, 10, 24, 21, 30, 0, TimeSpan.Zero);
    private readonly TimeProvider _time = new StandingTime();

    public override string Name => "deadline";

    public override void Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        DateTimeOffset? deadline = Deadline.Parse(text, _time);
        bool isDate = text.Length > 8 && text.Contains('-', StringComparison.Ordinal);
        Property.Holds(deadline is null || isDate || (deadline >= s_now && deadline <= s_now.AddDays(1000)),
            "a time of day or a span is to come");
        Property.Holds(deadline is null || isDate || !text.Contains(':', StringComparison.Ordinal) || deadline <= s_now.AddDays(2),
            "a time of day is the next one");
        Property.Holds(Deadline.Parse(text + " x", _time) is null, "a text with more behind it is no deadline");
    }

    private sealed class StandingTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone(
            "Berlin", TimeSpan.FromHours(1), "Berlin", "Berlin", "Berlin (summer)",
            [
                TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                    DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                    TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                    TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
            ]);

        public override DateTimeOffset GetUtcNow() => s_now;
    }
}
