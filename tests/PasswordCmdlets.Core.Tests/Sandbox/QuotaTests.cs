using System;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class QuotaTests : IAsyncLifetime
{
    private SandboxFixture _sandbox = null!;
    private TencentTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync(
            """
            {
              "accessKeys": [
                { "provider": "tencent", "id": "sandbox-tencent-id", "secret": "sandbox-tencent-secret", "account": "one" },
                { "provider": "tencent", "id": "same-account", "secret": "s", "account": "one" },
                { "provider": "tencent", "id": "other-account", "secret": "s", "account": "two" }
              ],
              "tencent": { "instances": [ { "generate": { "count": 10 }, "region": "ap-guangzhou" } ] }
            }
            """);
        _client = new TencentTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_rate_is_counted_per_account_region_and_action_and_begins_anew_each_second()
    {
        _sandbox.Server.Quotas.Add(new QuotaRule { Provider = Cloud.Tencent, Action = "DescribeInstances", PerSecond = 2 });

        await ExpectAsync(null, _client);
        await ExpectAsync(null, _client with { SecretId = "same-account", SecretKey = "s" });
        await ExpectAsync("RequestLimitExceeded", _client);
        await ExpectAsync(null, _client with { SecretId = "other-account", SecretKey = "s" });
        await ExpectAsync(null, _client with { Region = "ap-shanghai" });
        Assert.Null((await _client.ResetAsync("ins-00000001", "Correct-Horse-7"))["Response.Error.Code"]);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        await ExpectAsync(null, _client);
    }

    [Fact]
    public async Task A_minute_once_exceeded_is_blocked_to_its_end()
    {
        _sandbox.Server.Quotas.Add(new QuotaRule { PerMinute = 1, Hint = true });

        await ExpectAsync(null, _client);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        SandboxResponse throttled = await _client.DescribeAsync("ins-00000001");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(29));
        await ExpectAsync("RequestLimitExceeded", _client);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        await ExpectAsync(null, _client);

        Assert.Equal("RequestLimitExceeded", throttled["Response.Error.Code"]);
        Assert.Contains("`2` in a minute, which exceeds the frequency limit `1`", throttled["Response.Error.Message"],
            StringComparison.Ordinal);
        Assert.Equal("30", throttled.Headers["Retry-After"]);
    }

    [Fact]
    public async Task A_throttled_call_does_nothing()
    {
        _sandbox.Server.Quotas.Add(new QuotaRule { PerSecond = 1 });

        await _client.ResetAsync("ins-00000001", "Correct-Horse-7");
        await _client.ResetAsync("ins-00000002", "Correct-Horse-7");

        Assert.Equal(1, _sandbox.Server.State.Tencent.Instances.Find("ins-00000001")!.Executions);
        Assert.Equal(0, _sandbox.Server.State.Tencent.Instances.Find("ins-00000002")!.Executions);
    }

    private static async Task ExpectAsync(string? code, TencentTestClient client) =>
        Assert.Equal(code, (await client.DescribeAsync("ins-00000001"))["Response.Error.Code"]);
}
