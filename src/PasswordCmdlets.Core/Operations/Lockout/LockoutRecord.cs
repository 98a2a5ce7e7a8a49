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

    /// <summary>When the provider forgets its old password, should it have been a wrong one; not before <see cref="HeldUntil"/>.</summary>
    public DateTimeOffset CountedUntil { get; init; }

    /// <summary>Whether nothing is left to remember.</summary>
    public bool IsOver(DateTimeOffset now) => Until <= now && (Holder is null || CountedUntil <= now);

    /// <summary>The record of the old password in flight alone.</summary>
    public LockoutRecord WithoutRejections() => new() { Holder = Holder, HeldUntil = HeldUntil, CountedUntil = CountedUntil };

    /// <summary>The record after a success, which stays: a file without it was damaged or written anew.</summary>
    public LockoutRecord AfterSuccess() => this with { IsLocked = false, RemainingAttempts = null, Rejections = 0 };

    /// <summary>The record without the old password in flight of a process.</summary>
    public LockoutRecord WithoutHolder(ProcessIdentity process) => Holder?.IsSameAs(process) == true ? this with { Holder = null } : this;

    /// <summary>
    /// The record with what was recorded apart from it: every rejection counts, and the smaller number of attempts remains.
    /// </summary>
    public LockoutRecord With(LockoutRecord other)
    {
        LockoutRecord held = Holder is null ? other : this;
        int? remaining = RemainingAttempts - other.Rejections;
        return new LockoutRecord
        {
            Until = Until > other.Until ? Until : other.Until,
            IsLocked = IsLocked || other.IsLocked,
            RemainingAttempts = other.RemainingAttempts is { } others && !(remaining < others) ? others : remaining,
            Rejections = Rejections + other.Rejections,
            Holder = held.Holder,
            HeldUntil = held.HeldUntil,
            CountedUntil = held.CountedUntil,
        };
    }

    /// <summary>The record after the provider rejected an old password: one attempt less.</summary>
    /// <param name="remainingAttempts">How many attempts the provider says remain; null to count them here.</param>
    /// <param name="limit">How the provider counts.</param>
    /// <param name="now">The time.</param>
    public LockoutRecord WithRejection(int? remainingAttempts, AttemptLimit limit, DateTimeOffset now) => this with
    {
        Until = now + limit.Remembered,
        IsLocked = false,
        Rejections = Rejections + 1,
        RemainingAttempts = remainingAttempts ?? RemainingAttempts - 1 ?? limit.Attempts - (Rejections + 1),
    };

    /// <summary>The record after an old password without a response, which may have been a wrong one; a lock stays.</summary>
    public LockoutRecord WithUnknownOutcome(AttemptLimit limit, DateTimeOffset now) => IsLocked ? this : WithRejection(null, limit, now);
}
