using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>The endpoints of Tencent Cloud.</summary>
internal static class TencentEndpoints
{
    public const string Provider = "Tencent";

    public const string Cvm = "cvm";

    public const string Lighthouse = "lighthouse";

    public const string Sts = "sts";

    // Endpoints: tencentcloud.com/document/product/213/31573. The central name leads to the nearest entry for every region but the
    // financial ones, which have their own. Regions: tencentcloud-sdk-go tencentcloud/common/regions/regions.go and
    // tencentcloud.com/document/product/213/31572.
    public static EndpointTable Table { get; } = new(
        Provider,
        [
            new("ap-guangzhou", "South China (Guangzhou)"),
            new("ap-shanghai", "East China (Shanghai)"),
            new("ap-nanjing", "East China (Nanjing)"),
            new("ap-beijing", "North China (Beijing)"),
            new("ap-chengdu", "Southwest China (Chengdu)"),
            new("ap-chongqing", "Southwest China (Chongqing)"),
            new("ap-hongkong", "Hong Kong, Macao and Taiwan (Hong Kong, China)"),
            new("ap-singapore", "Southeast Asia (Singapore)"),
            new("ap-jakarta", "Southeast Asia (Jakarta)"),
            new("ap-bangkok", "Southeast Asia (Bangkok)"),
            new("ap-mumbai", "South Asia (Mumbai)"),
            new("ap-seoul", "Northeast Asia (Seoul)"),
            new("ap-tokyo", "Northeast Asia (Tokyo)"),
            new("na-siliconvalley", "US West (Silicon Valley)"),
            new("na-ashburn", "US East (Virginia)"),
            new("na-toronto", "North America (Toronto)"),
            new("sa-saopaulo", "South America (Sao Paulo)"),
            new("eu-frankfurt", "Europe (Frankfurt)"),
            new("eu-moscow", "Europe (Moscow)"),
            new("ap-shanghai-fsi", "East China (Shanghai Finance)"),
            new("ap-shenzhen-fsi", "South China (Shenzhen Finance)"),
            new("ap-beijing-fsi", "North China (Beijing Finance)"),
        ],

        // intl: the international site; internal: within Tencent Cloud; tencentcloud-sdk-java EndpointFailoverInterceptor falls back to the
        // last two.
        ["tencentcloudapi.com", "intl.tencentcloudapi.com", "internal.tencentcloudapi.com", "tencentcloudapi.com.cn", "tencentcloudapi.cn"],
        new ServiceEndpoints(
            Cvm,
            new("*-fsi", "cvm.{region}.tencentcloudapi.com"),
            new("*", "cvm.tencentcloudapi.com")),
        new ServiceEndpoints(Lighthouse, new EndpointRule("*", "lighthouse.tencentcloudapi.com")),

        // cloud.tencent.com/document/product/1312/48197
        new ServiceEndpoints(Sts, new EndpointRule("*", "sts.tencentcloudapi.com")));
}
