using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>What the lists of all providers show of an instance; shared by all instances of a range.</summary>
internal abstract record ListedDetails : InstanceSeed
{
    /// <summary>The name; <c>{id}</c> stands for the id, <c>{number}</c> for its last four characters. Null for the usual name.</summary>
    public string? Name { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The addresses in the private network.</summary>
    public IReadOnlyList<string> PrivateAddresses { get; init; } = ["10.0.0.4"];

    /// <summary>The public addresses.</summary>
    public IReadOnlyList<string> PublicAddresses { get; init; } = [];

    /// <summary>The name of an instance.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="usual">The name where none is seeded.</param>
    public string NameOf(string id, string usual) => Name?.Replace("{id}", id, StringComparison.Ordinal)
        .Replace("{number}", id[Math.Max(0, id.Length - 4)..], StringComparison.Ordinal) ?? usual;

    /// <summary>Whether there is a tag of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; null for any.</param>
    public bool HasTag(string key, string? value) => Tags.TryGetValue(key, out string? seeded) && (value is null || seeded == value);
}
