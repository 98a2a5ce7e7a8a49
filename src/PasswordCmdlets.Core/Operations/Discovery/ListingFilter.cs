using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>
/// Which targets a command lists. A provider filters as far as it can, and may return more than these: every target is checked again.
/// </summary>
internal sealed record ListingFilter
{
    /// <summary>
    /// Digits, hyphens, underscores and letters without case that the name has; null where none are certain. This, and not the user's
    /// wildcard, goes to a provider that matches part of a name: whether it regards case is not documented.
    /// </summary>
    public string? NamePart { get; init; }

    /// <summary>Whether a name will do; null where every name will.</summary>
    public Func<string, bool>? Name { get; init; }

    /// <summary>The tags that a target must have, all of them.</summary>
    public IReadOnlyList<TagFilter> Tags { get; init; } = [];

    /// <summary>The states, one of which a target must have; empty where every state will do.</summary>
    public IReadOnlyList<TargetState> States { get; init; } = [];

    /// <summary>Whether a target is one to list.</summary>
    public bool Accepts(ListedTarget target) =>
        (Name is null || Name(target.Name ?? string.Empty))
        && (States.Count == 0 || States.Contains(target.State))
        && Tags.All(tag => tag.IsIn(target.Tags));
}
