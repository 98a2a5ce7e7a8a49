using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// A clock on which every pause is over at once, and moves time on by its length; limits (of a token: an attempt's timeout) come only when
/// a test says so, and what is longer than any pause never. For tests that go through very many runs.
/// </summary>
internal sealed class AutoAdvancingTimeProvider : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<AutoAdvancingTimer, bool> _limits = new();
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far somebody has set the time of day; pauses and limits do not depend on it.</summary>
    public TimeSpan Correction { get; set; }

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(Interlocked.Read(ref _ticks), TimeSpan.Zero) + Correction;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        AutoAdvancingTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Time goes by without a timer.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    /// <summary>Every limit that is running is over.</summary>
    public void ExpireLimits()
    {
        foreach (AutoAdvancingTimer limit in _limits.Keys)
        {
            if (_limits.TryRemove(limit, out _))
            {
                MoveTo(limit.Ends.Ticks);
                ThreadPool.QueueUserWorkItem(_ => limit.Fire());
            }
        }
    }

    private void MoveTo(long ticks)
    {
        long now;
        while ((now = Interlocked.Read(ref _ticks)) < ticks && Interlocked.CompareExchange(ref _ticks, ticks, now) != now)
        {
        }
    }

    private sealed class AutoAdvancingTimer(AutoAdvancingTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        /// <summary>When a limit ends.</summary>
        public DateTimeOffset Ends { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._limits.TryRemove(this, out _);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            if (state is CancellationTokenSource)
            {
                Ends = clock.GetUtcNow() + (dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero);
                clock._limits[this] = true;
            }
            else if (dueTime < LongestPause)
            {
                Interlocked.Add(ref clock._ticks, dueTime.Ticks);
                ThreadPool.QueueUserWorkItem(_ => Fire());
            }

            return true;
        }

        public void Dispose() => clock._limits.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
