using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.RateLimiting;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Spaces calls evenly at the published rate and follows what the server says: a throttle silences it for as long as the server
/// asks and slows it down, calm brings the rate back.
/// </summary>
/// <remarks>
/// Calls leave in the order in which they asked. Spacing, rather than a bucket that allows bursts, because a server counts in windows whose
/// edges we do not know. While there is a rate, one permit is out at a time: whoever has it disposes it when the call leaves, so that permits cannot
/// gather while calls wait for something else and then leave together. One limiter serves every run of the process that uses the
/// same account, region and action. Times are read from the monotonic clock; a clock that is set stops nobody.
/// </remarks>
internal sealed class AdaptiveRateLimiter : RateLimiter
{
    private const double SlowerFactor = 0.7;
    private const double FasterFactorPerSecond = 1.1;
    private const double LowestPerSecond = 1.0 / 60;

    // What arrives in a server's second is not quite what left in ours: no more calls than the rate allows leave in any second and this much.
    private const double Spare = 1.015;

    // What a late timer cost may be made up for, by spacing as close as this, as long as the second as a whole is kept.
    private const double ClosestSpacing = 0.6;
    private const int MostIntervalsMadeUp = 5;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(8);

    private readonly object _gate = new();
    private readonly RateContract _contract;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly Queue<TimeSpan> _recent = new();
    private readonly Queue<TimeSpan> _window = new();
    private double? _perSecond;
    private TimeSpan _slot;
    private TimeSpan _nextPermit;
    private TimeSpan _silentUntil;
    private TimeSpan _lastChange;
    private TimeSpan _lastUse;
    private TimeSpan _slowedAt = TimeSpan.MinValue;
    private int _throttledInARow;
    private int _out;
    private bool _pumping;
    private long _issued;
    private long _throttled;

    public AdaptiveRateLimiter(RateContract contract, TimeProvider time)
    {
        _contract = contract;
        _time = time;
        _epoch = time.GetTimestamp();
        _perSecond = contract.PerSecond;
    }

