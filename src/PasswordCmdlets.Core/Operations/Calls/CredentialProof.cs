using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Holds the calls of a session back until a response shows that the provider accepts its credential, so that a wrong one is not sent many
/// times at once: some providers lock a key after a few wrong signatures. Until then one call of a partition is in flight, and two of the
/// session, in case one of their regions does not respond.
/// </summary>
internal sealed class CredentialProof
{
    private const int MostInFlight = 2;
    private readonly object _lock = new();
    private readonly WaitQueue<string, Turn?> _waiters;
    private readonly List<string> _inFlight = [];
    private volatile bool _isAccepted;

    public CredentialProof() => _waiters = new(_lock);

    /// <summary>Waits for a turn; dispose it when the call has a response, or will have none.</summary>
    /// <param name="partitionKey">The partition of the call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn; null where the credential is accepted and nobody waits.</returns>
    public ValueTask<Turn?> AcquireAsync(string partitionKey, CancellationToken cancellationToken)
    {
        if (_isAccepted)
        {
            return default;
        }

        cancellationToken.ThrowIfCancellationRequested();
        WaitQueue<string, Turn?>.Waiter waiter;
        lock (_lock)
        {
            if (_isAccepted)
            {
                return default;
            }

            if (MayGo(partitionKey))
            {
                return new(Take(partitionKey));
            }

            waiter = _waiters.Enqueue(partitionKey);
        }

        return waiter.WaitAsync(cancellationToken);
    }

    /// <summary>Records a response: one that shows that the credential is accepted ends all waits.</summary>
    public void RecordResponse(Fault fault)
    {
        if (_isAccepted || !fault.ShowsCredentialAccepted())
        {
            return;
        }

        lock (_lock)
        {
            _isAccepted = true;
            _waiters.ReleaseAll(null);
        }
    }

    private bool MayGo(string partitionKey) => _inFlight.Count < MostInFlight && !_inFlight.Contains(partitionKey);

    private Turn Take(string partitionKey)
    {
        _inFlight.Add(partitionKey);
        return new Turn(this, partitionKey);
    }

    private void Release(string partitionKey)
    {
        lock (_lock)
        {
            _inFlight.Remove(partitionKey);
            _waiters.TryRelease(MayGo, Take);
        }
    }

    /// <summary>The right to have one call in flight, until it is disposed of once.</summary>
    internal sealed class Turn(CredentialProof proof, string partitionKey) : IDisposable
    {
        public void Dispose() => proof.Release(partitionKey);
    }
}
