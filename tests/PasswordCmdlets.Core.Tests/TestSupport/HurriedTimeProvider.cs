using System;
using System.Threading;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// A clock on which every pause is over at once, and moves time on by its length; only the long limits (an attempt's timeout) never come. For
/// tests that go through very many runs.
/// </summary>
/// <param name="limit">When the long limits come after all, in real time; null for never.</param>
internal sealed class HurriedTimeProvider(TimeSpan? limit = null) : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan && dueTime < LongestPause)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
        else if (dueTime != Timeout.InfiniteTimeSpan && limit is { } real)
        {
            return System.CreateTimer(
                _ =>
                {
                    Interlocked.Add(ref _ticks, dueTime.Ticks);
                    callback(state);
                },
                null,
                real,
                Timeout.InfiniteTimeSpan);
        }

        return new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public System.Threading.Tasks.ValueTask DisposeAsync() => default;
    }
}
