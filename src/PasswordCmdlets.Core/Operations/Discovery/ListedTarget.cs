using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Redaction;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>What a provider's list shows of one target. Every text is untrusted until <see cref="Redact"/>.</summary>
internal sealed record ListedTarget
{
    private const string Withheld = "withheld";

    /// <summary>The instance, or the name of a user.</summary>
    public required string Id { get; init; }

    /// <summary>The name that the account set.</summary>
    public string? Name { get; init; }

    public TargetState State { get; init; }

    /// <summary>The provider's own word for the state.</summary>
    public string? ProviderState { get; init; }

    /// <summary>Whether it runs Windows; null where the provider does not return it.</summary>
    public bool? IsWindows { get; init; }

    public IReadOnlyList<string> PrivateAddresses { get; init; } = [];

    public IReadOnlyList<string> PublicAddresses { get; init; } = [];

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it expires; null where it does not, or where the provider does not return it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The tags. A key may be there more than once; the last one counts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>
    /// The same with every text on one line, without what terminals and build agents act on, and without what quotes a secret of the run.
    /// </summary>
    public ListedTarget Redact(Redactor redactor) => this with
    {
        Name = Shown(redactor, Name),

        // A word that has a meaning is one of ours.
        ProviderState = State == TargetState.Unknown ? redactor.Field(ProviderState) : ProviderState,
        Tags = [.. Tags.Select(tag => new KeyValuePair<string, string>(Shown(redactor, tag.Key)!, Shown(redactor, tag.Value)!))],
    };

    // A text of white space alone becomes empty: line separators are white space too.
    private static string? Shown(Redactor redactor, string? text) =>
        text is null ? null : string.IsNullOrWhiteSpace(text) ? string.Empty : redactor.OwnText(text) ?? Withheld;
}
