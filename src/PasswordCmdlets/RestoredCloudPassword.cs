using System.Management.Automation;

namespace PasswordCmdlets;

/// <summary>A password that a run generated for a target; it may be in effect.</summary>
public sealed class RestoredCloudPassword
{
    /// <summary>The run.</summary>
    public string? RunId { get; set; }

    /// <summary>What kind of target it is.</summary>
    public string? Resource { get; set; }

    /// <summary>The region, where the input has one.</summary>
    public string? Region { get; set; }

    /// <summary>The instance; null for a RAM user.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The user, where one was specified.</summary>
    public string? UserName { get; set; }

    /// <summary>1 for the first password of the run, 2 for the one after the provider rejected the first.</summary>
    public int Attempt { get; set; }

    /// <summary>The password.</summary>
    public PSCredential? Credential { get; set; }
}
