using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Tencent.Lighthouse;

/// <summary>Lists Lighthouse instances. An unknown id fails the whole call.</summary>
internal sealed class LighthouseListing : TencentListing
{
    public override CallContract Contract => LighthouseContracts.DescribeInstances;

    protected override ListedTarget ReadInstance(JsonElement instance, ListedTarget shared) => shared with
    {
        IsWindows = instance.Text("PlatformType") switch
        {
            "WINDOWS" => true,
            "LINUX_UNIX" => false,
            _ => shared.IsWindows,
        },
        PrivateAddresses = instance.Addresses("PrivateAddresses"),
        PublicAddresses = instance.Addresses("PublicAddresses"),
    };
}
