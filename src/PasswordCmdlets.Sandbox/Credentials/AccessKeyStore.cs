using System.Collections.Concurrent;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Credentials;

/// <summary>The keys the sandbox knows.</summary>
internal sealed class AccessKeyStore
{
    private readonly ConcurrentDictionary<(Cloud Provider, string Id), AccessKey> _keys = new();

    /// <summary>All keys, in no particular order.</summary>
    public IEnumerable<AccessKey> All => _keys.Values;

    /// <summary>Adds a key, or replaces the one of the same id.</summary>
    /// <param name="key">The key.</param>
    public void Add(AccessKey key) => _keys[(key.Provider, key.Id)] = key;

    /// <summary>Finds a key; null when the provider knows none of that id.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="id">The access key id.</param>
    public AccessKey? Find(Cloud provider, string? id) => id is null ? null : _keys.GetValueOrDefault((provider, id));

    /// <summary>Forgets all keys.</summary>
    public void Clear() => _keys.Clear();
}
