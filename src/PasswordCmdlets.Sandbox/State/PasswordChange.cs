using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>A password that was set, and the one before it.</summary>
/// <param name="UserName">Whose password; empty where there is only one.</param>
/// <param name="Password">The password.</param>
/// <param name="RequestId">The request that set it; null for a seeded password.</param>
/// <param name="At">When it took effect.</param>
/// <param name="Previous">The change before.</param>
internal sealed record PasswordChange(string UserName, string Password, string? RequestId, DateTimeOffset At, PasswordChange? Previous)
{
    /// <summary>This change and all before it, the latest first.</summary>
    public IEnumerable<PasswordChange> All
    {
        get
        {
            for (PasswordChange? change = this; change is not null; change = change.Previous)
            {
                yield return change;
            }
        }
    }
}
