using System;
using System.Threading;
using System.Threading.RateLimiting;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Spaces calls evenly at the published rate and adapts to the server: a throttled call pauses all calls for as long as the server asks
/// and
/// lowers the rate; accepted calls raise it again.
/// </summary>
/// <remarks>
/// Calls leave in the order in which they asked. While there is a rate, one permit is out at a time: its holder disposes it when the call
/// leaves, so that permits cannot gather while calls wait for something else and then leave together. One limiter serves every run of the
/// process that uses the same account, region and action. Times come from the monotonic clock: setting the system clock changes nothing.
/// </remarks>
internal sealed class AdaptiveRateLimiter : RateLimiter
{
    private const double SlowerFactor = 0.7;
    private const double FasterFactorPerSecond = 1.1;
    private const double LowestPerSecond = 1.0 / 60;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PatienceCheckInterval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly RateContract _contract;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly CallSpacing _spacing = new();
    private readonly WaitQueue<ThrottlePatience, RatePermit?> _waiters;
    private double? _perSecond;
    private TimeSpan _pausedUntil;
    private TimeSpan _lastChange;
    private TimeSpan _lastUse;
    private TimeSpan _slowedAt = TimeSpan.MinValue;
    private TimeSpan? _rejectingSince;
    private TimeSpan _patienceCheckedAt;
    private bool _limitsPatience;
    private int _consecutiveThrottles;
    private int _permitsOut;
    private bool _pumping;
    private long _issued;
    private long _throttled;

