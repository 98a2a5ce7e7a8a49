using System;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>What is known of one instance or user that counts wrong old passwords.</summary>
internal sealed record LockoutRecord
{
    /// <summary>When the provider forgets the wrong passwords or ends the lock.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Whether the provider said that it is locked.</summary>
    public bool IsLocked { get; init; }

    /// <summary>How many attempts remain; null when unknown.</summary>
    public int? RemainingAttempts { get; init; }

    /// <summary>How many old passwords were rejected.</summary>
    public int Rejections { get; init; }

    /// <summary>The process whose old password is in flight; null when none is.</summary>
    public ProcessIdentity? Holder { get; init; }

    /// <summary>When that process has given up, whatever happened.</summary>
    public DateTimeOffset HeldUntil { get; init; }

    /// <summary>Whether nothing is left to remember.</summary>
    public bool IsOver(DateTimeOffset now) => Until <= now && (Holder is null || HeldUntil <= now);

    /// <summary>One attempt less, which may have been spent.</summary>
    public LockoutRecord WithUnknownOutcome() =>
        IsLocked ? this : this with { RemainingAttempts = RemainingAttempts - 1, Rejections = Rejections + 1 };
}
