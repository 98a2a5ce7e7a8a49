using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>A vault in memory that can fail and forget.</summary>
internal sealed class MemoryVault : ISecretStore
{
    public Dictionary<string, string> Entries { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Stored { get; } = [];

    public Dictionary<string, IReadOnlyDictionary<string, string>> Metadata { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the vault keeps metadata.</summary>
    public bool KeepsMetadata { get; set; } = true;

    /// <summary>Whether writing metadata fails.</summary>
    public bool FailsToDescribe { get; set; }

    /// <summary>How often metadata was to be written.</summary>
    public int Descriptions { get; private set; }

    public bool Fails { get; set; }

    /// <summary>What is kept of a secret that is to be stored; null when nothing is.</summary>
    public Func<string, string?> Keeps { get; set; } = static secret => secret;

    public string Name => "memory";

    public string Identity => "memory";

    public void Store(string entry, SecretText secret)
    {
        Check();
        Stored.Add(entry);
        if (Keeps(secret.Reveal(0, static (characters, _) => characters.ToString())) is { } kept)
        {
            Entries[entry] = kept;
        }
    }

    public SecretText Fetch(string entry)
    {
        Check();
        return Entries.TryGetValue(entry, out string? secret)
            ? new SecretText(secret.AsSpan())
            : throw new SecretStoreException($"There is no secret {entry} in the vault.");
    }

    public bool Describe(string entry, IReadOnlyDictionary<string, string> metadata)
    {
        Check();
        Descriptions++;
        if (FailsToDescribe)
        {
            throw new SecretStoreException("The vault is busy.");
        }

        if (KeepsMetadata)
        {
            Metadata[entry] = metadata;
        }

        return KeepsMetadata;
    }

    public SecretMetadata? MetadataOf(string entry)
    {
        Check();
        return Metadata.TryGetValue(entry, out IReadOnlyDictionary<string, string>? metadata)
            ? SecretMetadata.Read(name => metadata.TryGetValue(name, out string? text) ? text : null)
            : null;
    }

    public void Remove(string entry)
    {
        Check();
        Entries.Remove(entry);
    }

    public IReadOnlyList<string> Names(string prefix)
    {
        Check();
        return [.. Entries.Keys.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
    }

    private void Check()
    {
        if (Fails)
        {
            throw new SecretStoreException("The vault is locked.");
        }
    }
}