    public AdaptiveRateLimiter(RateContract contract, TimeProvider time)
    {
        _contract = contract;
        _time = time;
        _epoch = time.GetTimestamp();
        _perSecond = contract.PerSecond;
        _waiters = new(_gate);
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

    private bool IsHeldBack => _perSecond is not null && _permitsOut > 0;

    /// <summary>Records that the server throttled a call.</summary>
    /// <param name="retryAfter">How long the server asks to pause; null when it does not say.</param>
    /// <param name="sentAt">When that call left, a timestamp of the limiter's clock.</param>
    public void RecordThrottled(TimeSpan? retryAfter, long sentAt)
    {
        lock (_gate)
        {
            _throttled++;
            TimeSpan now = Now;
            _rejectingSince ??= now;

            // Calls that left before the last slowdown tell nothing about the rate since: they count as one.
            if (now >= _pausedUntil && _time.GetElapsedTime(_epoch, sentAt) >= _slowedAt)
            {
                _consecutiveThrottles++;
                double seen = _perSecond ?? Math.Max(1, _spacing.CallsInLastSecond(now));
                _perSecond = Math.Max(LowestPerSecond, seen * SlowerFactor);
                _lastChange = now;
                _slowedAt = now;
            }

            TimeSpan pause = retryAfter
                ?? Shorter(Doubled(_contract.PauseWhenThrottled, Math.Max(0, _consecutiveThrottles - 1)), LongestPause);
            _pausedUntil = Later(_pausedUntil, now + pause);
        }
    }

    /// <summary>Records that the server accepted a call: it did not throttle it.</summary>
    /// <param name="sentAt">When that call left, a timestamp of the limiter's clock.</param>
    public void RecordAccepted(long sentAt)
    {
        lock (_gate)
        {
            _rejectingSince = null;
            if (_time.GetElapsedTime(_epoch, sentAt) < _slowedAt)
            {
                return;
            }

            _consecutiveThrottles = 0;
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

    /// <summary>Waits for a permit to send one call.</summary>
    /// <param name="patience">How long to wait while the server throttles.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The permit; null when the server throttled for longer than the patience lasts.</returns>
    public ValueTask<RatePermit?> AcquireAsync(ThrottlePatience patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WaitQueue<ThrottlePatience, RatePermit?>.Waiter waiter;
        bool starts;
        lock (_gate)
        {
            TimeSpan now = Now;
            if (_waiters.Count == 0 && TryTake(now) is { } permit)
            {
                return new(permit);
            }

            if (IsExhausted(patience, now))
            {
                return new((RatePermit?)null);
            }

            _limitsPatience |= patience.Limit != TimeSpan.MaxValue;
            waiter = _waiters.Enqueue(patience);
            starts = StartsPump();
        }

        Pump(starts);
        return waiter.WaitAsync(cancellationToken);
    }

    /// <summary>Whether the server throttled for longer than a call's patience lasts.</summary>
    public bool IsExhausted(ThrottlePatience patience)
    {
        lock (_gate)
        {
            return IsExhausted(patience, Now);
        }
    }

    /// <summary>Whether the server throttled a call since, or calls are still paused.</summary>
    public bool HasThrottledSince(TimeSpan issuedAt)
    {
        lock (_gate)
        {
            return issuedAt < _slowedAt || Now < _pausedUntil;
        }
    }

    /// <summary>Takes a permit back: its call has left.</summary>
    public void Release()
    {
        bool starts;
        lock (_gate)
        {
            _permitsOut--;
            _spacing.Record(Now, _perSecond);
            starts = StartsPump();
        }

        Pump(starts);
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_gate)
        {
            return new RateLimiterStatistics
            {
                CurrentQueuedCount = _waiters.Count,
                TotalSuccessfulLeases = _issued,
                TotalFailedLeases = _throttled,
            };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            return (_waiters.Count == 0 ? TryTake(Now) : null) ?? (RateLimitLease)RejectedLease.Instance;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        await AcquireAsync(ThrottlePatience.Unlimited, cancellationToken).ConfigureAwait(false) ?? (RateLimitLease)RejectedLease.Instance;

    // Called under the lock; the pump itself runs outside of it.
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
            lock (_gate)
            {
                TimeSpan now = Now;
                ReleaseExhausted(now);

                // While a permit is out, its release starts the pump again.
                if (_waiters.Count == 0 || IsHeldBack)
                {
                    _pumping = false;
                    return;
                }

                if (TryTake(now) is { } permit)
                {
                    _waiters.TryRelease(permit);
                    continue;
                }

                wait = Later(_pausedUntil, _spacing.Next) - now;
                wait = _limitsPatience && IsSlowed(now) ? Shorter(wait, PatienceCheckInterval) : wait;
            }

            // A throttled call may lengthen the wait meanwhile; the loop checks again before it releases anyone.
            await _time.DelayAsync(wait + TimeSpan.FromMilliseconds(1), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void ReleaseExhausted(TimeSpan now)
    {
        if (_limitsPatience && IsSlowed(now) && now - _patienceCheckedAt >= PatienceCheckInterval)
        {
            _patienceCheckedAt = now;
            _waiters.ReleaseWhere(patience => IsExhausted(patience, now), result: null);
        }
    }

    private bool IsExhausted(ThrottlePatience patience, TimeSpan now)
    {
        TimeSpan since = _time.GetElapsedTime(_epoch, patience.Since);
        if (patience.RestartsWhenAccepted)
        {
            return _rejectingSince is { } rejecting && now - Later(rejecting, since) >= patience.Limit;
        }

        return IsSlowed(now) && now - since >= patience.Limit;
    }

    private bool IsSlowed(TimeSpan now) => now < _pausedUntil || _perSecond != _contract.PerSecond;

    private RatePermit? TryTake(TimeSpan now)
    {
        if (now < _pausedUntil || now < _spacing.Next || IsHeldBack)
        {
            return null;
        }

        _issued++;
        _permitsOut++;
        _lastUse = now;
        return new RatePermit(this, now);
    }

    private static TimeSpan Doubled(TimeSpan pause, int times) =>
        TimeSpan.FromTicks((long)Math.Min(TimeSpan.TicksPerHour, pause.Ticks * Math.Pow(2, times)));

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
