using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>How long a call waits while the provider throttles its action.</summary>
/// <param name="Limit">The time; <see cref="TimeSpan.MaxValue"/> for no limit.</param>
/// <param name="Since">The timestamp from which it counts at the earliest.</param>
/// <param name="RestartsWhenAccepted">
/// Whether it counts from the first rejection after the last accepted call (a change), or from <paramref name="Since"/>
/// alone (a describe call that a change does not need).
/// </param>
internal readonly record struct ThrottlePatience(TimeSpan Limit, long Since, bool RestartsWhenAccepted)
{
    public static readonly ThrottlePatience Unlimited = new(TimeSpan.MaxValue, 0, RestartsWhenAccepted: true);
}
