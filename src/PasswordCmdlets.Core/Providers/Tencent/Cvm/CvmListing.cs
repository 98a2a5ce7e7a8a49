using System.Text.Json;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>Lists CVM instances. The response names no platform but the system's name.</summary>
internal sealed class CvmListing : TencentListing
{
    public override CallContract Contract => CvmContracts.DescribeInstances;

    protected override ListedTarget ReadInstance(JsonElement instance, ListedTarget shared) => shared with
    {
        PrivateAddresses = instance.Addresses("PrivateIpAddresses"),
        PublicAddresses = instance.Addresses("PublicIpAddresses"),
    };
}
