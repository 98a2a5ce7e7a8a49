using System.Collections.Frozen;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The regions of ECS (help.aliyun.com/en/ecs/developer-reference/api-ecs-2014-05-26-endpoint).</summary>
internal static class EcsRegions
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "cn-qingdao", "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu", "cn-hangzhou", "cn-shanghai", "cn-nanjing",
            "cn-fuzhou",
        "cn-wuhan-lr", "cn-shenzhen", "cn-heyuan", "cn-guangzhou", "cn-chengdu", "cn-zhengzhou-jva", "cn-hongkong", "ap-southeast-1",
        "ap-southeast-3", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ap-northeast-1", "ap-northeast-2", "us-west-1",
            "us-east-1",
        "na-south-1", "eu-central-1", "eu-west-1", "me-east-1", "me-central-1", "cn-beijing-finance-1", "cn-hangzhou-finance",
        "cn-shanghai-finance-1", "cn-shenzhen-finance-1", "cn-north-2-gov-1",
    ]);

    /// <summary>Whether a region exists.</summary>
    /// <param name="region">The region.</param>
    public static bool Contains(string region) => Names.Contains(region);
}
