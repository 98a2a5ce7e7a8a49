using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Stops sending into a region that cannot be reached: after five targets in a row it waits a minute and lets one probe through;
/// if that is not answered either, the region is given up for the rest of the run.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    public const int TargetsInARow = 5;

    public static readonly TimeSpan ProbeAfter = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private int _unreachable;
    private bool _open;
    private bool _probing;
    private bool _givenUp;
    private long _openedAt;
    private TaskCompletionSource<bool> _changed = NewSignal();

    /// <summary>Whether the region was given up: nothing more is sent there.</summary>
    public bool IsGivenUp
    {
        get
        {
            lock (_gate)
            {
                return _givenUp;
            }
        }
    }

    /// <summary>Whether calls other than the probe have to wait now.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _open || _givenUp;
            }
        }
    }

    /// <summary>Waits until a call may be sent.</summary>
    public async ValueTask<BreakerDecision> MaySendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            TimeSpan wait;
            lock (_gate)
            {
                if (_givenUp)
                {
                    return BreakerDecision.Closed;
                }

                if (!_open)
                {
                    return BreakerDecision.Free;
                }

                wait = ProbeAfter - time.GetElapsedTime(_openedAt);
                if (!_probing && wait <= TimeSpan.Zero)
                {
                    _probing = true;
                    return BreakerDecision.Probe;
                }

                signal = _changed.Task;
            }

            // While a probe is out its end is signalled; a timer alone must not let a second one through.
            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(signal, time.DelayAsync(wait > TimeSpan.Zero ? wait : ProbeAfter, enough.Token)).ConfigureAwait(false);
            enough.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A call was answered, whatever the answer.</summary>
    public void Reached()
    {
        lock (_gate)
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

    /// <summary>The probe got no answer: the region is given up, unless another call was answered meanwhile.</summary>
    public void ProbeMissed()
    {
        lock (_gate)
        {
            if (_probing)
            {
                _givenUp = true;
                _probing = false;
                Signal();
            }
        }
    }

    /// <summary>The probe was not sent after all; another call may be it.</summary>
    public void ProbeAbandoned()
    {
        lock (_gate)
        {
            if (_probing)
            {
                _probing = false;
                Signal();
            }
        }
    }

    /// <summary>Targets that got no answer.</summary>
    /// <param name="count">How many targets.</param>
    public void Unreachable(int count)
    {
        lock (_gate)
        {
            _unreachable += count;
            if (!_open && _unreachable >= TargetsInARow)
            {
                _open = true;
                _openedAt = time.GetTimestamp();
                Signal();
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
