using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// One progress bar: done, failed, in flight, remaining and the rate, at most five times a second; none in a session that is not
/// interactive.
/// </summary>
internal sealed class ProgressReporter(string activity, RunProgress progress)
{
    private const int ActivityId = 1729;
    private readonly ProgressPace _pace = new(TimeProvider.System);
    private readonly bool _isInteractive = IsInteractive();
    private bool _shown;

    /// <summary>The next record; null when it is too early for one.</summary>
    public ProgressRecord? Next()
    {
        if (!_isInteractive || !_pace.TakeTurn())
        {
            return null;
        }

        _shown = true;
        int submitted = progress.SubmittedCount;
        int done = progress.DoneCount;
        double perSecond = done / Math.Max(_pace.Elapsed.TotalSeconds, 0.001);
        string status =
            $"{done} of {submitted} done, {progress.FailedCount} failed, {progress.InFlightCount} in flight, "
            + $"{submitted - done} remaining, {perSecond:0.#} a second";
        return new ProgressRecord(ActivityId, activity, status)
        {
            PercentComplete = submitted == 0 ? 0 : (int)(100L * done / submitted),
            SecondsRemaining = perSecond > 0 ? (int)Math.Min(int.MaxValue, (submitted - done) / perSecond) : -1,
        };
    }

    /// <summary>The record that removes the bar; null when there is none.</summary>
    public ProgressRecord? Close() =>
        _shown ? new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed } : null;

    private static bool IsInteractive()
    {
        if (!Environment.UserInteractive || Console.IsOutputRedirected)
        {
            return false;
        }

        return !Array.Exists(Environment.GetCommandLineArgs(), static argument =>
            argument.Length >= 5 && "-noninteractive".StartsWith(
                argument.TrimStart('-', '/').Insert(0, "-"), StringComparison.OrdinalIgnoreCase));
    }
}
