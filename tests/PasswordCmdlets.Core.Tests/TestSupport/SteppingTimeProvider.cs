using System;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>A clock that moves on by one step whenever its time stamp is read.</summary>
/// <param name="step">The step.</param>
/// <param name="onRead">Runs before each step.</param>
internal sealed class SteppingTimeProvider(TimeSpan step, Action onRead) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        onRead();
        return _ticks += step.Ticks;
    }
}
