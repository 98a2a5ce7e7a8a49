using System;
using System.Threading;
using System.Threading.RateLimiting;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Spaces calls evenly at the published rate and adapts to the server: a throttled call pauses all calls for as long as the server asks
/// and lowers the rate; accepted calls raise it again.
/// </summary>
/// <remarks>
/// Calls leave in the order in which they asked. While there is a rate, one permit is out at a time: its holder disposes it when the call
/// leaves, so that permits cannot gather while calls wait for something else and then leave together. One limiter serves every run of the
/// process that uses the same account, region and action. Times come from the monotonic clock: setting the system clock changes nothing.
/// </remarks>
internal sealed class AdaptiveRateLimiter : RateLimiter
{
    private static readonly TimeSpan PatienceCheckInterval = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly AdaptiveRate _rate;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly CallSpacing _spacing = new();
    private readonly WaitQueue<ThrottlePatience, RatePermit?> _waiters;
    private TimeSpan _lastUse;
    private TimeSpan? _rejectingSince;
    private TimeSpan _patienceCheckedAt;
    private bool _limitsPatience;
    private int _permitsOut;
    private bool _pumping;
    private long _issued;
    private long _throttled;

    public AdaptiveRateLimiter(RateContract contract, TimeProvider time)
    {
        _rate = new AdaptiveRate(contract);
        _time = time;
        _epoch = time.GetTimestamp();
        _waiters = new(_lock);
    }

    /// <summary>The rate in force, calls a second; null while nothing limits it.</summary>
    public double? CurrentPerSecond
    {
        get
        {
            lock (_lock)
            {
                return _rate.PerSecond;
            }
        }
    }

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                return _waiters.Count > 0 ? null : Now - _lastUse;
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_epoch);

    private bool IsHeldBack => _rate.PerSecond is not null && _permitsOut > 0;

    /// <summary>Records that the server throttled a call.</summary>
    /// <param name="retryAfter">How long the server asks to pause; null when it does not say.</param>
    /// <param name="sentAt">When that call left, a timestamp of the limiter's clock.</param>
    public void RecordThrottled(TimeSpan? retryAfter, long sentAt)
    {
        lock (_lock)
        {
            _throttled++;
            TimeSpan now = Now;
            _rejectingSince ??= now;
            _rate.RecordThrottled(retryAfter, _time.GetElapsedTime(_epoch, sentAt), now, _spacing.CallsInLastSecond(now));
        }
    }

    /// <summary>Records that the server accepted a call: it did not throttle it.</summary>
    /// <param name="sentAt">When that call left, a timestamp of the limiter's clock.</param>
    public void RecordAccepted(long sentAt)
    {
        lock (_lock)
        {
            _rejectingSince = null;
            TimeSpan now = Now;
            _rate.RecordAccepted(_time.GetElapsedTime(_epoch, sentAt), now, _spacing.CallsInLastSecond(now));
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
        lock (_lock)
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
        lock (_lock)
        {
            return IsExhausted(patience, Now);
        }
    }

    /// <summary>Whether the server throttled a call since, or calls are still paused.</summary>
    public bool HasThrottledSince(TimeSpan issuedAt)
    {
        lock (_lock)
        {
            return issuedAt < _rate.SlowedAt || Now < _rate.PausedUntil;
        }
    }

    /// <summary>Takes a permit back: its call has left.</summary>
    public void Release()
    {
        bool starts;
        lock (_lock)
        {
            _permitsOut--;
            _spacing.Record(Now, _rate.PerSecond);
            starts = StartsPump();
        }

        Pump(starts);
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_lock)
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
        lock (_lock)
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
            lock (_lock)
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

                wait = Later(_rate.PausedUntil, _spacing.Next) - now;
                wait = _limitsPatience && _rate.IsSlowed(now) ? Shorter(wait, PatienceCheckInterval) : wait;
            }

            // A throttled call may lengthen the wait meanwhile; the loop checks again before it releases anyone.
            await _time.DelayAsync(wait + TimeSpan.FromMilliseconds(1), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void ReleaseExhausted(TimeSpan now)
    {
        if (_limitsPatience && _rate.IsSlowed(now) && now - _patienceCheckedAt >= PatienceCheckInterval)
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

        return _rate.IsSlowed(now) && now - since >= patience.Limit;
    }

    private RatePermit? TryTake(TimeSpan now)
    {
        if (now < _rate.PausedUntil || now < _spacing.Next || IsHeldBack)
        {
            return null;
        }

        _issued++;
        _permitsOut++;
        _lastUse = now;
        return new RatePermit(this, now);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
