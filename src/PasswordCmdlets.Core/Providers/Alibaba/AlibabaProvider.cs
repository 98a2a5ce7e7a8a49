using PasswordCmdlets.Core.Providers.Alibaba.Credentials;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Providers.Alibaba.Sts;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>Alibaba Cloud.</summary>
internal static class AlibabaProvider
{
    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = AlibabaEndpoints.Provider,
        Signer = new AlibabaSigner(),
        Endpoints = AlibabaEndpoints.Table,
        Credentials = AlibabaCredentialSources.All,
        CredentialRemedy = "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, run 'aliyun configure', "
            + "or specify -AccessKey (Get-Credential).",
        EndpointSettingNamesService = true,
        Roles = new StsRoles(),
        IdentityService = AlibabaEndpoints.Sts,
        Identify = StsIdentity.Call,
        Operations =
        [
            EcsContracts.SetVncPassword,
            RamContracts.ChangeOwnPassword,
            RamContracts.SetUserPassword,
            EcsInstanceContracts.ResetPassword,
        ],
    };
}
