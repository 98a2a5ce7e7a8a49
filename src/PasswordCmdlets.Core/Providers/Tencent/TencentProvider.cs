using PasswordCmdlets.Core.Providers.Tencent.Credentials;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Tencent.Lighthouse;
using PasswordCmdlets.Core.Providers.Tencent.Sts;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>Tencent Cloud.</summary>
internal static class TencentProvider
{
    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = TencentEndpoints.Provider,
        Signer = new Tc3Signer(),
        Endpoints = TencentEndpoints.Table,
        EndpointSettingNamesService = true,
        IdentityService = TencentEndpoints.Sts,
        Roles = new TencentRoles(),
        Credentials = TencentCredentialSources.All,
        CredentialRemedy = "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, run 'tccli configure', "
            + "or specify -AccessKey (Get-Credential).",
        Operations = [CvmContracts.ResetPassword, LighthouseContracts.ResetPassword],
    };
}
