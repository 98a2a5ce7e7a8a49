using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The rate in force for one action: throttled calls lower it, accepted calls raise it again. Not synchronised.</summary>
/// <remarks>
/// Without a published rate, the first throttled call after an accepted one lowers what was sent: the rate in force may be higher. The rate
/// ends when it is four times what it was lowered to and four times as many calls as left in any second since: it then limits nothing.
/// </remarks>
internal sealed class AdaptiveRate(RateContract contract)
{
    private const double SlowerFactor = 0.7;
    private const double FasterFactorPerSecond = 1.1;
    private const double LowestPerSecond = 1.0 / 60;
    private const double UnusedFactor = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(8);

    private TimeSpan _lastChange;
    private int _consecutiveThrottles;
    private double _mostPerSecond;

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
    /// <param name="callsInLastSecond">How many calls left in the last second.</param>
    public void RecordThrottled(TimeSpan? retryAfter, TimeSpan sentAt, TimeSpan now, int callsInLastSecond)
    {
        // Calls that left before the last slowdown say nothing about the rate since: they count as one.
        if (now >= PausedUntil && sentAt >= SlowedAt)
        {
            double sent = Math.Max(1, callsInLastSecond);
            bool lowersSent = contract.PerSecond is null && _consecutiveThrottles == 0;
            double rate = PerSecond is not { } inForce ? sent : lowersSent ? Math.Min(inForce, sent) : inForce;
            PerSecond = _mostPerSecond = Math.Max(LowestPerSecond, rate * SlowerFactor);
            _consecutiveThrottles++;
            _lastChange = now;
            SlowedAt = now;
        }

        TimeSpan until = now + (retryAfter ?? PauseOf(Math.Max(0, _consecutiveThrottles - 1)));
        PausedUntil = until > PausedUntil ? until : PausedUntil;
    }

    /// <summary>Raises the rate after an accepted call, by the time without a throttled one.</summary>
    /// <param name="sentAt">When that call left.</param>
    /// <param name="now">The time.</param>
    /// <param name="callsInLastSecond">How many calls left in the last second.</param>
    public void RecordAccepted(TimeSpan sentAt, TimeSpan now, int callsInLastSecond)
    {
        if (sentAt < SlowedAt)
        {
            return;
        }

        _consecutiveThrottles = 0;
        _mostPerSecond = Math.Max(_mostPerSecond, callsInLastSecond);
        TimeSpan calm = now - _lastChange;
        if (PerSecond is not { } rate || rate == contract.PerSecond || calm < TimeSpan.FromSeconds(1))
        {
            return;
        }

        _lastChange = now;
        double faster = rate * Math.Pow(FasterFactorPerSecond, Math.Min(calm.TotalSeconds, LongestCalm.TotalSeconds));
        PerSecond = contract.PerSecond is { } published ? Math.Min(published, faster)
            : faster < UnusedFactor * _mostPerSecond ? faster
            : null;
    }

    private TimeSpan PauseOf(int doublings) =>
        TimeSpan.FromTicks((long)Math.Min(LongestPause.Ticks, contract.PauseWhenThrottled.Ticks * Math.Pow(2, doublings)));
}
