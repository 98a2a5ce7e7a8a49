using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Providers.Huawei.Credentials;

/// <summary>The agencies and identity providers that variables and files specify.</summary>
internal static class HuaweiRoleSettings
{
    // IAM is global on Huawei Cloud itself; the clouds that are built on it have their own address in the source.
    private const string GlobalIam = "iam.myhuaweicloud.com";

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

    /// <summary>The exchange of a token for the keys of a user of an identity provider.</summary>
    public static RoleRequest OfIdentityProvider(CredentialSearch search, string source, string? identityProvider, string? tokenFile,
        CredentialSettings settings, RoleNames names) => new()
        {
            Source = source,
            Role = null,
            Origin = new TokenFileOrigin(tokenFile, names.TokenFile),
            IdentityProvider = identityProvider,
            DomainId = settings.DomainId,
            ServiceEndpoint = settings.IamEndpoint ?? search.Variable("HUAWEICLOUD_SDK_IAM_ENDPOINT") ?? GlobalIam,
            Settings = settings,
            Names = names,
        };

    /// <summary>The agency of terraform-provider-huaweicloud (provider.go, assume_role); null where none is specified.</summary>
    public static RoleRequest? OfTerraform(CredentialSearch search, string source, CredentialDraft keys) => OfAgency(
        search, source, keys, "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME", "HW_ASSUME_ROLE_DOMAIN_ID",
        "HW_ASSUME_ROLE_DURATION", keys.ProjectName);

    /// <summary>The agency of gophertelekomcloud (openstack/auth_env.go); null where none is specified.</summary>
    public static RoleRequest? OfOpenStack(CredentialSearch search, string source, CredentialDraft keys) => OfAgency(
        search, source, keys, "OS_AGENCY_NAME", "OS_AGENCY_DOMAIN_NAME", domainId: null, duration: null,
        search.Variable("OS_DELEGATED_PROJECT") ?? keys.ProjectName);

    // The project id of the keys is one of their own account.
    private static RoleRequest? OfAgency(CredentialSearch search, string source, CredentialDraft keys, string agency, string domainName,
        string? domainId, string? duration, string? project) => search.Variable(agency) is { } name
        ? new RoleRequest
        {
            Source = $"{source}, {agency}",
            Role = name,
            Origin = new KeyOrigin(keys),
            DomainName = search.Variable(domainName),
            DomainId = domainId is null ? null : search.Variable(domainId),
            Duration = duration is null ? null : search.Variable(duration),
            ServiceEndpoint = keys.IamEndpoint ?? GlobalIam,
            Settings = new() { Region = keys.Region, ProjectName = project, IamEndpoint = keys.IamEndpoint },
            Names = new() { Role = agency, Domain = domainName, Duration = duration ?? "the duration" },
        }
        : null;
}
