using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Faults;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>The rates of --published-rates.</summary>
public sealed class PublishedRateTests
{
    [Theory]
    [InlineData("AssumeRole", 100)]
    [InlineData("AssumeRoleWithOIDC", 100)]
    public async Task Alibaba_issues_so_many_sessions_a_second(string action, int rate)
    {
        await using SandboxFixture sandbox = await StartAsync();
        AlibabaTestClient client = new(sandbox) { Version = AlibabaTestClient.Sts };

        for (int i = 0; i < rate; i++)
        {
            Assert.NotEqual("Throttling.User", (await client.CallAsync(action))["Code"]);
        }

        Assert.Equal("Throttling.User", (await client.CallAsync(action))["Code"]);
    }

    [Theory]
    [InlineData("AssumeRole", 600)]
    [InlineData("AssumeRoleWithWebIdentity", 20)]
    public async Task Tencent_issues_so_many_sessions_a_second(string action, int rate)
    {
        await using SandboxFixture sandbox = await StartAsync();
        TencentTestClient client = new(sandbox) { Version = "2018-08-13", Service = "sts" };
        if (action == "AssumeRoleWithWebIdentity")
        {
            client = client with { Tamper = static _ => "SKIP" };
        }

        for (int i = 0; i < rate; i++)
        {
            Assert.NotEqual("RequestLimitExceeded", (await client.CallAsync(action, "{}"))["Response.Error.Code"]);
        }

        Assert.Equal("RequestLimitExceeded", (await client.CallAsync(action, "{}"))["Response.Error.Code"]);
    }

    private static async Task<SandboxFixture> StartAsync()
    {
        SandboxFixture sandbox = await SandboxFixture.StartAsync();
        foreach (QuotaRule rule in PublishedRates.All)
        {
            sandbox.Server.Quotas.Add(rule);
        }

        return sandbox;
    }
}
