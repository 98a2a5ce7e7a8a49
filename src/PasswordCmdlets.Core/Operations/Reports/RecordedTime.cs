using System;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// The times and durations that an earlier run recorded. Damaged or edited text may have others, at which date arithmetic overflows.
/// </summary>
internal static class RecordedTime
{
    private const int FirstYearAfter = 3000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>The time; null when no run can have recorded it.</summary>
    public static DateTimeOffset? Of(DateTimeOffset time) => time.Year < FirstYearAfter ? time : null;

    /// <summary>The duration; null when no run can have recorded it. It is negative where the clock was set back.</summary>
    public static TimeSpan? Of(TimeSpan duration) => duration > -Longest && duration < Longest ? duration : null;
}
