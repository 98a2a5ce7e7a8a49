using System;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>What an instance is like; shared by all instances of a range.</summary>
internal record TencentTemplate : ListedDetails
{
    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The state at the start: RUNNING, STOPPED, PENDING, …</summary>
    public string State { get; init; } = "STOPPED";

    /// <summary>NORMAL, EXPIRED or PROTECTIVELY_ISOLATED.</summary>
    public string RestrictState { get; init; } = "NORMAL";

    /// <summary>The operating system's name, as DescribeInstances returns it.</summary>
    public string OsName { get; init; } = "Ubuntu Server 22.04 LTS 64bit";

    /// <summary>An error code with which every reset of the instance is rejected.</summary>
    public string? Refuses { get; init; }

    /// <summary>An operation of another caller that is in progress and does not end: <c>ResizeInstanceDisks</c>, say.</summary>
    public string? OperationInProgress { get; init; }

    /// <summary>Whether a soft shutdown fails, so that a forced stop cuts the power.</summary>
    public bool IgnoresShutdown { get; init; }

    /// <summary>Whether it stays off after a reset that shut it down: whether the real one starts it again is not documented.</summary>
    public bool StaysOff { get; init; }

    /// <summary>The error message with which every reset fails after it was accepted.</summary>
    public string? FailsWith { get; init; }

    /// <summary>The password at the start; null for an unknown one.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the operating system is a Windows.</summary>
    public bool IsWindows => OsName.Contains("Windows", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The administrator's name: <c>Administrator</c> for Windows, <c>ubuntu</c> for Ubuntu, <c>root</c> for other systems
    /// (cloud.tencent.com/document/api/213/15736).
    /// </summary>
    public string DefaultLoginUser =>
        IsWindows ? "Administrator" : OsName.Contains("Ubuntu", StringComparison.OrdinalIgnoreCase) ? "ubuntu" : "root";
}
