using PasswordCmdlets.Core.Providers.Huawei.Credentials;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Providers.Huawei.Ecs;
using PasswordCmdlets.Core.Providers.Huawei.Iam;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>Huawei Cloud and the clouds built on it: Open Telekom Cloud and FlexibleEngine.</summary>
internal static class HuaweiProvider
{
    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = HuaweiEndpoints.Provider,
        Signer = new SdkHmacSigner(),
        Endpoints = HuaweiEndpoints.Table,
        Credentials = HuaweiCredentialSources.All,
        CredentialRemedy = "Set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, write them into ~/.huaweicloud/credentials, "
            + "or specify -AccessKey (Get-Credential).",
        IdentityService = HuaweiEndpoints.Iam,
        Roles = new IamRoles(),
        Operations =
        [
            EcsServerContracts.ResetPassword,
            DcsContracts.Reset,
            DcsContracts.Change(DcsContracts.CurrentVersion),
        ],
    };
}
