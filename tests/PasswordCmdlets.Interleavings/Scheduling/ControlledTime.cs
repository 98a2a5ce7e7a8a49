using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>The clock of a schedule. It moves to the next timer when nothing else happens, or when the strategy lets time pass.</summary>
internal sealed class ControlledTime(Scheduler scheduler) : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 16, 0, 0, TimeSpan.Zero);
    private long _sequence;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public bool HasTimer => _timers.Count > 0;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer; the thread that runs it.</summary>
    public ControlledThread Fire()
    {
        Timer due = _timers.OrderBy(static timer => timer.DueAt).ThenBy(static timer => timer.Sequence).First();
        _timers.Remove(due);
        _now = due.DueAt > _now ? due.DueAt : _now;
        return scheduler.Add("timer", () => scheduler.Uninterrupted(due.Fire));
    }

    private void Schedule(Timer timer, TimeSpan dueTime)
    {
        _timers.Remove(timer);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            timer.DueAt = _now + dueTime;
            timer.Sequence = _sequence++;
            _timers.Add(timer);
        }
    }

    private sealed class Timer(ControlledTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public long Sequence { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("A timer of a schedule runs once.");
            }

            time.Schedule(this, dueTime);
            return true;
        }

        public void Dispose() => time.Schedule(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
