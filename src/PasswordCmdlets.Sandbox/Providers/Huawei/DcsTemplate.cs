using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>What a DCS instance is like; shared by all instances of a range.</summary>
internal record DcsTemplate : ListedDetails
{
    /// <summary>The id of the project the instance belongs to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>RUNNING, CREATING, RESTARTING, …</summary>
    public string Status { get; init; } = "RUNNING";

    /// <summary>A background task in progress: BACKUPING, UPGRADING, …; null for none.</summary>
    public string? Task { get; init; }

    /// <summary>Redis or Memcached. A Memcached password can be changed and not reset.</summary>
    public string Engine { get; init; } = "Redis";

    /// <summary>The engine's version.</summary>
    public string EngineVersion { get; init; } = "6.0";

    /// <summary>Whether the cache is open to everybody.</summary>
    public bool NoPasswordAccess { get; init; }

    /// <summary>The user's name, where the engine has one.</summary>
    public string? AccessUser { get; init; }

    /// <summary>The password at the start.</summary>
    public string Password { get; init; } = "Sandbox-Dcs-1";

    /// <summary>A message with which every change fails: HTTP 200, <c>result</c> failed.</summary>
    public string? FailsWith { get; init; }

    /// <summary>An error code with which every change and reset is rejected.</summary>
    public string? Refuses { get; init; }
}
