using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Credentials;

/// <summary>The credential sources of Zenlayer's tools. There is no metadata service.</summary>
internal static class ZenlayerCredentialSources
{
    // terraform-provider-zenlayercloud zenlayercloud/provider.go; zenlayercloud-cli cmd/root.go, where the token wins over the keys.
    public static CredentialSources All { get; } = new(
        Environment:
        [
            new EnvironmentCredentialSource(new EnvironmentKeys("ZENLAYERCLOUD_ACCESS_KEY_ID", "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD")
            {
                Endpoint = ["ZENLAYERCLOUD_DOMAIN"],
            }),
            new ZenlayerTokenCredentialSource(),
            new EnvironmentCredentialSource(new EnvironmentKeys("ZENLAYER_ACCESS_KEY_ID", "ZENLAYER_ACCESS_KEY_SECRET")
            {
                Endpoint = [ZenlayerTokenCredentialSource.Endpoint],
            }),
        ],
        Files: [new ZenlayerCliStore()],
        Role: null);
}
