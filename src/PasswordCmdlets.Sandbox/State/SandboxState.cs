using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Metadata;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
using PasswordCmdlets.Sandbox.Roles;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>Everything the sandbox's clouds know.</summary>
internal sealed class SandboxState
{
    /// <summary>Creates empty clouds.</summary>
    /// <param name="clock">The clock.</param>
    public SandboxState(SandboxClock clock)
    {
        Clock = clock;
        Alibaba = new AlibabaCloud(clock, Keys, Roles);
        Huawei = new HuaweiCloud(clock, Keys, Roles);
        Tencent = new TencentCloud(clock, Keys, Roles);
        Zenlayer = new ZenlayerCloud(clock, Keys, Roles);
        Clouds = [Alibaba, Huawei, Tencent, Zenlayer];
        Metadata = new MetadataService(clock);
    }

    /// <summary>The clock.</summary>
    public SandboxClock Clock { get; }

    /// <summary>The access keys of all providers.</summary>
    public AccessKeyStore Keys { get; } = new();

    /// <summary>The roles and identity providers of all providers.</summary>
    public RoleStore Roles { get; } = new();

    /// <summary>Alibaba Cloud.</summary>
    public AlibabaCloud Alibaba { get; }

    /// <summary>Huawei Cloud.</summary>
    public HuaweiCloud Huawei { get; }

    /// <summary>Tencent Cloud.</summary>
    public TencentCloud Tencent { get; }

    /// <summary>Zenlayer.</summary>
    public ZenlayerCloud Zenlayer { get; }

    /// <summary>The clouds of all providers, in the order in which the control API counts what they have.</summary>
    public IReadOnlyList<ProviderCloud> Clouds { get; }

    /// <summary>The metadata services.</summary>
    public MetadataService Metadata { get; }

    /// <summary>Forgets everything; the options go back to their defaults.</summary>
    public void Clear()
    {
        Keys.Clear();
        Roles.Clear();
        Metadata.Clear();
        foreach (ProviderCloud cloud in Clouds)
        {
            cloud.Clear();
        }
    }
}
