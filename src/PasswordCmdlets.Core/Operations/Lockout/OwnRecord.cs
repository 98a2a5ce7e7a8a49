using System;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>What this process keeps of a record that it changed, in case the shared file is damaged or cannot be written.</summary>
/// <param name="Record">The record after the last change.</param>
/// <param name="IsWritten">Whether the file had it.</param>
/// <param name="Unwritten">How many of its rejections the file did not get.</param>
internal sealed record OwnRecord(LockoutRecord Record, bool IsWritten, int Unwritten = 0)
{
    /// <summary>Whether nothing is left to remember or to write.</summary>
    public bool IsOver(DateTimeOffset now) => Record.IsOver(now) && (IsWritten || Record.CountedUntil <= now);

    /// <summary>This record after a change that was not written.</summary>
    /// <param name="own">What this process kept before it; null when nothing.</param>
    /// <param name="before">The record before the change; null when there was none.</param>
    /// <param name="changed">The record after it.</param>
    public static OwnRecord AfterUnwritten(OwnRecord? own, LockoutRecord? before, LockoutRecord changed)
    {
        int more = changed.Rejections - (before?.Rejections ?? 0);
        return new OwnRecord(changed, IsWritten: false, more < 0 ? changed.Rejections : (own?.Unwritten ?? 0) + more);
    }

    /// <summary>The record of the file together with this one; null when neither counts.</summary>
    /// <param name="shared">The record of the file; null when it has none.</param>
    /// <param name="mine">This record as it counts now; null when it is over.</param>
    /// <param name="process">This process.</param>
    public LockoutRecord? With(LockoutRecord? shared, LockoutRecord? mine, ProcessIdentity process)
    {
        // The file has had the record and lacks it although it counts: it was damaged or written anew.
        if (IsWritten || shared is null)
        {
            return shared ?? mine;
        }

        LockoutRecord others = shared.WithoutHolder(process);
        return mine is null ? others : others.With(mine with { Rejections = Math.Min(Unwritten, mine.Rejections) });
    }
}