    /// <summary>The rate in force, calls a second; null while nothing limits it.</summary>
    public double? CurrentPerSecond
    {
        get
        {
            lock (_gate)
            {
                return _perSecond;
            }
        }
    }

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count > 0 ? null : Now - _lastUse;
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_epoch);

    /// <summary>The server throttled a call.</summary>
    /// <param name="retryAfter">How long the server asks to be left alone; null when it does not say.</param>
    /// <param name="leftAt">When that call left, a timestamp of the limiter's clock.</param>
    public void Throttled(TimeSpan? retryAfter, long leftAt)
    {
        lock (_gate)
        {
            _throttled++;
            TimeSpan now = Now;

            // Calls that left before the last slowdown say nothing about the rate since: they count as one.
            if (now >= _silentUntil && _time.GetElapsedTime(_epoch, leftAt) >= _slowedAt)
            {
                _throttledInARow++;
                double seen = _perSecond ?? Math.Max(1, MeasuredPerSecond(now));
                _perSecond = Math.Max(LowestPerSecond, seen * SlowerFactor);
                _lastChange = now;
                _slowedAt = now;
            }

            TimeSpan pause = retryAfter ?? Shorter(Doubled(_contract.PauseWhenThrottled, Math.Max(0, _throttledInARow - 1)), LongestPause);
            _silentUntil = Later(_silentUntil, now + pause);
        }
    }

    /// <summary>The server took a call.</summary>
    /// <param name="leftAt">When that call left, a timestamp of the limiter's clock.</param>
    public void Accepted(long leftAt)
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_epoch, leftAt) < _slowedAt)
            {
                return;
            }

            _throttledInARow = 0;
            TimeSpan now = Now;
            TimeSpan calm = now - _lastChange;
            if (_perSecond is not { } rate || rate == _contract.PerSecond || calm < TimeSpan.FromSeconds(1))
            {
                return;
            }

            _lastChange = now;
            double faster = rate * Math.Pow(FasterFactorPerSecond, Shorter(calm, LongestCalm).TotalSeconds);
            _perSecond = _contract.PerSecond is { } published ? Math.Min(published, faster) : faster;
        }
    }

    /// <summary>Waits for a permit to send one call; dispose it when the call leaves, or does not leave after all.</summary>
    public ValueTask<Permit> WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        bool starts;
        lock (_gate)
        {
            if (_waiters.Count == 0 && TryTake(Now) is { } permit)
            {
                return new(permit);
            }

            waiter = new Waiter();
            waiter.Node = _waiters.AddLast(waiter);
            starts = StartsPump();
        }

        Pump(starts);

        if (cancellationToken.CanBeCanceled)
        {
            waiter.GiveUpWhen(this, cancellationToken);
        }

        return new(waiter.Granted.Task);
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_gate)
        {
            return new RateLimiterStatistics { CurrentQueuedCount = _waiters.Count, TotalSuccessfulLeases = _issued, TotalFailedLeases = _throttled };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            return (_waiters.Count == 0 ? TryTake(Now) : null) ?? (RateLimitLease)RefusedLease.Instance;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        await WaitAsync(cancellationToken).ConfigureAwait(false);

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.Node is { List: not null } node)
            {
                _waiters.Remove(node);
            }
        }

        waiter.Granted.TrySetCanceled(cancellationToken);
    }

    // Called under the lock; the pump itself runs outside of it, since handing a permit over may wait for a caller that is giving up just then.
    private bool StartsPump()
    {
        bool starts = !_pumping && _waiters.Count > 0;
        _pumping |= starts;
        return starts;
    }

    private void Pump(bool starts)
    {
        if (starts)
        {
            _ = PumpAsync();
        }
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            TimeSpan wait;
            Waiter? ready = null;
            Permit? permit = null;
            lock (_gate)
            {
                // With a permit out its holder pumps on.
                if (_waiters.First is not { } first || IsHeldBack)
                {
                    _pumping = false;
                    return;
                }

                TimeSpan now = Now;
                if ((permit = TryTake(now)) is not null)
                {
                    ready = first.Value;
                    _waiters.RemoveFirst();
                    wait = TimeSpan.Zero;
                }
                else
                {
                    wait = Later(_silentUntil, _nextPermit) - now;
                }
            }

            if (ready is not null)
            {
                if (!ready.Grant(permit!))
                {
                    permit!.Dispose();
                }

                continue;
            }

            // A throttle may lengthen the wait meanwhile; the loop looks again before it grants anything.
            await _time.DelayAsync(wait + TimeSpan.FromMilliseconds(1), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private bool IsHeldBack => _perSecond is not null && _out > 0;

    private Permit? TryTake(TimeSpan now)
    {
        if (now < _silentUntil || now < _nextPermit || IsHeldBack)
        {
            return null;
        }

        _issued++;
        _out++;
        _lastUse = now;
        return new Permit(this, now);
    }

    private void Left()
    {
        bool starts;
        lock (_gate)
        {
            _out--;
            TimeSpan now = Now;
            if (_perSecond is { } rate)
            {
                Space(now, rate);
            }

            _recent.Enqueue(now);
            MeasuredPerSecond(now);
            starts = StartsPump();
        }

        Pump(starts);
    }

    private void Space(TimeSpan now, double rate)
    {
        TimeSpan interval = TimeSpan.FromSeconds(Spare / rate);
        _slot = Later(_slot, now - Times(interval, MostIntervalsMadeUp)) + interval;
        _nextPermit = Later(_slot, now + Times(interval, ClosestSpacing));

        int inOneSecond = Math.Max(1, (int)rate);
        _window.Enqueue(now);
        while (_window.Count > inOneSecond)
        {
            _window.Dequeue();
        }

        if (_window.Count == inOneSecond)
        {
            _nextPermit = Later(_nextPermit, _window.Peek() + Times(interval, inOneSecond));
        }
    }

    private static TimeSpan Times(TimeSpan interval, double factor) => TimeSpan.FromTicks((long)(interval.Ticks * factor));

    private int MeasuredPerSecond(TimeSpan now)
    {
        while (_recent.Count > 0 && now - _recent.Peek() > TimeSpan.FromSeconds(1))
        {
            _recent.Dequeue();
        }

        return _recent.Count;
    }

    private static TimeSpan Doubled(TimeSpan pause, int times) => TimeSpan.FromTicks((long)Math.Min(TimeSpan.TicksPerHour, pause.Ticks * Math.Pow(2, times)));

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;

    /// <summary>The permission to send one call.</summary>
    internal sealed class Permit(AdaptiveRateLimiter limiter, TimeSpan issuedAt) : RateLimitLease
    {
        private int _left;

        /// <summary>Whether a throttle came since it was issued, so that another has to be had.</summary>
        public bool IsStale
        {
            get
            {
                lock (limiter._gate)
                {
                    return issuedAt < limiter._slowedAt || limiter.Now < limiter._silentUntil;
                }
            }
        }

        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                limiter.Left();
            }

            base.Dispose(disposing);
        }
    }

    private sealed class Waiter
    {
        private CancellationTokenRegistration _registration;

        public TaskCompletionSource<Permit> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Waiter>? Node { get; set; }

        public void GiveUpWhen(AdaptiveRateLimiter limiter, CancellationToken cancellationToken)
        {
            CancellationTokenRegistration registration = cancellationToken.Register(() => limiter.GiveUp(this, cancellationToken));
            lock (Granted)
            {
                _registration = registration;
            }

            // The permit may have come before there was anything to take back.
            if (Granted.Task.IsCompleted)
            {
                registration.Dispose();
            }
        }

        /// <summary>Hands the permit over; false when nobody waits for it any more.</summary>
        public bool Grant(Permit permit)
        {
            bool taken = Granted.TrySetResult(permit);
            CancellationTokenRegistration registration;
            lock (Granted)
            {
                registration = _registration;
            }

            registration.Dispose();
            return taken;
        }
    }

    private sealed class RefusedLease : RateLimitLease
    {
        public static readonly RefusedLease Instance = new();

        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
