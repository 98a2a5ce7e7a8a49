using System;

namespace PasswordCmdlets;

/// <summary>The entry of a target's password in a vault, without the password. It binds to the cmdlets that change passwords.</summary>
public sealed class CloudPasswordSecret
{
    /// <summary>The name of the provider.</summary>
    public string? Provider { get; set; }

    /// <summary>What the password is for.</summary>
    public string? Resource { get; set; }

    /// <summary>The region; null where the service is global.</summary>
    public string? Region { get; set; }

    /// <summary>The instance; null for a RAM user.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The user, where one was specified.</summary>
    public string? UserName { get; set; }

    /// <summary>The account of a RAM user.</summary>
    public string? Account { get; set; }

    /// <summary>The name of the entry.</summary>
    public string? SecretName { get; set; }

    /// <summary>The vault.</summary>
    public string? VaultName { get; set; }

    /// <summary>When the password was set (UTC); null when that is not known.</summary>
    public DateTime? ChangedAt { get; set; }

    /// <summary>How long ago that was; null when it is not known.</summary>
    public TimeSpan? Age { get; set; }

    /// <summary>When the password should be replaced (UTC); null when -SecretLifetime was not specified.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>The run that set the password; null when that is not known.</summary>
    public string? RunId { get; set; }

    /// <summary>The vault and the entry; never the password.</summary>
    public override string ToString() => $"{VaultName}/{SecretName}";
}
