using System.Collections.Generic;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>A vault as a run needs it. Every call returns only when the vault has done it.</summary>
internal interface ISecretStore
{
    /// <summary>What the vault is called.</summary>
    string Name { get; }

    /// <summary>What identifies the vault, under whatever name it is registered.</summary>
    string Identity { get; }

    /// <summary>
    /// Stores a secret, in place of an earlier one of that name; throws <see cref="SecretStoreException"/> when that fails.
    /// </summary>
    void Store(string entry, SecretText secret);

    /// <summary>
    /// Reads a secret, which the caller disposes; throws <see cref="SecretStoreException"/> when it does not exist or cannot be read.
    /// </summary>
    SecretText Fetch(string entry);

    /// <summary>
    /// Writes the metadata of a stored secret, in place of earlier metadata; throws <see cref="SecretStoreException"/> when that fails. The
    /// secret stays as it is in any case.
    /// </summary>
    /// <returns>False when the vault keeps no metadata.</returns>
    bool Describe(string entry, IReadOnlyDictionary<string, string> metadata);

    /// <summary>Reads what this module wrote about a stored secret; throws <see cref="SecretStoreException"/> when that fails.</summary>
    /// <returns>Null when the secret does not exist, or has no such metadata.</returns>
    SecretMetadata? MetadataOf(string entry);

    /// <summary>Removes a secret; throws <see cref="SecretStoreException"/> when that fails.</summary>
    void Remove(string entry);

    /// <summary>The names that begin with a prefix; throws <see cref="SecretStoreException"/> when they cannot be listed.</summary>
    IReadOnlyList<string> Names(string prefix);
}
