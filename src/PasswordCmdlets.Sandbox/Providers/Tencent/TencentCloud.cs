using System;
using System.Collections.Concurrent;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>The sandbox's Tencent Cloud.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal sealed class TencentCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles) : ProviderCloud(clock, keys, roles)
{
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

    /// <inheritdoc/>
    public override void Clear()
    {
        Options = new TencentOptions();
        Instances.Clear();
        LighthouseInstances.Clear();
        SeededRegions.Clear();
    }
}
