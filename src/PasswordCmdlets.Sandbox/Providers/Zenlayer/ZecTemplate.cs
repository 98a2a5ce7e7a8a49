using System;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>What a ZEC instance is like; shared by all instances of a range.</summary>
internal record ZecTemplate : ListedDetails
{
    /// <summary>The zone.</summary>
    public string Zone { get; init; } = "asia-east-1a";

    /// <summary>The status: RUNNING, STOPPED, REBOOT, …</summary>
    public string Status { get; init; } = "RUNNING";

    /// <summary>Whether the QEMU guest agent is installed, without which no password can be set.</summary>
    public bool EnableAgent { get; init; } = true;

    /// <summary>The image's name, which includes the operating system.</summary>
    public string ImageName { get; init; } = "Ubuntu 22.04";

    /// <summary>An error code with which every reset of the instance is rejected.</summary>
    public string? Refuses { get; init; }

    /// <summary>The password at the start; null for an unknown one.</summary>
    public string? Password { get; init; }

    /// <summary>The administrator's name.</summary>
    public string LoginUser => ImageName.Contains("Windows", StringComparison.OrdinalIgnoreCase) ? "Administrator" : "root";
}
