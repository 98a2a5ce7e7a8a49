using System;
using PasswordCmdlets.Core.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

public class EndpointPolicyTests
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com:8443/")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.9.8.7:5080/prefix")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://LOCALHOST")]
    public void Https_or_http_to_this_machine_is_allowed(string endpoint)
    {
        EndpointValidationResult verdict = EndpointPolicy.Check(new Uri(endpoint));

        Assert.True(verdict.Allowed);
        Assert.Empty(verdict.Message);
    }

    [Theory]
    [InlineData("http://example.com", "unencrypted")]
    [InlineData("http://localhost.example.com", "unencrypted")]
    [InlineData("http://127.0.0.1.example.com", "unencrypted")]
    [InlineData("http://192.168.0.1", "unencrypted")]
    [InlineData("http://[::2]", "unencrypted")]
    [InlineData("ftp://example.com", "not https")]
    [InlineData("file:///etc/passwd", "not an absolute address")]
    [InlineData("https://key:hunter2@example.com", "user name or password")]
    [InlineData("https://example.com/?key=hunter2", "query or a fragment")]
    [InlineData("https://example.com/#hunter2", "query or a fragment")]
    public void Anything_else_is_refused_with_the_reason_and_without_its_secrets(string endpoint, string reason)
    {
        EndpointValidationResult verdict = EndpointPolicy.Check(new Uri(endpoint));

        Assert.False(verdict.Allowed);
        Assert.Contains(reason, verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_address_is_refused()
        => Assert.False(EndpointPolicy.Check(new Uri("cvm.tencentcloudapi.com", UriKind.Relative)).Allowed);

    [Theory]
    [InlineData(CloudProvider.Alibaba, "https://ecs-vpc.cn-beijing.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ECS.ALIYUNCS.COM.")]
    [InlineData(CloudProvider.Tencent, "https://cvm.intl.tencentcloudapi.com")]
    [InlineData(CloudProvider.Tencent, "https://cvm.internal.tencentcloudapi.com")]
    [InlineData(CloudProvider.Huawei, "https://iam.eu-de.otc.t-systems.com")]
    [InlineData(CloudProvider.Huawei, "https://iam.myhuaweicloud.eu")]
    [InlineData(CloudProvider.Huawei, "https://dcs.eu-west-0.prod-cloud-ocb.orange-business.com/v2")]
    [InlineData(CloudProvider.Zenlayer, "https://console.zenlayer.com")]
    [InlineData(CloudProvider.Alibaba, "https://ecs.cn-qingdao-nebula.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ecs.xx-newtown-7.aliyuncs.com")]
    [InlineData(CloudProvider.Tencent, "https://cvm.ap-guangzhou.tencentcloudapi.com")]
    [InlineData(CloudProvider.Tencent, "https://cvm.ap-guangzhou.internal.tencentcloudapi.com")]
    [InlineData(CloudProvider.Huawei, "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3")]
    [InlineData(CloudProvider.Huawei, "https://iam.myhuaweicloud.com")]
    public void A_host_of_the_providers_services_belongs_to_it(CloudProvider provider, string endpoint)
        => Assert.True(EndpointPolicy.BelongsToProvider(provider, new Uri(endpoint)));

    [Theory]
    [InlineData(CloudProvider.Alibaba, "https://evilaliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ecs.aliyuncs.com.evil.example")]
    [InlineData(CloudProvider.Alibaba, "https://ecs.aliyuncs.com@evil.example")]
    [InlineData(CloudProvider.Alibaba, "http://ecs.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://cvm.tencentcloudapi.com")]
    [InlineData(CloudProvider.Huawei, "https://t-systems.com")]
    [InlineData(CloudProvider.Huawei, "https://orange-business.com")]
    [InlineData(CloudProvider.Zenlayer, "https://zenlayer.com.evil.example")]
    [InlineData(CloudProvider.Zenlayer, "https://www.zenlayer.com")]
    [InlineData(CloudProvider.Zenlayer, "http://127.0.0.1:5080")]
    [InlineData(CloudProvider.Zenlayer, "https://127.0.0.1:5080")]
    [InlineData(CloudProvider.Huawei, "https://x.obs.cn-north-4.myhuaweicloud.com")]
    [InlineData(CloudProvider.Huawei, "https://dcs.obs.cn-north-4.myhuaweicloud.com")]
    [InlineData(CloudProvider.Huawei, "https://dcs.obs.myhuaweicloud.com")]
    [InlineData(CloudProvider.Huawei, "https://iam.obs-website.eu-de.otc.t-systems.com")]
    [InlineData(CloudProvider.Huawei, "https://iam.oss.eu-west-0.prod-cloud-ocb.orange-business.com")]
    [InlineData(CloudProvider.Huawei, "https://myhuaweicloud.com")]
    [InlineData(CloudProvider.Alibaba, "https://x.oss-cn-hangzhou.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ecs.oss-cn-hangzhou.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ram.oss.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ecs.oss-accelerate.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ecs-cn-hangzhou.oss-cn-hangzhou.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://ecs.cn-hangzhou.log.aliyuncs.com")]
    [InlineData(CloudProvider.Alibaba, "https://oss-cn-hangzhou.aliyuncs.com")]
    [InlineData(CloudProvider.Tencent, "https://x.cos.ap-guangzhou.tencentcloudapi.com")]
    [InlineData(CloudProvider.Tencent, "https://cvm.cos.tencentcloudapi.com")]
    public void Another_host_does_not(CloudProvider provider, string endpoint)
        => Assert.False(EndpointPolicy.BelongsToProvider(provider, new Uri(endpoint)));

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
}
