using System;
using System.Collections.Concurrent;

namespace PasswordCmdlets.Sandbox.Signing;

/// <summary>
/// The nonces that were used lately. They are kept in two generations, so that forgetting the old ones costs nothing: a nonce is
/// remembered for one lifetime at least and two at most.
/// </summary>
internal sealed class NonceStore
{
    private readonly TimeSpan _lifetime;
    private readonly object _lock = new();
    private ConcurrentDictionary<(string KeyId, string Nonce), byte> _current = new();
    private ConcurrentDictionary<(string KeyId, string Nonce), byte> _previous = new();
    private DateTimeOffset _turnsAt = DateTimeOffset.MinValue;

    /// <summary>Creates an empty store.</summary>
    /// <param name="lifetime">How long a nonce is remembered: as long as its timestamp is accepted.</param>
    public NonceStore(TimeSpan lifetime) => _lifetime = lifetime;

    /// <summary>Uses a nonce; false when it was used before.</summary>
    /// <param name="keyId">The access key.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="now">The time.</param>
    public bool TryUse(string keyId, string nonce, DateTimeOffset now)
    {
        Turn(now);
        return !_previous.ContainsKey((keyId, nonce)) && _current.TryAdd((keyId, nonce), 0);
    }

    /// <summary>Forgets all nonces.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _current = new();
            _previous = new();
            _turnsAt = DateTimeOffset.MinValue;
        }
    }

    private void Turn(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (now >= _turnsAt)
            {
                _previous = now >= _turnsAt + _lifetime ? new() : _current;
                _current = new();
                _turnsAt = now + _lifetime;
            }
        }
    }
}
