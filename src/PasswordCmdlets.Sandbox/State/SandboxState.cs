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
        Alibaba = new AlibabaCloud(clock, Keys) { Roles = Roles };
        Huawei = new HuaweiCloud(clock, Keys) { Roles = Roles };
        Tencent = new TencentCloud(clock, Keys) { Roles = Roles };
        Zenlayer = new ZenlayerCloud(clock, Keys);
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

    /// <summary>The metadata services.</summary>
    public MetadataService Metadata { get; }

    /// <summary>Forgets everything; the options go back to their defaults.</summary>
    public void Clear()
    {
        Keys.Clear();
        Roles.Clear();
        Metadata.Clear();
        Alibaba.Clear();
        Huawei.Clear();
        Tencent.Clear();
        Zenlayer.Clear();
    }
}
