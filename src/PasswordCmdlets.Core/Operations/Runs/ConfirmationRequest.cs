using System;
using PasswordCmdlets.Core.Passwords;

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
    public string? InstanceId
    {
        get;
        init => field = value is null ? null : PasswordTarget.InstanceIdOf(value);
    }

    /// <summary>The user.</summary>
    public string? UserName { get; init; }

    /// <summary>The region; null to find out.</summary>
    public string? Region { get; init; }

    /// <summary>The instance or the user.</summary>
    public string Id => InstanceId ?? UserName ?? string.Empty;

    /// <summary>Whether the target of a report or of an entry's name may be this one.</summary>
    public bool Matches(SecretTarget target) =>
        (Resource is null || Resource.Equals(target.Resource, StringComparison.OrdinalIgnoreCase))
        && InstanceId == target.InstanceId
        && (Region is null || Region.Equals(target.Region, StringComparison.OrdinalIgnoreCase))
        && (InstanceId is null

            // The access key stands for its own user where the user's name is not known.
            ? string.Equals(UserName, target.UserName ?? target.Account, StringComparison.OrdinalIgnoreCase)
            : UserName == target.UserName);
}
