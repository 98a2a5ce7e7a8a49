using System;
using System.Globalization;
using System.Threading;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Metadata;

/// <summary>
/// The role of the machine that the sandbox plays the metadata service of. Its temporary key is replaced by another when it ends.
/// </summary>
internal sealed class InstanceRole
{
    private readonly Lock _lock = new();
    private readonly AccessKeyStore _keys;
    private readonly TimeSpan _lifetime;
    private readonly AccessKey _first;
    private AccessKey _current;
    private int _generation = 1;

    /// <summary>Creates a role; its first key begins at once.</summary>
    /// <param name="name">The role's name.</param>
    /// <param name="key">What the role's keys are like; id and token of later ones are numbered.</param>
    /// <param name="lifetime">How long a key lasts.</param>
    /// <param name="requiresToken">Whether the service requires a session token.</param>
    /// <param name="keys">The store that receives every key.</param>
    /// <param name="now">The time.</param>
    public InstanceRole(string name, AccessKey key, TimeSpan lifetime, bool requiresToken, AccessKeyStore keys, DateTimeOffset now)
    {
        Name = name;
        RequiresToken = requiresToken;
        _first = key;
        _lifetime = lifetime;
        _keys = keys;
        _current = Issue(key.Id, key.SecurityToken!, now);
    }

    /// <summary>The role's name.</summary>
    public string Name { get; }

    /// <summary>Whether the service requires a session token.</summary>
    public bool RequiresToken { get; }

    /// <summary>The provider.</summary>
    public Cloud Provider => _first.Provider;

    /// <summary>The key as of a time.</summary>
    /// <param name="now">The time.</param>
    public AccessKey KeyAt(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_current.ExpiresAt <= now)
            {
                string number = (++_generation).ToString(CultureInfo.InvariantCulture);
                _current = Issue($"{_first.Id}-{number}", $"{_first.SecurityToken}-{number}", now);
            }

            return _current;
        }
    }

    private AccessKey Issue(string id, string token, DateTimeOffset now)
    {
        AccessKey key = new()
        {
            Provider = _first.Provider,
            Id = id,
            Secret = _first.Secret,
            SecurityToken = token,
            ExpiresAt = now + _lifetime,
            Account = _first.Account,
            DeniedActions = _first.DeniedActions,
        };
        _keys.Add(key);
        return key;
    }
}
