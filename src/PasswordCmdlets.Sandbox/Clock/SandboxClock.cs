using System;
using System.Threading;

namespace PasswordCmdlets.Sandbox.Clock;

/// <summary>
/// The sandbox's two readings of one time source. State (operations, lock-outs, quotas, tokens) follows <see cref="Now"/>,
/// which can be advanced; signatures are checked against <see cref="SignatureNow"/>, which stays with the clients' clock
/// unless a skew is set to play a client whose clock is wrong.
/// </summary>
internal sealed class SandboxClock
{
    private readonly TimeProvider _source;
    private readonly DateTimeOffset? _frozenAt;
    private long _advancedTicks;
    private long _skewTicks;

    /// <summary>Creates a clock.</summary>
    /// <param name="source">The time source.</param>
    /// <param name="isVirtual">Whether state time stands still except when it is advanced.</param>
    public SandboxClock(TimeProvider source, bool isVirtual)
    {
        _source = source;
        _frozenAt = isVirtual ? source.GetUtcNow() : null;
        IsVirtual = isVirtual;
    }

    /// <summary>Whether state time stands still except when it is advanced.</summary>
    public bool IsVirtual { get; }

    /// <summary>The time of state.</summary>
    public DateTimeOffset Now => (_frozenAt ?? _source.GetUtcNow()).AddTicks(Interlocked.Read(ref _advancedTicks));

    /// <summary>The time signatures are checked against.</summary>
    public DateTimeOffset SignatureNow => _source.GetUtcNow().AddTicks(Interlocked.Read(ref _skewTicks));

    /// <summary>How far the server's clock is ahead of the time source, for signatures.</summary>
    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));
        set => Interlocked.Exchange(ref _skewTicks, value.Ticks);
    }

    /// <summary>Moves state time forward.</summary>
    /// <param name="by">By how much; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref _advancedTicks, by.Ticks);
    }
}
