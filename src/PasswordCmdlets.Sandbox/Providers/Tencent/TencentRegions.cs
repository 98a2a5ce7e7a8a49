using System.Collections.Frozen;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>The regions of CVM (cloud.tencent.com/document/api/213/15692).</summary>
internal static class TencentRegions
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "ap-bangkok", "ap-beijing", "ap-chengdu", "ap-chongqing", "ap-guangzhou", "ap-hongkong", "ap-jakarta", "ap-mumbai", "ap-nanjing",
        "ap-seoul", "ap-shanghai", "ap-shanghai-fsi", "ap-shenzhen", "ap-shenzhen-fsi", "ap-beijing-fsi", "ap-singapore", "ap-tokyo",
        "ap-taipei", "eu-frankfurt", "na-ashburn", "na-siliconvalley", "sa-saopaulo", "na-toronto", "eu-moscow", "ap-qingyuan",
    ]);

    /// <summary>Whether a region exists.</summary>
    /// <param name="region">The region.</param>
    public static bool Contains(string region) => Names.Contains(region);
}
