using System;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>Where a role is assumed.</summary>
internal static class RoleEndpoint
{
    /// <summary>
    /// The endpoint of the command where it is one of this machine or of the identity service; else that of the source, which has to be a
    /// service host of the provider; else the provider's own.
    /// </summary>
    /// <exception cref="CredentialUnavailableException">The endpoint or the region of the source cannot be used.</exception>
    public static Uri Of(RoleRequest role, IRoleService service, CredentialSearch search)
    {
        if (search.Query.IdentityEndpoint is { } specified)
        {
            return specified;
        }

        if (role.ServiceEndpoint is { } text)
        {
            return EndpointPolicy.TryParse(text, out Uri? endpoint) && EndpointPolicy.BelongsToProvider(search.Provider, endpoint)
                ? endpoint
                : throw new CredentialUnavailableException(
                    $"the endpoint to assume the role at, {PrintableText.Of(text)}, is not an https service host of {search.Provider}; "
                        + "correct or remove it");
        }

        if (role.ServiceRegion is { } region && !EndpointTable.IsRegionId(region))
        {
            throw new CredentialUnavailableException(
                $"the region to assume the role in, '{PrintableText.Of(region)}', is not a region id; correct or remove it");
        }

        try
        {
            return search.Provider.Endpoints.Resolve(service.Service, role.ServiceRegion);
        }
        catch (ArgumentException)
        {
            throw new CredentialUnavailableException("needs a region to assume the role in; set it in the same source");
        }
    }
}
