using System;
using System.Globalization;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>The parameters that stop a run: zero or null is 'not specified'.</summary>
internal sealed record BrakeOptions(int Canary, string? MaximumFailure, string? NotAfter)
{
    /// <summary>Adds the brakes to the options of a run; throws <see cref="CommandFailure"/> when one is unusable.</summary>
    public RunOptions AddTo(RunOptions options) => options with
    {
        Canary = Canary == 0 ? null : Canary,
        FailureLimit = MaximumFailure is null ? null : FailureLimit.Parse(MaximumFailure) ?? throw Unusable(
            MaximumFailure,
            "is not a valid -MaximumFailure. Specify how many targets may fail: a count (3), or a share of the results so far (5%)."),
        NotAfter = NotAfter is null ? null : Deadline(NotAfter, TimeProvider.System),
    };

    private static DateTimeOffset Deadline(string text, TimeProvider time)
    {
        DateTimeOffset end = Core.Operations.Brakes.Deadline.Parse(text, time) ?? throw Unusable(
            text,
            "is not a valid -NotAfter. Specify a time of day (05:00), a time span from now (4h, 90m, 1h30m) or a date and time "
                + "(2026-11-28 05:00).");
        return end > time.GetUtcNow() ? end : throw new CommandFailure(
            ErrorIds.DeadlineReached,
            ErrorCategory.InvalidArgument,
            string.Format(
                CultureInfo.InvariantCulture,
                "-NotAfter is past: {0:yyyy-MM-dd HH:mm:ss zzz}. Nothing was sent. Specify a later time.",
                TimeZoneInfo.ConvertTime(end, time.LocalTimeZone)));
    }

    private static CommandFailure Unusable(string text, string problem) =>
        CommandFailure.Invalid($"'{PrintableText.Line(text)}' {problem}");
}
