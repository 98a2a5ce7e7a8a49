using System;
using System.Linq;
using PasswordCmdlets.Core.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

public class EndpointPolicyTests
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com:8443/")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.9.8.7:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://LOCALHOST")]
    public void Https_or_http_to_this_machine_is_allowed(string endpoint)
    {
        EndpointValidationResult result = EndpointPolicy.Check(new Uri(endpoint));

        Assert.True(result.Allowed);
        Assert.Empty(result.Message);
    }

    [Theory]
    [InlineData("http://example.com", "unencrypted")]
    [InlineData("http://localhost.example.com", "unencrypted")]
    [InlineData("http://127.0.0.1.example.com", "unencrypted")]
    [InlineData("http://192.168.0.1", "unencrypted")]
    [InlineData("http://[::2]", "unencrypted")]
    [InlineData("ftp://example.com", "not https")]
    [InlineData("file:///etc/passwd", "not an absolute address. Specify https://host.")]
    [InlineData("https://key:hunter2@example.com", "user name or password. Remove it; specify -AccessKey for a key.")]
    [InlineData("https://example.com/?key=hunter2", "query or a fragment. Remove it.")]
    [InlineData("https://example.com/#hunter2", "query or a fragment. Remove it.")]
    [InlineData("https://gateway.example.com:8443/hunter2", "Specify https://gateway.example.com:8443, or a gateway")]
    [InlineData("http://127.0.0.1:5080/prefix", "carries a path")]
    [InlineData("https://example.com/v3", "carries a path")]
    public void Anything_else_is_rejected_with_the_reason_and_without_its_secrets(string endpoint, string reason)
    {
        EndpointValidationResult result = EndpointPolicy.Check(new Uri(endpoint));

        Assert.False(result.Allowed);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://iam.example.com/v3", true)]
    [InlineData("https://iam.example.com/v3/", true)]
    [InlineData("https://iam.example.com", true)]
    [InlineData("https://iam.example.com/v3/auth", false)]
    [InlineData("http://iam.example.com/v3", false)]
    public void The_usual_path_of_a_service_is_allowed(string endpoint, bool allowed) =>
        Assert.Equal(allowed, EndpointPolicy.Check(new Uri(endpoint), "/v3").Allowed);

    [Theory]
    [InlineData("https://xn--\u00fc.example", 0)]
    [InlineData("https://\u00fc.", 31)]
    public void A_host_without_a_form_in_ASCII_is_rejected(string endpoint, int labels)
    {
        string text = endpoint + string.Concat(Enumerable.Repeat("aaaaaaa.", labels));
        Assert.True(EndpointPolicy.TryParse(text, out Uri? address));

        Assert.Equal("The endpoint's host is not a valid domain name.", EndpointPolicy.Check(address).Message);
        Assert.False(EndpointPolicy.BelongsToProvider(AlibabaProvider.Descriptor, address));
    }

    [Fact]
    public void A_relative_address_is_rejected()
        => Assert.False(EndpointPolicy.Check(new Uri("cvm.tencentcloudapi.com", UriKind.Relative)).Allowed);

    [Theory]
    [InlineData("Alibaba", "https://ecs-vpc.cn-beijing.aliyuncs.com")]
    [InlineData("Alibaba", "https://ECS.ALIYUNCS.COM.")]
    [InlineData("Tencent", "https://cvm.intl.tencentcloudapi.com")]
    [InlineData("Tencent", "https://cvm.internal.tencentcloudapi.com")]
    [InlineData("Huawei", "https://iam.eu-de.otc.t-systems.com")]
    [InlineData("Huawei", "https://iam.myhuaweicloud.eu")]
    [InlineData("Huawei", "https://dcs.eu-west-0.prod-cloud-ocb.orange-business.com/v2")]
    [InlineData("Zenlayer", "https://console.zenlayer.com")]
    [InlineData("Alibaba", "https://ecs.cn-qingdao-nebula.aliyuncs.com")]
    [InlineData("Alibaba", "https://ecs.xx-newtown-7.aliyuncs.com")]
    [InlineData("Tencent", "https://cvm.ap-guangzhou.tencentcloudapi.com")]
    [InlineData("Tencent", "https://cvm.ap-guangzhou.internal.tencentcloudapi.com")]
    [InlineData("Huawei", "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3")]
    [InlineData("Huawei", "https://iam.myhuaweicloud.com")]
    public void A_host_of_the_providers_services_belongs_to_it(string provider, string endpoint)
        => Assert.True(EndpointPolicy.BelongsToProvider(ProviderCatalog.Get(provider), new Uri(endpoint)));

    [Theory]
    [InlineData("Alibaba", "https://evilaliyuncs.com")]
    [InlineData("Alibaba", "https://ecs.aliyuncs.com.evil.example")]
    [InlineData("Alibaba", "https://ecs.aliyuncs.com@evil.example")]
    [InlineData("Alibaba", "http://ecs.aliyuncs.com")]
    [InlineData("Alibaba", "https://cvm.tencentcloudapi.com")]
    [InlineData("Huawei", "https://t-systems.com")]
    [InlineData("Huawei", "https://orange-business.com")]
    [InlineData("Zenlayer", "https://zenlayer.com.evil.example")]
    [InlineData("Zenlayer", "https://www.zenlayer.com")]
    [InlineData("Zenlayer", "http://127.0.0.1:5080")]
    [InlineData("Zenlayer", "https://127.0.0.1:5080")]
    [InlineData("Huawei", "https://x.obs.cn-north-4.myhuaweicloud.com")]
    [InlineData("Huawei", "https://dcs.obs.cn-north-4.myhuaweicloud.com")]
    [InlineData("Huawei", "https://dcs.obs.myhuaweicloud.com")]
    [InlineData("Huawei", "https://iam.obs-website.eu-de.otc.t-systems.com")]
    [InlineData("Huawei", "https://iam.oss.eu-west-0.prod-cloud-ocb.orange-business.com")]
    [InlineData("Huawei", "https://myhuaweicloud.com")]
    [InlineData("Alibaba", "https://x.oss-cn-hangzhou.aliyuncs.com")]
    [InlineData("Alibaba", "https://ecs.oss-cn-hangzhou.aliyuncs.com")]
    [InlineData("Alibaba", "https://ram.oss.aliyuncs.com")]
    [InlineData("Alibaba", "https://ecs.oss-accelerate.aliyuncs.com")]
    [InlineData("Alibaba", "https://ecs-cn-hangzhou.oss-cn-hangzhou.aliyuncs.com")]
    [InlineData("Alibaba", "https://ecs.cn-hangzhou.log.aliyuncs.com")]
    [InlineData("Alibaba", "https://oss-cn-hangzhou.aliyuncs.com")]
    [InlineData("Tencent", "https://x.cos.ap-guangzhou.tencentcloudapi.com")]
    [InlineData("Tencent", "https://cvm.cos.tencentcloudapi.com")]
    public void Another_host_does_not(string provider, string endpoint)
        => Assert.False(EndpointPolicy.BelongsToProvider(ProviderCatalog.Get(provider), new Uri(endpoint)));

    [Theory]
    [InlineData("cvm.tencentcloudapi.com", "https://cvm.tencentcloudapi.com/")]
    [InlineData("  https://a.example/v3 ", "https://a.example/v3")]
    [InlineData("http://127.0.0.1:1", "http://127.0.0.1:1/")]
    public void An_endpoint_in_a_file_may_lack_the_scheme(string text, string expected)
    {
        Assert.True(EndpointPolicy.TryParse(text, out Uri? endpoint));
        Assert.Equal(expected, endpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("not a host")]
    public void What_is_no_address_is_not_read_as_one(string text)
        => Assert.False(EndpointPolicy.TryParse(text, out _));

    [Theory]
    [InlineData("https://ecs.aliyuncs.com", "Tencent", "Alibaba")]
    [InlineData("https://ECS.ALIYUNCS.COM.", "Huawei", "Alibaba")]
    [InlineData("https://bucket.oss-cn-beijing.aliyuncs.com", "Zenlayer", "Alibaba")]
    [InlineData("https://cvm.intl.tencentcloudapi.com", "Alibaba", "Tencent")]
    [InlineData("https://tencentcloudapi.com", "Alibaba", "Tencent")]
    [InlineData("https://dcs.cn-north-4.myhuaweicloud.com:8443/v2", "Zenlayer", "Huawei")]
    [InlineData("https://console.zenlayer.com", "Huawei", "Zenlayer")]
    [InlineData("https://cvm.intl.tencentcloudapi.com", "Tencent", null)]
    [InlineData("https://aliyuncs.com.example.com", "Tencent", null)]
    [InlineData("https://notaliyuncs.com", "Tencent", null)]
    [InlineData("https://gateway.example.com", "Tencent", null)]
    [InlineData("http://127.0.0.1:5080", "Tencent", null)]
    public void An_endpoint_in_the_domain_of_another_provider_is_found(string endpoint, string provider, string? other) =>
        Assert.Equal(other, EndpointPolicy.OtherProviderOf(ProviderCatalog.Get(provider), new Uri(endpoint))?.Name);
}
