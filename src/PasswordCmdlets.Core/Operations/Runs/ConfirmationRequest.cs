using System;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>A password of an earlier run that a person found to be in force.</summary>
internal sealed record ConfirmationRequest
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Which of the passwords of the target.</summary>
    public required int Attempt { get; init; }

    /// <summary>What kind of target it is; null to find out.</summary>
    public string? Resource { get; init; }

    /// <summary>The instance; null for a user of an account.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The user.</summary>
    public string? UserName { get; init; }

    /// <summary>The region; null to find out.</summary>
    public string? Region { get; init; }

    /// <summary>The instance or the user.</summary>
    public string Id => InstanceId ?? UserName ?? string.Empty;

    /// <summary>Whether the target of a report or of an entry's name may be this one.</summary>
    public bool Matches(string resource, string? instanceId, string? userName, string? region) =>
        (Resource is null || Resource.Equals(resource, StringComparison.OrdinalIgnoreCase))
        && InstanceId == instanceId
        && (Region is null || Region.Equals(region, StringComparison.OrdinalIgnoreCase))
        && string.Equals(UserName, userName, InstanceId is null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
