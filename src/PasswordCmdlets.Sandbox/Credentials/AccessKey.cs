using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Credentials;

/// <summary>A key (or token) that may call the sandbox. None of them is worth anything anywhere else.</summary>
internal sealed class AccessKey
{
    /// <summary>Whose API the key is for.</summary>
    public required Cloud Provider { get; init; }

    /// <summary>The access key id.</summary>
    public required string Id { get; init; }

    /// <summary>The secret that signs.</summary>
    public required string Secret { get; init; }

    /// <summary>The token that must accompany a temporary key; null for a permanent key, which must come without one.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>Whether <see cref="Secret"/> is a bearer token (Zenlayer's personal access token), which signs nothing.</summary>
    public bool IsBearer { get; init; }

    /// <summary>When a temporary key ends; null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The account that quotas are counted for.</summary>
    public string Account { get; init; } = "100000000001";

    /// <summary>The RAM user who owns the key; null for the account itself (a root key) and for a role.</summary>
    public string? UserName { get; init; }

    /// <summary>The role whose session the key is; null for any other key.</summary>
    public string? Role { get; init; }

    /// <summary>The number of the account in the role's ARN; null for the sandbox's usual one.</summary>
    public string? RoleAccountId { get; init; }

    /// <summary>The name of the session.</summary>
    public string? SessionName { get; init; }

    /// <summary>The caller as trust policies name it.</summary>
    public string Principal => Role is not null ? $"role/{Role}" : UserName is not null ? $"user/{UserName}" : "account";

    /// <summary>Whether the key has been disabled.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Actions the key has no permission for; <c>*</c> denies all.</summary>
    public IReadOnlySet<string> DeniedActions { get; init; } = new HashSet<string>();

    /// <summary>The error code of a denied action; null for the provider's usual one.</summary>
    public string? DenialCode { get; init; }

    /// <summary>Whether the key lacks the permission for an action.</summary>
    /// <param name="action">The action.</param>
    public bool Denies(string action) =>
        DeniedActions.Count > 0 && (DeniedActions.Contains(action) || DeniedActions.Contains("*"));
}
