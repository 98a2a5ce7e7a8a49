using System;
using System.Linq;
using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Providers.Huawei.Credentials;

/// <summary>The credential sources of the tools of Huawei Cloud, Open Telekom Cloud and FlexibleEngine.</summary>
internal static class HuaweiCredentialSources
{
    private const string UseTemporaryKeys =
        "get temporary keys yourself and set HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and HUAWEICLOUD_SDK_SECURITY_TOKEN, "
            + "or specify -AccessKey and -SecurityToken";

    // huaweicloud-sdk-python-v3 huaweicloudsdkcore/auth/provider.py; terraform-provider-huaweicloud provider.go (HW_…, OS_…);
    // gophertelekomcloud openstack/loader.go and auth_env.go (OS_… with its other spellings).
    public static CredentialSources All { get; } = new(
        Environment:
        [
            // huaweicloud-sdk-python-v3 auth/provider.py and terraform-provider-huaweicloud config.go (LoadAndValidate): these come before
            // the keys.
            HuaweiRoleSettings.OfToken,
            HuaweiRoleSettings.OfTerraformToken,
            new EnvironmentCredentialSource(
                new("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK")
                {
                    SecurityToken = ["HUAWEICLOUD_SDK_SECURITY_TOKEN"],
                    IamEndpoint = ["HUAWEICLOUD_SDK_IAM_ENDPOINT"],
                },
                new("HW_ACCESS_KEY", "HW_SECRET_KEY")
                {
                    SecurityToken = ["HW_SECURITY_TOKEN"],
                    IamEndpoint = ["HW_AUTH_URL"],
                    Role = HuaweiRoleSettings.OfTerraform,
                },
                new("OS_ACCESS_KEY", "OS_SECRET_KEY")
                {
                    SecurityToken = OpenStackTokens,
                    IamEndpoint = ["OS_AUTH_URL"],
                    Role = HuaweiRoleSettings.OfOpenStack,
                },
                new("OS_ACCESS_KEY_ID", "OS_ACCESS_KEY_SECRET")
                {
                    SecurityToken = OpenStackTokens,
                    IamEndpoint = ["OS_AUTH_URL"],
                    Role = HuaweiRoleSettings.OfOpenStack,
                },
                new("OS_AK", "OS_SK")
                {
                    SecurityToken = OpenStackTokens,
                    IamEndpoint = ["OS_AUTH_URL"],
                    Role = HuaweiRoleSettings.OfOpenStack,
                }),
            new OpenStackCredentialSource(),
        ],
        Files: [new HuaweiIniStore(), new CloudsYamlStore()],
        Role: new HuaweiInstanceRole())
    {
        // HW_ASSUME_ROLE_IDP_ID is not among them: it ends the search when it cannot be used.
        RoleVariables =
        [
            "HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE", "HW_ASSUME_ROLE_ID_TOKEN_FILE", "HW_ASSUME_ROLE_AGENCY_NAME",
            "OS_AGENCY_NAME",
        ],
        RoleAdvice = "To assume an agency, set its variables beside keys of the same prefix, HW_ or OS_; to use a token, set "
            + "HUAWEICLOUD_SDK_IDP_ID and HUAWEICLOUD_SDK_ID_TOKEN_FILE, or HW_ASSUME_ROLE_IDP_ID and HW_ASSUME_ROLE_ID_TOKEN_FILE",

        // terraform-provider-huaweicloud provider.go; gophertelekomcloud openstack/loader.go also knows OS_REGION_ID.
        Settings = new()
        {
            RegionVariables = ["HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION_ID"],
            ProjectIdVariables = ["HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID"],
            ProjectNameVariables = ["HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME"],
            DomainIdVariables = ["HUAWEICLOUD_SDK_DOMAIN_ID", "HW_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID"],
            RegionOfProject = RegionOfProject,
        },
        Last = [new UnsupportedCredentialSource("a pod identity", UseTemporaryKeys, "HC_CONTAINER_CREDENTIALS_FULL_URI",
            "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE")],
    };

    /// <summary>
    /// Projects are named after their region, <c>eu-de</c> or <c>eu-de_team</c>; gophertelekomcloud computes the region so.
    /// </summary>
    public static string? RegionOfProject(string? projectName)
    {
        string? region = projectName?.Split('_')[0];
        return HuaweiEndpoints.Table.Regions.Any(known => string.Equals(known.Id, region, StringComparison.Ordinal)) ? region : null;
    }

    private static string[] OpenStackTokens => ["OS_SECURITY_TOKEN", "OS_AKSK_SECURITY_TOKEN", "OS_ST"];
}
