using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

public class EndpointTableTests
{
    [Theory]
    [InlineData("Alibaba", "ecs", "cn-beijing", "ecs.cn-beijing.aliyuncs.com")]
    [InlineData("Alibaba", "ecs", "cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com")]
    [InlineData("Alibaba", "ecs", "cn-shanghai-finance-1", "ecs-cn-hangzhou.aliyuncs.com")]
    [InlineData("Alibaba", "ecs", "cn-north-2-gov-1", "ecs.aliyuncs.com")]
    [InlineData("Alibaba", "ram", "cn-beijing", "ram.aliyuncs.com")]
    [InlineData("Alibaba", "ram", null, "ram.aliyuncs.com")]
    [InlineData("Tencent", "cvm", "ap-guangzhou", "cvm.tencentcloudapi.com")]
    [InlineData("Tencent", "cvm", null, "cvm.tencentcloudapi.com")]
    [InlineData("Tencent", "cvm", "ap-shanghai-fsi", "cvm.ap-shanghai-fsi.tencentcloudapi.com")]
    [InlineData("Huawei", "dcs", "cn-north-4", "dcs.cn-north-4.myhuaweicloud.com")]
    [InlineData("Huawei", "iam", "cn-north-4", "iam.cn-north-4.myhuaweicloud.com")]
    [InlineData("Huawei", "iam", "eu-west-101", "iam.eu-west-101.myhuaweicloud.eu")]
    [InlineData("Huawei", "dcs", "eu-de", "dcs.eu-de.otc.t-systems.com")]
    [InlineData("Huawei", "iam", "eu-nl", "iam.eu-nl.otc.t-systems.com")]
    [InlineData("Huawei", "dcs", "eu-ch2", "dcs.eu-ch2.sc.otc.t-systems.com")]
    [InlineData("Huawei", "iam", "eu-ch2", "iam-pub.eu-ch2.sc.otc.t-systems.com")]
    [InlineData("Huawei", "dcs", "eu-west-0", "dcs.eu-west-0.prod-cloud-ocb.orange-business.com")]
    [InlineData("Zenlayer", "console", null, "console.zenlayer.com")]
    public void A_service_has_its_published_host(string provider, string service, string? region, string host)
    {
        Uri endpoint = ProviderCatalog.Get(provider).Endpoints.Resolve(service, region);

        Assert.Equal("https", endpoint.Scheme);
        Assert.Equal(host, endpoint.Authority);
        Assert.Equal("/", endpoint.AbsolutePath);
    }

    [Theory]
    [InlineData("Alibaba", "ecs", "xx-newtown-7", "ecs.xx-newtown-7.aliyuncs.com")]
    [InlineData("Tencent", "cvm", "ap-newtown-fsi", "cvm.ap-newtown-fsi.tencentcloudapi.com")]
    [InlineData("Huawei", "dcs", "xx-newtown-7", "dcs.xx-newtown-7.myhuaweicloud.com")]
    public void A_region_opened_after_the_release_gets_the_endpoint_of_the_pattern(string provider, string service,
        string region, string host)
        => Assert.Equal(host, ProviderCatalog.Get(provider).Endpoints.Resolve(service, region).Host);

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
    public void The_error_of_a_malformed_region_shows_it(string region)
    {
        foreach (string provider in ProviderCatalog.Providers.Select(static known => known.Name).Where(static name => name != "Zenlayer"))
        {
            string service = ServicesOf(provider)[0];

            ArgumentException error =
                Assert.Throws<ArgumentException>(() => ProviderCatalog.Get(provider).Endpoints.Resolve(service, region));

            Assert.Contains("is not a region id", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(error.Message, character => character < ' ');
        }
    }

    [Fact]
    public void A_missing_region_is_an_error_only_where_endpoints_are_regional()
    {
        EndpointTable alibaba = AlibabaProvider.Descriptor.Endpoints;

        ArgumentException error = Assert.Throws<ArgumentException>(() => alibaba.Resolve("ecs", null));

        Assert.Contains("cn-hangzhou", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => HuaweiProvider.Descriptor.Endpoints.Resolve("dcs", null));
        Assert.NotNull(alibaba.Resolve("ram", null));
        Assert.NotNull(TencentProvider.Descriptor.Endpoints.Resolve("cvm", null));
        Assert.NotNull(ZenlayerProvider.Descriptor.Endpoints.Resolve("console", null));
    }

    [Fact]
    public void An_unknown_service_is_an_error()
        => Assert.Throws<ArgumentException>(() => TencentProvider.Descriptor.Endpoints.Resolve("ecs", "ap-guangzhou"));

    [Fact]
    public void Every_region_in_the_tables_is_well_formed_and_belongs_to_its_provider()
    {
        foreach (string provider in ProviderCatalog.Providers.Select(static known => known.Name))
        {
            EndpointTable table = ProviderCatalog.Get(provider).Endpoints;

            Assert.Equal(provider, table.Provider);
            Assert.Equal(table.Regions.Count, new HashSet<string>(table.Regions.Select(region => region.Id)).Count);
            foreach (string service in ServicesOf(provider))
            {
                IEnumerable<Uri> endpoints = table.Regions.Select(region => table.Resolve(service, region.Id));
                Assert.All(endpoints,
                    endpoint => Assert.True(EndpointPolicy.BelongsToProvider(ProviderCatalog.Get(provider), endpoint), endpoint.Host));
            }
        }
    }

    private static string[] ServicesOf(string provider) => provider switch
    {
        "Alibaba" => ["ecs", "ram"],
        "Tencent" => ["cvm"],
        "Huawei" => ["dcs", "iam"],
        _ => ["console"],
    };
}
