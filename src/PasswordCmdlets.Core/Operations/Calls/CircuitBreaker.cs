using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Stops attempts to a region that cannot be reached. It opens after five targets in a row without a response; a minute later it is
/// half-open and allows one probe. A response closes it; without one the region is abandoned for the rest of the run.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    public const int ConsecutiveTargets = 5;

    public static readonly TimeSpan ProbeAfter = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private int _unreachable;
    private bool _open;
    private bool _probing;
    private bool _abandoned;
    private long _openedAt;
    private TaskCompletionSource<bool> _changed = NewSignal();

    /// <summary>Whether attempts other than the probe have to wait now.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _open || _abandoned;
            }
        }
    }

    /// <summary>Waits until an attempt is allowed or rejected.</summary>
    public async ValueTask<BreakerDecision> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            TimeSpan wait;
            lock (_lock)
            {
                if (_abandoned)
                {
                    return BreakerDecision.Reject;
                }

                if (!_open)
                {
                    return BreakerDecision.Allow;
                }

                wait = ProbeAfter - time.GetElapsedTime(_openedAt);
                if (!_probing && wait <= TimeSpan.Zero)
                {
                    _probing = true;
                    return BreakerDecision.Probe;
                }

                signal = _changed.Task;
            }

            // While a probe is in flight its result is signalled; a timer alone must not allow a second one.
            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(signal, time.DelayAsync(wait > TimeSpan.Zero ? wait : ProbeAfter, enough.Token)).ConfigureAwait(false);
            enough.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Records a response, whatever it says: the breaker closes.</summary>
    public void RecordResponse()
    {
        lock (_lock)
        {
            _unreachable = 0;
            _probing = false;
            if (_open)
            {
                _open = false;
                Signal();
            }
        }
    }

    /// <summary>Records that the probe got no response: the region is abandoned, unless another call got a response meanwhile.</summary>
    public void RecordProbeFailure()
    {
        lock (_lock)
        {
            if (_probing)
            {
                _abandoned = true;
                Signal();
            }
        }
    }

    /// <summary>Records that the probe was not sent: another attempt may be the probe.</summary>
    public void RecordProbeNotSent()
    {
        lock (_lock)
        {
            if (_probing)
            {
                _probing = false;
                Signal();
            }
        }
    }

    /// <summary>Records targets that got no response.</summary>
    /// <param name="count">How many targets.</param>
    public void RecordUnreachable(int count)
    {
        lock (_lock)
        {
            _unreachable += count;
            if (!_open && _unreachable >= ConsecutiveTargets)
            {
                _open = true;
                _openedAt = time.GetTimestamp();
            }
        }
    }

    private void Signal()
    {
        TaskCompletionSource<bool> old = _changed;
        _changed = NewSignal();
        old.TrySetResult(true);
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
