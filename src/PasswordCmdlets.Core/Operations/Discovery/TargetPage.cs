using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Redaction;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>One page of a provider's list.</summary>
/// <param name="Targets">The targets.</param>
/// <param name="Next">What the request for the next page takes; null after the last one.</param>
internal sealed record TargetPage(IReadOnlyList<ListedTarget> Targets, string? Next = null)
{
    /// <summary>How many entries the provider's page had, whatever became of them; the list ends at a page without any.</summary>
    public int EntryCount { get; init; } = Targets.Count;

    /// <summary>How many entries have an id that is not of the form of an id.</summary>
    public int InvalidCount { get; init; }

    /// <summary>Whether the list starts again with the next page, without a filter that the provider limits.</summary>
    public bool StartsAgain { get; init; }

    /// <summary>The same with all that may not be shown withheld.</summary>
    public TargetPage Redact(Redactor redactor) => this with { Targets = [.. Targets.Select(target => target.Redact(redactor))] };
}
