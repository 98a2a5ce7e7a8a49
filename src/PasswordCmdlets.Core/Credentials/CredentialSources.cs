using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Providers.Alibaba.Credentials;
using PasswordCmdlets.Core.Providers.Huawei.Credentials;
using PasswordCmdlets.Core.Providers.Tencent.Credentials;
using PasswordCmdlets.Core.Providers.Zenlayer.Credentials;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Where a provider's own tools look for a credential.</summary>
/// <param name="Environment">The variables.</param>
/// <param name="Files">The settings files, the first that has a default profile wins.</param>
/// <param name="Role">The metadata service; null where the provider has none.</param>
internal sealed record CredentialSources(IReadOnlyList<ICredentialSource> Environment, IReadOnlyList<ProfileStore> Files, IInstanceRole? Role)
{
    /// <summary>What the tools turn to when all else fails.</summary>
    public IReadOnlyList<ICredentialSource> Last { get; init; } = [];

    /// <summary>The places of a provider.</summary>
    public static CredentialSources Of(CloudProvider provider) => provider switch
    {
        CloudProvider.Alibaba => AlibabaCredentialSources.All,
        CloudProvider.Tencent => TencentCredentialSources.All,
        CloudProvider.Huawei => HuaweiCredentialSources.All,
        _ => ZenlayerCredentialSources.All,
    };
}
