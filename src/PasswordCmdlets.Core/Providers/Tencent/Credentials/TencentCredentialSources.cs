using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Providers.Tencent.Credentials;

/// <summary>The credential sources of Tencent Cloud's tools.</summary>
internal static class TencentCredentialSources
{
    // tccli options_define.py (_TOKEN), tencentcloud-sdk-nodejs (_SESSION_TOKEN), terraform-provider-tencentcloud (_SECURITY_TOKEN);
    // the second spelling is what the serverless runtime sets. Role and TKE variables: tccli and tencentcloud-sdk-go
    // oidc_role_arn_provider.go.
    public static CredentialSources All { get; } = new(
        Environment:
        [
            new EnvironmentCredentialSource(
                new("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")
                {
                    SecurityToken = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"],
                    Role = TencentRoleSettings.OfKeys,
                },
                new("TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY") { SecurityToken = ["TENCENTCLOUD_SESSIONTOKEN"] }),
            TencentRoleSettings.OfToken,
        ],
        Files: [new TccliStore(), new TencentIniStore()],
        Role: new TencentInstanceRole())
    {
        RoleVariables = ["TENCENTCLOUD_ROLE_ARN", "TKE_ROLE_ARN", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE"],
        RoleAdvice = "To assume the role with a key, set TENCENTCLOUD_ROLE_ARN and TENCENTCLOUD_ROLE_SESSION_NAME beside "
            + "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY; with a token, set TKE_ROLE_ARN, TKE_PROVIDER_ID and "
            + "TKE_WEB_IDENTITY_TOKEN_FILE, and no key",
        Settings = new() { RegionVariables = ["TENCENTCLOUD_REGION"] },
    };
}
