using System;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers;

/// <summary>Opens a session with a provider: the signer it uses and where its services are.</summary>
internal static class ProviderSessions
{
    /// <param name="source">The account's credential.</param>
    /// <param name="credential">The credential as first read.</param>
    /// <param name="endpoint">Another endpoint than the provider's own, already checked; null for the provider's.</param>
    /// <param name="identityEndpoint">Another endpoint of the identity service, already checked; null for the provider's.</param>
    public static ProviderSession Open(ICredentialProvider source, CloudCredential credential, Uri? endpoint, Uri? identityEndpoint = null)
    {
        ProviderDescriptor provider = credential.Provider;
        Uri? otherIdentity = identityEndpoint ?? credential.IamEndpoint ?? IdentityEndpoint(endpoint ?? credential.Endpoint);
        return new ProviderSession
        {
            Provider = provider,
            Account = credential.Account,
            Role = credential.Role,
            Credentials = source,
            Signer = provider.Signer,
            EndpointOf = (service, region) =>
                (service == provider.IdentityService ? otherIdentity : endpoint ?? credential.EndpointFor(service))
                    ?? provider.Endpoints.Resolve(service, region),
        };
    }

    /// <summary>
    /// The endpoint of the identity service that follows from one of another service: none, except on this machine, where one server plays
    /// both.
    /// </summary>
    /// <param name="endpoint">The endpoint of the other service.</param>
    public static Uri? IdentityEndpoint(Uri? endpoint) => endpoint is not null && EndpointPolicy.IsLoopback(endpoint) ? endpoint : null;
}
