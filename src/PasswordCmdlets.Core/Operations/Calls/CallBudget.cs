using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The time that the targets of a call may spend from their first send; waiting for a rate limit is free.</summary>
internal sealed class CallBudget(TimeSpan total)
{
    private long _spentTicks;

    public TimeSpan Remaining => total - new TimeSpan(_spentTicks);

    /// <summary>Longest that one attempt may take; null for as long as the run allows.</summary>
    public TimeSpan? LongestAttempt { get; init; }

    public void Spend(TimeSpan time) => _spentTicks += Math.Max(0, time.Ticks);
}
