using System;
using System.Diagnostics.CodeAnalysis;

namespace PasswordCmdlets;

/// <summary>Which credential a command would use and where it comes from. Never the secret.</summary>
public sealed class CloudCredentialInfo
{
    /// <summary>The provider.</summary>
    public string? Provider { get; set; }

    /// <summary>Whether there is a credential.</summary>
    public bool Found { get; set; }

    /// <summary>Where it was found.</summary>
    public string? Source { get; set; }

    /// <summary>AccessKey, BearerToken, IamUser or IamToken.</summary>
    public string? Kind { get; set; }

    /// <summary>The access key id with its middle masked; for a token its source, for an IAM user the name.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>The role that a session is of; empty for any other credential.</summary>
    public string? Role { get; set; }

    /// <summary>How the credential came about: the access key or the token file, then each role that was assumed with it.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public string[]? Chain { get; set; }

    /// <summary>The region of the same source.</summary>
    public string? Region { get; set; }

    /// <summary>The project of the same source.</summary>
    public string? ProjectId { get; set; }

    /// <summary>The endpoint of the same source.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>When a temporary credential expires (UTC).</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>What to do when there is no credential.</summary>
    public string? Remedy { get; set; }

    /// <summary>Every credential source that was tried, in order, and why it had none.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public string[]? Tried { get; set; }

    /// <summary>Provider and source.</summary>
    public override string ToString() => Found ? $"{Provider}: {AccessKeyId} from {Source}" : $"{Provider}: none";
}
