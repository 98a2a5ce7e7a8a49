using System;
using System.Collections.Generic;

namespace PasswordCmdlets;

/// <summary>
/// An instance or a user whose password can be changed, as the provider lists it. Binds to the cmdlets that change passwords.
/// </summary>
public class CloudPasswordTarget
{
    /// <summary>The name of the provider.</summary>
    public string? Provider { get; set; }

    /// <summary>What the password is for: an instance of one service or a user.</summary>
    public string? Resource { get; set; }

    /// <summary>The instance; null for a RAM user.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The user of a RAM target; null for an instance: the provider's default administrator.</summary>
    public string? UserName { get; set; }

    /// <summary>The region; null where the service is global.</summary>
    public string? Region { get; set; }

    /// <summary>The project, where one was specified.</summary>
    public string? ProjectId { get; set; }

    /// <summary>The profile, where one was specified.</summary>
    public string? ProfileName { get; set; }

    /// <summary>The name that the account set.</summary>
    public string? Name { get; set; }

    /// <summary>Running, Stopped, Transitional, Unavailable or Unknown.</summary>
    public string? State { get; set; }

    /// <summary>The provider's own word for the state.</summary>
    public string? ProviderState { get; set; }

    /// <summary>Linux, Windows or Unknown.</summary>
    public string? OperatingSystem { get; set; }

    /// <summary>The addresses in the private network.</summary>
    public string[] PrivateIpAddress { get; set; } = [];

    /// <summary>The public addresses.</summary>
    public string[] PublicIpAddress { get; set; } = [];

    /// <summary>When it was created; null when the provider does not return it.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>When it expires; null when it does not, or the provider does not return it.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The tags: keys and values. Keys are case-sensitive.</summary>
    public Dictionary<string, string> Tags { get; set; } = [];

    /// <summary>Provider, target and state.</summary>
    public override string ToString() => $"{Provider} {InstanceId ?? UserName}: {State}";
}
