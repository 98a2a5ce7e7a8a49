using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Zenlayer;

/// <summary>The endpoints of Zenlayer.</summary>
internal static class ZenlayerEndpoints
{
    public const string Provider = "Zenlayer";

    public const string Console = "console";

    // One host for everything: zenlayer/zenlayercloud-cli internal/loader/loader.go. An instance id is enough,
    // so there are no regions to choose.
    public static EndpointTable Table { get; } = new(
        Provider,
        [],
        ["zenlayer.com"],
        new ServiceEndpoints(Console, new EndpointRule("*", "console.zenlayer.com")));
}
