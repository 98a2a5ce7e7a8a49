using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>The targets that go first and alone: the first of the input.</summary>
internal sealed class Canary
{
    private readonly int _size;
    private readonly object _lock = new();
    private readonly WaitQueue<bool, bool> _waiters;

    // Without a result, or with a result that was not handled yet.
    private readonly HashSet<PasswordTarget> _unfinished = [];

    // Those of them that have not begun.
    private readonly HashSet<PasswordTarget> _waiting = [];
    private int _count;
    private int _passed;
    private bool _isOver;

    /// <param name="size">How many targets have to succeed before the others are sent.</param>
    public Canary(int size)
    {
        _size = size;
        _waiters = new(_lock);
    }

    /// <summary>Makes a target a canary target while the canary needs more.</summary>
    public void Submitted(PasswordTarget target)
    {
        lock (_lock)
        {
            if (_count < _size)
            {
                _count++;
                _unfinished.Add(target);
                _waiting.Add(target);
            }
        }
    }

    /// <summary>
    /// The targets of a group that may begin: all of them after the canary, or those that belong to it. Waits while there are none.
    /// </summary>
    /// <param name="group">The targets.</param>
    /// <param name="stopping">Cancelled when the run is stopped.</param>
    public async ValueTask<IReadOnlyList<TargetWork>> EnterAsync(IReadOnlyList<TargetWork> group, CancellationToken stopping)
    {
        while (true)
        {
            WaitQueue<bool, bool>.Waiter waiter;
            lock (_lock)
            {
                if (_isOver)
                {
                    return group;
                }

                List<TargetWork> canary = [.. group.Where(work => _waiting.Remove(work.Target))];
                if (canary.Count > 0)
                {
                    return canary;
                }

                waiter = _waiters.Enqueue(true);
            }

            await waiter.WaitAsync(stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Records the result of any target.</summary>
    /// <returns>Why the run stops, where it was a canary target that did not succeed.</returns>
    public BrakeStop? Record(TargetWork work, TargetOutcome outcome)
    {
        lock (_lock)
        {
            // Without -Wait, Accepted is a success; with an error id a wait or a restart failed.
            bool isSuccess = outcome.Status == ChangeStatus.Succeeded || outcome is { Status: ChangeStatus.Accepted, ErrorId: null };
            return isSuccess || !_unfinished.Contains(work.Target)
                ? null
                : Failed(work.Target, outcome.ErrorId ?? outcome.Status.ToString());
        }
    }

    /// <summary>Records a target that failed before it was submitted.</summary>
    /// <returns>Why the run stops, where it would have been a canary target.</returns>
    public BrakeStop? RecordUnsent(string errorId)
    {
        lock (_lock)
        {
            return _count++ < _size ? Failed(null, errorId) : null;
        }
    }

    /// <summary>
    /// Records that the result of any target was handled. A canary target passes only then, because its generated password may not have
    /// been stored.
    /// </summary>
    /// <returns>Why the run stops, where it was a canary target that failed meanwhile.</returns>
    public BrakeStop? RecordHandled(PasswordTarget target, string? errorId)
    {
        lock (_lock)
        {
            if (!_unfinished.Remove(target))
            {
                return null;
            }

            if (errorId is not null)
            {
                return Failed(target, errorId);
            }

            if (++_passed == _size)
            {
                End();
            }

            return null;
        }
    }

    /// <summary>Releases all waiters.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            _waiters.ReleaseAll(true);
        }
    }

    // What failed before it was submitted may have no id that can be shown.
    private static BrakeStop Failed(PasswordTarget? target, string errorId) => new(
        ErrorIds.CanaryFailed,
        target is null
            ? $"a canary target could not be sent ({errorId})"
            : $"the canary target {(target.Id.Length > 0 ? target.Id : target.UserOrDefault)} did not succeed ({errorId})");
}
