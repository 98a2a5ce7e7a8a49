using System.Collections.Generic;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>
/// Holds the lists of an account back until one of them has shown that the provider accepts the credential, so that a wrong one is not
/// sent to every region at once: some providers lock a key after a few wrong signatures. Two go first, in case one of their regions does
/// not respond or belongs to another cloud.
/// </summary>
internal sealed class AccountProof
{
    private const int First = 2;
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private int _pending;
    private bool _isDecided;
    private bool _wasRejected;

    /// <summary>Waits for a turn; turns are given in the order of the calls.</summary>
    /// <returns>Whether the list may go on; false when the provider rejected the credential and no list showed the opposite.</returns>
    public Task<bool> TakeTurnAsync()
    {
        lock (_lock)
        {
            if (_isDecided || _pending < First)
            {
                _pending++;
                return Task.FromResult(!_isDecided || !_wasRejected);
            }

            TaskCompletionSource<bool> turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>Ends the turn of a list: its first call has a response, or the list ended.</summary>
    /// <param name="isAccepted">Whether the provider accepted the credential; null where that is not known.</param>
    public void EndTurn(bool? isAccepted)
    {
        lock (_lock)
        {
            _pending--;
            if (_isDecided)
            {
                return;
            }

            // A rejection is final when none of those that went first can still show the opposite.
            _wasRejected = isAccepted != true && (_wasRejected || isAccepted == false);
            _isDecided = isAccepted == true || (_wasRejected && _pending == 0);
            if (_isDecided)
            {
                Release(_waiting.Count, !_wasRejected);
            }
            else if (!_wasRejected)
            {
                Release(1, true);
            }
        }
    }

    /// <summary>Ends all waits: nothing more is listed.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isDecided = true;
            _wasRejected = true;
            Release(_waiting.Count, false);
        }
    }

    private void Release(int count, bool mayGo)
    {
        for (; count > 0 && _waiting.Count > 0; count--)
        {
            _pending++;
            _waiting.Dequeue().SetResult(mayGo);
        }
    }
}
