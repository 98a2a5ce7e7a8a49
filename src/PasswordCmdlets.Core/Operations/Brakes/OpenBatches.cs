using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>
/// Counts the batches between their first attempt and their result. A batch that waits for a retry, or for a describe call that resolves
/// its outcome, has no request in flight; it counts all the same, because otherwise every target could be sent before the first failure
/// is counted.
/// </summary>
internal sealed class OpenBatches
{
    private readonly int _most;
    private readonly object _lock = new();
    private readonly WaitQueue<bool, bool> _waiters;
    private int _open;
    private bool _isOver;

    /// <param name="most">How many may be open at once.</param>
    public OpenBatches(int most)
    {
        _most = most;
        _waiters = new(_lock);
    }

    /// <summary>Opens a batch; false while as many as may be are open.</summary>
    public bool TryOpen()
    {
        lock (_lock)
        {
            if (_open >= _most)
            {
                return false;
            }

            _open++;
            return true;
        }
    }

    /// <summary>Closes a batch.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _open--;
            _waiters.ReleaseAll(true);
        }
    }

    /// <summary>Waits while as many batches as may be are open.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        WaitQueue<bool, bool>.Waiter waiter;
        lock (_lock)
        {
            if (_isOver || _open < _most)
            {
                return;
            }

            waiter = _waiters.Enqueue(true);
        }

        await waiter.WaitAsync(cancellationToken).ConfigureAwait(false);
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
}
