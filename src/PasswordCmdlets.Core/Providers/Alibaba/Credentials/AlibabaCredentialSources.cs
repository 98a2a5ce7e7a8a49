using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Providers.Alibaba.Credentials;

/// <summary>The credential sources of Alibaba Cloud's tools.</summary>
internal static class AlibabaCredentialSources
{
    private static readonly AlibabaInstanceRole Instance = new();

    // Order: aliyun/credentials-csharp DefaultCredentialsProvider. Spellings: its AuthUtils; aliyun-cli config/profile.go for
    // ALIBABACLOUD_, ALICLOUD_ and the bare names; terraform-provider-alicloud for ALICLOUD_ACCESS_KEY. The bare names belong to no
    // provider, so their region counts only with them.
    public static CredentialSources All { get; } = new(
        Environment:
        [
            new EnvironmentCredentialSource(
                new("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
                {
                    SecurityToken = ["ALIBABA_CLOUD_SECURITY_TOKEN"],
                    Endpoint = ["ALIBABA_CLOUD_ENDPOINT"],
                },
                new("ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET") { SecurityToken = ["ALIBABACLOUD_SECURITY_TOKEN"] },
                new("ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET") { SecurityToken = ["ALICLOUD_SECURITY_TOKEN"] },
                new("ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY") { SecurityToken = ["ALICLOUD_SECURITY_TOKEN"] },
                new("ACCESS_KEY_ID", "ACCESS_KEY_SECRET") { SecurityToken = ["SECURITY_TOKEN"], Region = ["REGION_ID", "REGION"] }),
            AlibabaRoleSettings.OfToken("ALIBABA_CLOUD"),
            AlibabaRoleSettings.OfToken("ALIBABACLOUD"),
        ],
        Files: [new AliyunCliStore(Instance), new AlibabaIniStore()],
        Role: Instance)
    {
        // The SDKs use a key beside them as it is; aliyun-cli assumes the role.
        RoleVariables =
        [
            "ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
            "ALIBABACLOUD_ROLE_ARN", "ALIBABACLOUD_OIDC_PROVIDER_ARN", "ALIBABACLOUD_OIDC_TOKEN_FILE",
        ],
        RoleAdvice = "To assume the role with a key, use a profile of mode RamRoleArn ('aliyun configure --mode RamRoleArn'); "
            + "with a token, set ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE, and no key",

        // aliyun-cli config/profile.go; the last two are terraform-provider-alicloud's.
        Settings = new()
        {
            RegionVariables =
            [
                "ALIBABA_CLOUD_REGION_ID", "ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID", "ALICLOUD_REGION", "ALIBABA_CLOUD_REGION",
            ],
        },

        // The SDK sends a GET to whatever address this is and uses the keys that it returns.
        Last = [new UnsupportedCredentialSource("a credentials URI", "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "ALIBABA_CLOUD_CREDENTIALS_URI")],
    };
}
