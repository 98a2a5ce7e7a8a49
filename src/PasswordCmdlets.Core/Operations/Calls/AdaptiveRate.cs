using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The rate in force for one action: throttled calls lower it, accepted calls raise it again. Not synchronised.</summary>
internal sealed class AdaptiveRate(RateContract contract)
{
    private const double SlowerFactor = 0.7;
    private const double FasterFactorPerSecond = 1.1;
    private const double LowestPerSecond = 1.0 / 60;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(8);

    private TimeSpan _lastChange;
    private int _consecutiveThrottles;

    /// <summary>Calls a second; null while nothing limits them.</summary>
    public double? PerSecond { get; private set; } = contract.PerSecond;

    /// <summary>No call leaves before this.</summary>
    public TimeSpan PausedUntil { get; private set; }

    /// <summary>When the rate was last lowered.</summary>
    public TimeSpan SlowedAt { get; private set; } = TimeSpan.MinValue;

    /// <summary>Whether calls are paused, or slower than published.</summary>
    public bool IsSlowed(TimeSpan now) => now < PausedUntil || PerSecond != contract.PerSecond;

    /// <summary>Pauses and lowers the rate after a throttled call.</summary>
    /// <param name="retryAfter">How long the server asks to pause; null when it does not say.</param>
    /// <param name="sentAt">When that call left.</param>
    /// <param name="now">The time.</param>
    /// <param name="callsInLastSecond">The rate to lower where none was in force.</param>
    public void RecordThrottled(TimeSpan? retryAfter, TimeSpan sentAt, TimeSpan now, int callsInLastSecond)
    {
        // Calls that left before the last slowdown say nothing about the rate since: they count as one.
        if (now >= PausedUntil && sentAt >= SlowedAt)
        {
            _consecutiveThrottles++;
            PerSecond = Math.Max(LowestPerSecond, (PerSecond ?? Math.Max(1, callsInLastSecond)) * SlowerFactor);
            _lastChange = now;
            SlowedAt = now;
        }

        TimeSpan until = now + (retryAfter ?? PauseOf(Math.Max(0, _consecutiveThrottles - 1)));
        PausedUntil = until > PausedUntil ? until : PausedUntil;
    }

    /// <summary>Raises the rate after an accepted call, by the time without a throttled one.</summary>
    /// <param name="sentAt">When that call left.</param>
    /// <param name="now">The time.</param>
    public void RecordAccepted(TimeSpan sentAt, TimeSpan now)
    {
        if (sentAt < SlowedAt)
        {
            return;
        }

        _consecutiveThrottles = 0;
        TimeSpan calm = now - _lastChange;
        if (PerSecond is not { } rate || rate == contract.PerSecond || calm < TimeSpan.FromSeconds(1))
        {
            return;
        }

        _lastChange = now;
        double faster = rate * Math.Pow(FasterFactorPerSecond, Math.Min(calm.TotalSeconds, LongestCalm.TotalSeconds));
        PerSecond = contract.PerSecond is { } published ? Math.Min(published, faster) : faster;
    }

    private TimeSpan PauseOf(int doublings) =>
        TimeSpan.FromTicks((long)Math.Min(LongestPause.Ticks, contract.PauseWhenThrottled.Ticks * Math.Pow(2, doublings)));
}
