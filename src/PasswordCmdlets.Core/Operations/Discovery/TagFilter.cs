using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>A tag that a target must have.</summary>
/// <param name="Key">The key, case-sensitive.</param>
/// <param name="Value">The value, case-sensitive; null where any value that <paramref name="Matches"/> will do.</param>
/// <param name="Matches">Whether a value will do.</param>
internal sealed record TagFilter(string Key, string? Value, Func<string, bool> Matches)
{
    /// <summary>Whether a target's tags have it.</summary>
    public bool IsIn(IReadOnlyList<KeyValuePair<string, string>> tags) => tags.Any(tag => tag.Key == Key && Matches(tag.Value));
}
