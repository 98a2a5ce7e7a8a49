using PasswordCmdlets.Core.Providers.Zenlayer.Credentials;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;

namespace PasswordCmdlets.Core.Providers.Zenlayer;

/// <summary>Zenlayer.</summary>
internal static class ZenlayerProvider
{
    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = ZenlayerEndpoints.Provider,
        Signer = new Zc2Signer(),
        Endpoints = ZenlayerEndpoints.Table,
        Credentials = ZenlayerCredentialSources.All,
        CredentialRemedy = "Set ZENLAYER_ACCESS_KEY_ID and ZENLAYER_ACCESS_KEY_SECRET (or ZENLAYER_TOKEN), run 'zeno configure', "
            + "or specify -AccessKey (Get-Credential).",
        Operations = [ZecContracts.ResetPassword],
    };
}
