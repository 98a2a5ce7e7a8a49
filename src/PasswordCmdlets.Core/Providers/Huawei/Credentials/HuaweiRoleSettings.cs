using System;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Huawei.Credentials;

/// <summary>The agencies and identity providers that variables and files specify.</summary>
internal static class HuaweiRoleSettings
{
    private const string GlobalDomain = "myhuaweicloud.com";
    private const string GlobalIam = "iam." + GlobalDomain;

    /// <summary>A token of an identity provider: huaweicloud-sdk-go-v3 core/auth/provider/env.go.</summary>
    public static RoleVariables OfToken { get; } = new(
        static (search, source) => OfIdentityProvider(search, source,
            search.Variable("HUAWEICLOUD_SDK_IDP_ID"),
            search.Variable("HUAWEICLOUD_SDK_ID_TOKEN_FILE"),
            new CredentialSettings
            {
                Region = EnvironmentSettings.Region(search),
                ProjectId = EnvironmentSettings.ProjectId(search),
                ProjectName = EnvironmentSettings.ProjectName(search),
                DomainId = EnvironmentSettings.DomainId(search),
                IamEndpoint = search.Variable("HUAWEICLOUD_SDK_IAM_ENDPOINT"),
            },
            new RoleNames { IdentityProvider = "HUAWEICLOUD_SDK_IDP_ID", TokenFile = "HUAWEICLOUD_SDK_ID_TOKEN_FILE" }),
        "HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE");

    /// <summary>
    /// A token of an identity provider in terraform-provider-huaweicloud (provider.go, assume_role_with_oidc), and the agency that is
    /// assumed with its keys. As there, the identity provider alone asks for it: without a token file the search ends, because an access
    /// key would be another identity.
    /// </summary>
    public static RoleVariables OfTerraformToken { get; } = new(
        static (search, source) =>
        {
            CredentialSettings settings = new()
            {
                Region = EnvironmentSettings.Region(search),
                ProjectId = EnvironmentSettings.ProjectId(search),
                ProjectName = EnvironmentSettings.ProjectName(search),
                DomainId = EnvironmentSettings.DomainId(search),
                IamEndpoint = search.Variable("HW_AUTH_URL"),
            };
            RoleRequest user = OfIdentityProvider(search, source, search.Variable("HW_ASSUME_ROLE_IDP_ID"),
                search.Variable("HW_ASSUME_ROLE_ID_TOKEN_FILE"), settings,
                new RoleNames { IdentityProvider = "HW_ASSUME_ROLE_IDP_ID", TokenFile = "HW_ASSUME_ROLE_ID_TOKEN_FILE" },
                tokenVariable: "HW_ASSUME_ROLE_ID_TOKEN");
            return OfTerraform(search, source, new ChainedOrigin(user), settings) ?? user;
        },
        "HW_ASSUME_ROLE_IDP_ID");

    /// <summary>The exchange of a token for the keys of a user of an identity provider.</summary>
    public static RoleRequest OfIdentityProvider(CredentialSearch search, string source, string? identityProvider, string? tokenFile,
        CredentialSettings settings, RoleNames names, string? tokenVariable = null) => new()
        {
            Source = source,
            Role = null,
            Origin = new TokenFileOrigin(tokenFile, names.TokenFile) { TokenVariable = tokenVariable },
            IdentityProvider = identityProvider,
            DomainId = settings.DomainId,
            ServiceEndpoint = settings.IamEndpoint ?? search.Variable("HUAWEICLOUD_SDK_IAM_ENDPOINT") ?? GlobalIamOf(settings.Region),
            ServiceRegion = settings.Region,
            Settings = settings,
            Names = names,
        };

    /// <summary>The agency of terraform-provider-huaweicloud (provider.go, assume_role); null where none is specified.</summary>
    public static RoleRequest? OfTerraform(CredentialSearch search, string source, CredentialDraft keys) =>
        OfTerraform(search, source, new KeyOrigin(keys), SettingsOf(keys, keys.ProjectName));

    /// <summary>The agency of gophertelekomcloud (openstack/auth_env.go); null where none is specified.</summary>
    public static RoleRequest? OfOpenStack(CredentialSearch search, string source, CredentialDraft keys) => OfAgency(
        search, source, new KeyOrigin(keys), SettingsOf(keys, search.Variable("OS_DELEGATED_PROJECT") ?? keys.ProjectName),
        "OS_AGENCY_NAME", "OS_AGENCY_DOMAIN_NAME", domainId: null, duration: null);

    // IAM is global on Huawei Cloud itself. A cloud of another operator has its own, which must be the only one to receive the token.
    private static string? GlobalIamOf(string? region) =>
        EndpointTable.IsRegionId(region)
        && !HuaweiEndpoints.Table.Resolve(HuaweiEndpoints.Iam, region).Host.EndsWith("." + GlobalDomain, StringComparison.Ordinal)
            ? null
            : GlobalIam;

    private static RoleRequest? OfTerraform(CredentialSearch search, string source, RoleOrigin origin, CredentialSettings settings) =>
        OfAgency(search, source, origin, settings, "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME",
            "HW_ASSUME_ROLE_DOMAIN_ID", "HW_ASSUME_ROLE_DURATION");

    private static CredentialSettings SettingsOf(CredentialDraft keys, string? project) =>
        new() { Region = keys.Region, ProjectName = project, IamEndpoint = keys.IamEndpoint };

    // The project id and the domain id of the origin are those of its own account.
    private static RoleRequest? OfAgency(CredentialSearch search, string source, RoleOrigin origin, CredentialSettings settings,
        string agency, string domainName, string? domainId, string? duration) => search.Variable(agency) is { } name
        ? new RoleRequest
        {
            Source = $"{source}, {agency}",
            Role = name,
            Origin = origin,
            DomainName = search.Variable(domainName),
            DomainId = domainId is null ? null : search.Variable(domainId),
            Duration = duration is null ? null : search.Variable(duration),
            ServiceEndpoint = settings.IamEndpoint ?? GlobalIamOf(settings.Region),
            ServiceRegion = settings.Region,
            Settings = settings with { ProjectId = null, DomainId = null },
            Names = new() { Role = agency, Domain = domainName, Duration = duration ?? "the duration" },
        }
        : null;
}
