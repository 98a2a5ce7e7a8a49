using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>What is listed: the targets of one account in one region.</summary>
internal sealed record ListingQuery
{
    public required ProviderSession Session { get; init; }

    /// <summary>The region; null where the service is global.</summary>
    public string? Region { get; init; }

    /// <summary>
    /// Whether the region was not named but is one of all: an account that has nothing to do with the region is then no error.
    /// </summary>
    public bool IsOneOfAll { get; init; }

    /// <summary>The project, where one was specified.</summary>
    public string? ProjectId { get; init; }

    /// <summary>
    /// The ids to list; empty for all. A listing does not send other filters with them: providers reject, ignore or combine the two.
    /// </summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Which targets to list.</summary>
    public ListingFilter Filter { get; init; } = new();

    /// <summary>Region and project as a target without an id, for calls that find the project.</summary>
    public PasswordTarget ProjectTarget => new() { Id = string.Empty, Region = Region, ProjectId = ProjectId };
}
