using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Decides when the next call may leave so that a rate is kept in every second. Not synchronised.</summary>
/// <remarks>
/// Spacing, rather than a bucket that allows bursts, because a server counts in windows whose edges the client does not know.
/// </remarks>
internal sealed class CallSpacing
{
    // What arrives in a server's second is not exactly what left in the client's second: the margin keeps the rate there too.
    private const double Margin = 1.015;

    // The delay of a late timer may be made up for by spacing as close as this, as long as the second as a whole keeps the rate.
    private const double ClosestSpacing = 0.6;
    private const int MaximumIntervalsMadeUp = 5;

    private readonly Queue<TimeSpan> _lastSecond = new();
    private readonly Queue<TimeSpan> _window = new();
    private TimeSpan _slot;

    /// <summary>When the next call may leave.</summary>
    public TimeSpan Next { get; private set; }

    /// <summary>How many calls it remembers: those that still count.</summary>
    public int RememberedCalls => _lastSecond.Count + _window.Count;

    /// <summary>Records that a call left.</summary>
    /// <param name="now">When it left.</param>
    /// <param name="perSecond">The rate in force; null for none.</param>
    public void Record(TimeSpan now, double? perSecond)
    {
        if (perSecond is { } rate)
        {
            Space(now, rate);
        }
        else
        {
            _window.Clear();
        }

        _lastSecond.Enqueue(now);
        CallsInLastSecond(now);
    }

    /// <summary>How many calls left in the last second.</summary>
    public int CallsInLastSecond(TimeSpan now)
    {
        while (_lastSecond.Count > 0 && now - _lastSecond.Peek() > TimeSpan.FromSeconds(1))
        {
            _lastSecond.Dequeue();
        }

        return _lastSecond.Count;
    }

    private void Space(TimeSpan now, double rate)
    {
        TimeSpan interval = TimeSpan.FromSeconds(Margin / rate);
        _slot = Later(_slot, now - Times(interval, MaximumIntervalsMadeUp)) + interval;
        Next = Later(_slot, now + Times(interval, ClosestSpacing));

        int inOneSecond = Math.Max(1, (int)rate);
        TimeSpan window = Times(interval, inOneSecond);
        _window.Enqueue(now);
        while (_window.Count > inOneSecond || _window.Peek() + window < now)
        {
            _window.Dequeue();
        }

        if (_window.Count == inOneSecond)
        {
            Next = Later(Next, _window.Peek() + window);
        }
    }

    private static TimeSpan Times(TimeSpan interval, double factor) => TimeSpan.FromTicks((long)(interval.Ticks * factor));

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
