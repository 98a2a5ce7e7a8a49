using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

public class EndpointTableTests
{
    [Theory]
    [InlineData(CloudProvider.Alibaba, "ecs", "cn-beijing", "ecs.cn-beijing.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "ecs", "cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "ecs", "cn-shanghai-finance-1", "ecs-cn-hangzhou.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "ecs", "cn-north-2-gov-1", "ecs.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "ram", "cn-beijing", "ram.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "ram", null, "ram.aliyuncs.com")]
    [InlineData(CloudProvider.Tencent, "cvm", "ap-guangzhou", "cvm.tencentcloudapi.com")]
    [InlineData(CloudProvider.Tencent, "cvm", null, "cvm.tencentcloudapi.com")]
    [InlineData(CloudProvider.Tencent, "cvm", "ap-shanghai-fsi", "cvm.ap-shanghai-fsi.tencentcloudapi.com")]
    [InlineData(CloudProvider.Huawei, "dcs", "cn-north-4", "dcs.cn-north-4.myhuaweicloud.com")]
    [InlineData(CloudProvider.Huawei, "iam", "cn-north-4", "iam.cn-north-4.myhuaweicloud.com")]
    [InlineData(CloudProvider.Huawei, "iam", "eu-west-101", "iam.eu-west-101.myhuaweicloud.eu")]
    [InlineData(CloudProvider.Huawei, "dcs", "eu-de", "dcs.eu-de.otc.t-systems.com")]
    [InlineData(CloudProvider.Huawei, "iam", "eu-nl", "iam.eu-nl.otc.t-systems.com")]
    [InlineData(CloudProvider.Huawei, "dcs", "eu-ch2", "dcs.eu-ch2.sc.otc.t-systems.com")]
    [InlineData(CloudProvider.Huawei, "iam", "eu-ch2", "iam-pub.eu-ch2.sc.otc.t-systems.com")]
    [InlineData(CloudProvider.Huawei, "dcs", "eu-west-0", "dcs.eu-west-0.prod-cloud-ocb.orange-business.com")]
    [InlineData(CloudProvider.Zenlayer, "console", null, "console.zenlayer.com")]
    public void A_service_answers_at_its_published_host(CloudProvider provider, string service, string? region, string host)
    {
        Uri endpoint = ProviderEndpoints.Of(provider).Resolve(service, region);

        Assert.Equal("https", endpoint.Scheme);
        Assert.Equal(host, endpoint.Authority);
        Assert.Equal("/", endpoint.AbsolutePath);
    }

    [Theory]
    [InlineData(CloudProvider.Alibaba, "ecs", "xx-newtown-7", "ecs.xx-newtown-7.aliyuncs.com")]
    [InlineData(CloudProvider.Tencent, "cvm", "ap-newtown-fsi", "cvm.ap-newtown-fsi.tencentcloudapi.com")]
    [InlineData(CloudProvider.Huawei, "dcs", "xx-newtown-7", "dcs.xx-newtown-7.myhuaweicloud.com")]
    public void A_region_opened_after_the_release_gets_the_endpoint_of_the_pattern(CloudProvider provider, string service, string region, string host)
        => Assert.Equal(host, ProviderEndpoints.Of(provider).Resolve(service, region).Host);

    [Theory]
    [InlineData("evil.example/")]
    [InlineData("evil.example#")]
    [InlineData("a.evil.example")]
    [InlineData("a@evil")]
    [InlineData("CN-HANGZHOU")]
    [InlineData("-cn")]
    [InlineData("cn-")]
    [InlineData("cn--hangzhou")]
    [InlineData("c")]
    [InlineData("1cn")]
    [InlineData("cn hangzhou")]
    [InlineData("cn-hang\u0007zhou")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_malformed_region_is_an_error_that_names_it(string region)
    {
        foreach (CloudProvider provider in Enum.GetValues<CloudProvider>().Where(p => p != CloudProvider.Zenlayer))
        {
            string service = ServicesOf(provider)[0];

            ArgumentException error = Assert.Throws<ArgumentException>(() => ProviderEndpoints.Of(provider).Resolve(service, region));

            Assert.Contains("is not a region id", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(error.Message, character => character < ' ');
        }
    }

    [Fact]
    public void A_missing_region_is_an_error_only_where_endpoints_are_regional()
    {
        EndpointTable alibaba = ProviderEndpoints.Of(CloudProvider.Alibaba);

        ArgumentException error = Assert.Throws<ArgumentException>(() => alibaba.Resolve("ecs", null));

        Assert.Contains("cn-hangzhou", error.Message, StringComparison.Ordinal);
        Assert.True(alibaba.NeedsRegion("ecs"));
        Assert.False(alibaba.NeedsRegion("ram"));
        Assert.False(ProviderEndpoints.Of(CloudProvider.Tencent).NeedsRegion("cvm"));
        Assert.True(ProviderEndpoints.Of(CloudProvider.Huawei).NeedsRegion("dcs"));
        Assert.False(ProviderEndpoints.Of(CloudProvider.Zenlayer).NeedsRegion("console"));
    }

    [Fact]
    public void An_unknown_service_is_an_error()
        => Assert.Throws<ArgumentException>(() => ProviderEndpoints.Of(CloudProvider.Tencent).Resolve("ecs", "ap-guangzhou"));

    [Fact]
    public void Every_region_and_alternative_in_the_tables_is_well_formed_and_belongs_to_its_provider()
    {
        foreach (CloudProvider provider in Enum.GetValues<CloudProvider>())
        {
            EndpointTable table = ProviderEndpoints.Of(provider);

            Assert.Equal(provider, table.Provider);
            Assert.Equal(table.Regions.Count, new HashSet<string>(table.Regions.Select(region => region.Id)).Count);
            foreach (string service in ServicesOf(provider))
            {
                IEnumerable<Uri> endpoints = table.Regions.Select(region => table.Resolve(service, region.Id)).Concat(table.Alternatives(service));
                Assert.All(endpoints, endpoint => Assert.True(EndpointPolicy.BelongsToProvider(provider, endpoint), endpoint.Host));
            }
        }
    }

    [Fact]
    public void The_international_site_of_Tencent_is_offered()
        => Assert.Contains(new Uri("https://cvm.intl.tencentcloudapi.com"), ProviderEndpoints.Of(CloudProvider.Tencent).Alternatives("cvm"));

    private static string[] ServicesOf(CloudProvider provider) => provider switch
    {
        CloudProvider.Alibaba => ["ecs", "ram"],
        CloudProvider.Tencent => ["cvm"],
        CloudProvider.Huawei => ["dcs", "iam"],
        _ => ["console"],
    };
}
