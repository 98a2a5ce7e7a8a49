using System;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers;

public class SessionEndpointTests
{
    [Theory]
    [InlineData(null, null, "ecs", "https://ecs.cn-beijing.aliyuncs.com/")]
    [InlineData("https://ecs-vpc.cn-beijing.aliyuncs.com", null, "ecs", "https://ecs-vpc.cn-beijing.aliyuncs.com/")]
    [InlineData("https://ecs-vpc.cn-beijing.aliyuncs.com", null, "ram", "https://ram.aliyuncs.com/")]
    [InlineData("https://ecs-vpc.cn-beijing.aliyuncs.com", "https://proxy.example", "ecs", "https://proxy.example/")]
    [InlineData("https://ecs-vpc.cn-beijing.aliyuncs.com", "https://proxy.example", "ram", "https://proxy.example/")]
    public void The_endpoint_of_a_profile_serves_the_service_it_belongs_to_and_the_commands_serves_all(string? profile, string? command,
        string service, string expected)
    {
        CloudCredential credential = new()
        {
            Provider = AlibabaProvider.Descriptor,
            AccessKeyId = "AK",
            Secret = new SecretText("secret".AsSpan()),
            Endpoint = profile is null ? null : new Uri(profile),
            Source = "test",
        };

        Uri endpoint = ProviderSessions.Open(new FixedCredentialProvider(credential), credential, command is null ? null : new Uri(command))
            .EndpointOf(service, "cn-beijing");

        Assert.Equal(expected, endpoint.AbsoluteUri);
    }
}
