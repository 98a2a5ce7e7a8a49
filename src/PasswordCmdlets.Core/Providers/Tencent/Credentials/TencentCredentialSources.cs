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
        Settings = new() { RegionVariables = ["TENCENTCLOUD_REGION"] },
    };
}
