using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>What an ECS server is like; shared by all servers of a range.</summary>
internal record EcsServerTemplate : ListedDetails
{
    /// <summary>The id of the project the server belongs to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>ACTIVE, SHUTOFF, REBUILD, …</summary>
    public string Status { get; init; } = "ACTIVE";

    /// <summary>A task in progress: image_snapshot, rebooting, …; null for none.</summary>
    public string? TaskState { get; init; }

    /// <summary>Linux or Windows.</summary>
    public string OsType { get; init; } = "Linux";

    /// <summary>Whether the server is locked.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether the server is frozen.</summary>
    public bool Frozen { get; init; }

    /// <summary>Whether the plug-in that sets passwords is installed.</summary>
    public bool HasPlugin { get; init; } = true;

    /// <summary>Whether the plug-in fails to set a password; nobody reports that.</summary>
    public bool PluginFails { get; init; }

    /// <summary>The reason for which every restart fails.</summary>
    public string? RestartFailsWith { get; init; }

    /// <summary>The reason for which a SOFT restart fails, and no HARD one.</summary>
    public string? SoftRestartFailsWith { get; init; }

    /// <summary>The password at the start.</summary>
    public string? Password { get; init; }

    /// <summary>An error code with which every reset is rejected.</summary>
    public string? Refuses { get; init; }

    /// <summary>The administrator.</summary>
    internal string LoginUser => OsType == "Windows" ? "Administrator" : "root";
}
