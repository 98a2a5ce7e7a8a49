namespace PasswordCmdlets.Core.Credentials.Zenlayer;

/// <summary>Where Zenlayer's tools look for a credential. There is no metadata service.</summary>
internal static class ZenlayerPlaces
{
    // terraform-provider-zenlayercloud zenlayercloud/provider.go; zenlayercloud-cli cmd/root.go, where the token wins over the keys.
    public static CredentialPlaces All { get; } = new(
        Environment:
        [
            new EnvironmentKeysPlace(new EnvironmentKeys("ZENLAYERCLOUD_ACCESS_KEY_ID", "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD") { Endpoint = ["ZENLAYERCLOUD_DOMAIN"] }),
            new ZenlayerTokenPlace(),
            new EnvironmentKeysPlace(new EnvironmentKeys("ZENLAYER_ACCESS_KEY_ID", "ZENLAYER_ACCESS_KEY_SECRET") { Endpoint = [ZenlayerTokenPlace.Endpoint] }),
        ],
        Files: [new ZenlayerCliStore()],
        Role: null);
}
