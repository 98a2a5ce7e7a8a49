using System;

namespace PasswordCmdlets.Core.Operations;

/// <summary>One thing whose password is to change, as the caller named it.</summary>
internal sealed class PasswordTarget
{
    private string? _instanceId;

    /// <summary>Instance id, as <see cref="InstanceIdOf"/> writes it; for a RAM user the user name, for the key's own user empty.</summary>
    public required string Id
    {
        get => IsUser ? field : _instanceId ??= InstanceIdOf(field);
        init;
    }

    /// <summary>The login or RAM user whose password it is, where one was given.</summary>
    public string? UserName { get; init; }

    /// <summary>The region; null where the service is global.</summary>
    public string? Region { get; init; }

    /// <summary>The project, where the provider has projects.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The profile whose credential signs for it; null for the credential of the command.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Whether it is a user of the account and no instance.</summary>
    public bool IsUser { get; init; }

    /// <summary>The instance; null for a user.</summary>
    public string? InstanceId => IsUser ? null : Id;

    /// <summary>The caller's own object for the target; the engine returns it unchanged.</summary>
    public object? Tag { get; init; }

    /// <summary>The same target in a region.</summary>
    public PasswordTarget In(string? region) => region == Region ? this : Copy(region, ProfileName, Tag);

    /// <summary>The same target, signed for by a profile.</summary>
    public PasswordTarget Of(string? profileName) => profileName == ProfileName ? this : Copy(Region, profileName, Tag);

    /// <summary>The same target with the caller's own record.</summary>
    public PasswordTarget With(object tag) => Copy(Region, ProfileName, tag);

    /// <summary>The user for a question to a person.</summary>
    public string UserOrDefault => UserName is null ? "the default administrator" : $"user {UserName}";

    /// <summary>The region for a question to a person; empty where there is none.</summary>
    public string InRegion => Region is null ? string.Empty : $" in {Region}";

    /// <summary>
    /// An instance id as the provider writes it: a UUID is in lower case, whatever the case in a user's list.
    /// </summary>
    public static string InstanceIdOf(string id) =>
        Guid.TryParseExact(id, "D", out _) || Guid.TryParseExact(id, "N", out _) ? id.ToLowerInvariant() : id;

    private PasswordTarget Copy(string? region, string? profileName, object? tag) => new()
    {
        Id = Id,
        UserName = UserName,
        Region = region,
        ProjectId = ProjectId,
        ProfileName = profileName,
        IsUser = IsUser,
        Tag = tag,
    };
}
