using System;
using System.Collections.Concurrent;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.Signing;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The sandbox's Alibaba Cloud: ECS, RAM and STS.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal sealed class AlibabaCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles) : ProviderCloud(clock, keys, roles)
{
    /// <summary>The one account of the sandbox.</summary>
    public const string AccountId = "1234567890123456";

    /// <summary>How it behaves.</summary>
    public AlibabaOptions Options { get; set; } = new();

    /// <summary>The ECS instances.</summary>
    public Fleet<EcsInstance> Instances { get; } = new();

    /// <summary>The regions of the instances: those that are newer than <see cref="EcsRegions"/> exist too.</summary>
    public ConcurrentDictionary<string, bool> SeededRegions { get; } = new(StringComparer.Ordinal);

    /// <summary>The RAM users, by name, whatever its case.</summary>
    public ConcurrentDictionary<string, RamUser> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The RAM password policy.</summary>
    public RamPasswordPolicy PasswordPolicy { get; set; } = new();

    /// <summary>The nonces used: a timestamp is accepted 31 minutes before and after.</summary>
    public NonceStore Nonces { get; } = new(TimeSpan.FromMinutes(62));

    /// <inheritdoc/>
    public override void Clear()
    {
        Options = new AlibabaOptions();
        Instances.Clear();
        SeededRegions.Clear();
        Users.Clear();
        PasswordPolicy = new RamPasswordPolicy();
        Nonces.Clear();
    }
}
