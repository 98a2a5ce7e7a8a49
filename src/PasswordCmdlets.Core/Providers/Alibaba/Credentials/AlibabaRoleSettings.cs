using System;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Alibaba.Credentials;

/// <summary>The variables of a role, and where STS is asked for it.</summary>
internal static class AlibabaRoleSettings
{
    /// <summary>
    /// The role of an OIDC token. Variables: aliyun/credentials-go credentials/providers/oidc.go; aliyun-cli reads the prefix
    /// <c>ALIBABACLOUD_</c> too.
    /// </summary>
    /// <param name="prefix">What the variables begin with: <c>ALIBABA_CLOUD</c>.</param>
    public static RoleVariables OfToken(string prefix)
    {
        string role = prefix + "_ROLE_ARN";
        string provider = prefix + "_OIDC_PROVIDER_ARN";
        string file = prefix + "_OIDC_TOKEN_FILE";
        RoleNames names = new()
        {
            Role = role,
            IdentityProvider = provider,
            TokenFile = file,
            SessionName = "ALIBABA_CLOUD_ROLE_SESSION_NAME",
        };
        return new RoleVariables(
            (search, source) => At(search, endpoint: null, region: null, isInVpc: false, new RoleRequest
            {
                Source = source,
                Role = search.Variable(role),
                Origin = new TokenFileOrigin(search.Variable(file), file),
                SessionName = search.Variable(names.SessionName),
                IdentityProvider = search.Variable(provider),
                Settings = new() { Region = EnvironmentSettings.Region(search), Endpoint = search.Variable("ALIBABA_CLOUD_ENDPOINT") },
                Names = names,
            }),
            role, provider, file);
    }

    /// <summary>
    /// A role with the endpoint of STS: that of the profile, else of the variables, else that of the region of STS, else the central one.
    /// The region of the instances is not that of STS: some regions have no STS of their own (aliyun/credentials-go, sts_endpoint).
    /// </summary>
    /// <param name="search">The search and its options.</param>
    /// <param name="endpoint">The endpoint of the profile.</param>
    /// <param name="region">The region of STS in the profile.</param>
    /// <param name="isInVpc">Whether the profile asks for the endpoint within the virtual private cloud.</param>
    /// <param name="role">The role.</param>
    public static RoleRequest At(CredentialSearch search, string? endpoint, string? region, bool isInVpc, RoleRequest role)
    {
        endpoint ??= search.Variable("ALIBABA_CLOUD_STS_ENDPOINT");
        region ??= search.Variable("ALIBABA_CLOUD_STS_REGION");
        isInVpc |= string.Equals(search.Variable("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"), "true", StringComparison.OrdinalIgnoreCase);
        if (endpoint is null && EndpointTable.IsRegionId(region))
        {
            // alibabacloud.com/help/en/ram/endpoints; aliyun/credentials-go credentials/providers/oidc.go.
            endpoint = $"{(isInVpc ? "sts-vpc" : "sts")}.{region}.aliyuncs.com";
        }

        return role with { ServiceEndpoint = endpoint, ServiceRegion = region };
    }
}
