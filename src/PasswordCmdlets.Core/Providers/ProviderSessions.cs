using System;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Zenlayer;

namespace PasswordCmdlets.Core.Providers;

/// <summary>Opens a session with a provider: which signer it takes and where its services are.</summary>
internal static class ProviderSessions
{
    /// <param name="source">The account's credential.</param>
    /// <param name="credential">The credential as first read.</param>
    /// <param name="endpoint">Another endpoint than the provider's own, already checked; null for the provider's.</param>
    /// <param name="iamEndpoint">Huawei Cloud: another endpoint of IAM, already checked; null for the provider's.</param>
    public static ProviderSession Open(ICredentialProvider source, CloudCredential credential, Uri? endpoint, Uri? iamEndpoint = null)
    {
        EndpointTable endpoints = ProviderEndpoints.Of(credential.Provider);
        Uri? otherIam = iamEndpoint ?? credential.IamEndpoint ?? LocalOnly(endpoint ?? credential.Endpoint);
        return new ProviderSession
        {
            Provider = credential.Provider,
            Account = credential.AccessKeyId,
            Credentials = source,
            Signer = SignerOf(credential.Provider),
            EndpointOf = (service, region) => (service == HuaweiEndpoints.Iam ? otherIam : endpoint ?? credential.EndpointFor(service)) ?? endpoints.Resolve(service, region),
        };
    }

    // An endpoint of DCS says nothing about IAM, but on this machine one server plays both.
    private static Uri? LocalOnly(Uri? endpoint) => endpoint is not null && EndpointPolicy.IsLoopback(endpoint) ? endpoint : null;

    private static IRequestSigner SignerOf(CloudProvider provider) => provider switch
    {
        CloudProvider.Alibaba => new AlibabaSigner(),
        CloudProvider.Tencent => new Tc3Signer(),
        CloudProvider.Huawei => new SdkHmacSigner(),
        CloudProvider.Zenlayer => new Zc2Signer(),
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No operation of this provider is known."),
    };
}
