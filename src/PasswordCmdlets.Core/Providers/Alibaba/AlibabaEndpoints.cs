using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>The endpoints of Alibaba Cloud.</summary>
internal static class AlibabaEndpoints
{
    public const string Provider = "Alibaba";

    public const string Ecs = "ecs";
    public const string Ram = "ram";
    public const string Sts = "sts";

    private const string Hangzhou = "ecs-cn-hangzhou.aliyuncs.com";
    private const string Central = "ecs.aliyuncs.com";

    // Regions: alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-endpoint (January 2026).
    // Exceptions: _endpointMap of the official SDK, aliyun/alibabacloud-csharp-sdk ecs-20140526/core/Client.cs, the regions
    // that customers have; all others are "regional" there, which is ecs.<region>.aliyuncs.com.
    public static EndpointTable Table { get; } = new(
        Provider,
        [
            new("cn-hangzhou", "China (Hangzhou)"),
            new("cn-shanghai", "China (Shanghai)"),
            new("cn-beijing", "China (Beijing)"),
            new("cn-shenzhen", "China (Shenzhen)"),
            new("cn-guangzhou", "China (Guangzhou)"),
            new("cn-heyuan", "China (Heyuan)"),
            new("cn-qingdao", "China (Qingdao)"),
            new("cn-zhangjiakou", "China (Zhangjiakou)"),
            new("cn-huhehaote", "China (Hohhot)"),
            new("cn-wulanchabu", "China (Ulanqab)"),
            new("cn-chengdu", "China (Chengdu)"),
            new("cn-nanjing", "China (Nanjing - Local Region)"),
            new("cn-fuzhou", "China (Fuzhou - Local Region)"),
            new("cn-wuhan-lr", "China (Wuhan - Local Region)"),
            new("cn-zhengzhou-jva", "China (Zhengzhou - CUCC Joint Venture)"),
            new("cn-hongkong", "China (Hong Kong)"),
            new("ap-southeast-1", "Singapore"),
            new("ap-southeast-3", "Malaysia (Kuala Lumpur)"),
            new("ap-southeast-5", "Indonesia (Jakarta)"),
            new("ap-southeast-6", "Philippines (Manila)"),
            new("ap-southeast-7", "Thailand (Bangkok)"),
            new("ap-northeast-1", "Japan (Tokyo)"),
            new("ap-northeast-2", "South Korea (Seoul)"),
            new("us-west-1", "US (Silicon Valley)"),
            new("us-east-1", "US (Virginia)"),
            new("na-south-1", "Mexico"),
            new("eu-central-1", "Germany (Frankfurt)"),
            new("eu-west-1", "UK (London)"),
            new("me-east-1", "UAE (Dubai)"),
            new("me-central-1", "SAU (Riyadh - Partner Region)"),
            new("cn-hangzhou-finance", "China East 1 Finance"),
            new("cn-shanghai-finance-1", "China East 2 Finance"),
            new("cn-shenzhen-finance-1", "China South 1 Finance"),
            new("cn-beijing-finance-1", "China North 2 Finance"),
            new("cn-north-2-gov-1", "China North 2 Gov"),
        ],
        ["aliyuncs.com"],
        new ServiceEndpoints(
            Ecs,
            new("cn-hangzhou", Hangzhou),
            new("cn-shanghai-finance-1", Hangzhou),
            new("cn-shenzhen-finance-1", Hangzhou),
            new("cn-hangzhou-finance", Central),
            new("cn-north-2-gov-1", Central),
            new("cn-beijing-gov-1", Central),
            new("cn-beijing-finance-pop", Central),
            new("cn-hongkong-finance-pop", Central),
            new("ap-northeast-2-pop", Central),
            new("rus-west-1-pop", Central),
            new("cn-fujian", Hangzhou),
            new("cn-wuhan", Central),
            new("cn-zhangbei", Central),
            new("cn-yushanfang", Central),
            new("cn-edge-1", "ecs.cn-qingdao-nebula.aliyuncs.com"),
            new("*", "ecs.{region}.aliyuncs.com")),

        // RAM has one endpoint for all regions: alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-endpoint.
        new ServiceEndpoints(Ram, new EndpointRule("*", "ram.aliyuncs.com")),

        // The central endpoint: alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-endpoint.
        new ServiceEndpoints(Sts, new EndpointRule("*", "sts.aliyuncs.com")));
}
