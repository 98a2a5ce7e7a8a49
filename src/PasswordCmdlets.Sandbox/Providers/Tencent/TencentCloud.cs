using System;
using System.Collections.Concurrent;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>The sandbox's Tencent Cloud.</summary>
internal sealed class TencentCloud
{
    /// <summary>Creates it, empty.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="keys">The access keys.</param>
    public TencentCloud(SandboxClock clock, AccessKeyStore keys)
    {
        Clock = clock;
        Keys = keys;
    }

    /// <summary>The clock.</summary>
    public SandboxClock Clock { get; }

    /// <summary>The access keys.</summary>
    public AccessKeyStore Keys { get; }

    /// <summary>The roles, shared with the other clouds.</summary>
    public RoleStore Roles { get; init; } = new();

    /// <summary>How it behaves.</summary>
    public TencentOptions Options { get; set; } = new();

    /// <summary>The CVM instances.</summary>
    public Fleet<CvmInstance> Instances { get; } = new();

    /// <summary>The Lighthouse instances.</summary>
    public Fleet<LighthouseInstance> LighthouseInstances { get; } = new();

    /// <summary>The regions of the instances: those that are newer than <see cref="TencentRegions"/> exist too.</summary>
    public ConcurrentDictionary<string, bool> SeededRegions { get; } = new(StringComparer.Ordinal);

    /// <summary>The instance of an id, of whichever service; null when there is none.</summary>
    /// <param name="id">The id.</param>
    public TencentInstance? Find(string id) => Instances.Peek(id) ?? (TencentInstance?)LighthouseInstances.Peek(id);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Options = new TencentOptions();
        Instances.Clear();
        LighthouseInstances.Clear();
        SeededRegions.Clear();
    }
}
