using System;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Zenlayer;

namespace PasswordCmdlets.Core.Http;

/// <summary>The endpoint tables of the providers.</summary>
public static class ProviderEndpoints
{
    /// <summary>The endpoint table of a provider.</summary>
    /// <param name="provider">The provider.</param>
    public static EndpointTable Of(CloudProvider provider) => provider switch
    {
        CloudProvider.Alibaba => AlibabaEndpoints.Table,
        CloudProvider.Tencent => TencentEndpoints.Table,
        CloudProvider.Huawei => HuaweiEndpoints.Table,
        CloudProvider.Zenlayer => ZenlayerEndpoints.Table,
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "There is no such provider."),
    };
}
