using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// A clock on which every pause is over at once, and moves time on by its length; limits (of a token: an attempt's timeout) come only when a test says so, and
/// what is longer than any pause never. For tests that go through very many runs.
/// </summary>
internal sealed class HurriedTimeProvider : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Limit, bool> _limits = new();
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Limit limit = new(this, GetUtcNow() + (dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero), () => callback(state));
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return limit;
        }

        if (state is CancellationTokenSource)
        {
            _limits[limit] = true;
        }
        else if (dueTime < LongestPause)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return limit;
    }

    /// <summary>Every limit that is running is over.</summary>
    public void ExpireLimits()
    {
        foreach (Limit limit in _limits.Keys)
        {
            if (_limits.TryRemove(limit, out _))
            {
                MoveTo(limit.Ends.Ticks);
                ThreadPool.QueueUserWorkItem(_ => limit.Callback());
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

    private sealed class Limit(HurriedTimeProvider clock, DateTimeOffset ends, Action callback) : ITimer
    {
        public DateTimeOffset Ends => ends;

        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => clock._limits.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
