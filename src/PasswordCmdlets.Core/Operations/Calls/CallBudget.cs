using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The time that the targets of a call may spend from their first request; the wait for a rate limit is not counted.</summary>
internal sealed class CallBudget(TimeSpan total)
{
    private long _spentTicks;

    public TimeSpan Remaining => total - new TimeSpan(_spentTicks);

    /// <summary>Longest that one attempt may take; null for as long as the run allows.</summary>
    public TimeSpan? LongestAttempt { get; init; }

    /// <summary>
    /// Longest that the call waits while the provider throttles it, accepted calls or not; null for as long as the run allows.
    /// </summary>
    public TimeSpan? LongestThrottle { get; init; }

    public void Spend(TimeSpan time) => _spentTicks += Math.Max(0, time.Ticks);
}
