using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Providers.Tencent.Credentials;

/// <summary>The credential sources of Tencent Cloud's tools.</summary>
internal static class TencentCredentialSources
{
    public const string UseTemporaryKeys =
        "assume the role yourself and set TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_TOKEN, "
            + "or specify -AccessKey and -SecurityToken";

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
                    Role = ["TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_ROLE_SESSION_NAME"],
                },
                new("TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY") { SecurityToken = ["TENCENTCLOUD_SESSIONTOKEN"] }),
        ],
        Files: [new TccliStore(), new TencentIniStore()],
        Role: new TencentInstanceRole())
    {
        Settings = new() { RegionVariables = ["TENCENTCLOUD_REGION"] },
        Last = [new UnsupportedCredentialSource("a role by OIDC", UseTemporaryKeys, "TKE_ROLE_ARN", "TKE_PROVIDER_ID",
            "TKE_WEB_IDENTITY_TOKEN_FILE")],
    };
}
