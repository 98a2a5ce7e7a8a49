using System;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>What an ECS instance is like; shared by all instances of a range.</summary>
internal record EcsTemplate : ListedDetails
{
    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>Running, Stopped, Starting, Stopping or Pending.</summary>
    public string Status { get; init; } = "Running";

    /// <summary>Whether the instance is I/O-optimised: a VNC password then takes effect at once, else after a restart.</summary>
    public bool IoOptimized { get; init; } = true;

    /// <summary>The operating system's name.</summary>
    public string OsName { get; init; } = "Alibaba Cloud Linux 3.2104 LTS 64-bit";

    /// <summary>Why the instance is locked: <c>security</c> or <c>financial</c>; null when it is not.</summary>
    public string? LockReason { get; init; }

    /// <summary>An error code with which every change of the instance is rejected.</summary>
    public string? Refuses { get; init; }

    /// <summary>The VNC password at the start; null for an unknown one.</summary>
    public string? VncPassword { get; init; }

    /// <summary>The password of <see cref="LoginUser"/> at the start; null for an unknown one.</summary>
    public string? Password { get; init; }

    /// <summary>The key pair that is attached; null for none.</summary>
    public string? KeyPairName { get; init; }

    /// <summary>The elastic address, which is not among the public ones; null for none.</summary>
    public string? ElasticAddress { get; init; }

    /// <summary>The user whose password ModifyInstanceAttribute sets.</summary>
    public string LoginUser => OsType == "windows" ? "Administrator" : "root";

    /// <summary>windows or linux.</summary>
    public string OsType => OsName.Contains("Windows", StringComparison.OrdinalIgnoreCase) ? "windows" : "linux";
}
