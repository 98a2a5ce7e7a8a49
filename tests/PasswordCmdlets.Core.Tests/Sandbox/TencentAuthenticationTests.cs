using System;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class TencentAuthenticationTests : IAsyncLifetime
{
    private SandboxFixture _sandbox = null!;
    private TencentTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync(
            """
            {
              "accessKeys": [
                { "provider": "tencent", "id": "sandbox-tencent-id", "secret": "sandbox-tencent-secret" },
                { "provider": "tencent", "id": "temporary", "secret": "temporary-secret", "securityToken": "its-token",
                  "expiresInSeconds": 600 },
                { "provider": "tencent", "id": "disabled", "secret": "s", "disabled": true },
                { "provider": "tencent", "id": "reader", "secret": "s", "deniedActions": ["ResetInstancesPassword"] },
                { "provider": "tencent", "id": "no-mfa", "secret": "s", "deniedActions": ["*"],
                  "denialCode": "UnauthorizedOperation.MFAExpired" }
              ],
              "tencent": { "instances": [ { "id": "ins-aaaaaaaa", "region": "ap-guangzhou" } ] }
            }
            """);
        _client = new TencentTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_right_signature_is_accepted_with_port_and_without_and_with_the_action_signed()
    {
        foreach (TencentTestClient client in new[]
        {
            _client,
            _client with { SignsPort = false },
            _client with { SignsAction = true },
            _client with { Service = "127" },
        })
        {
            SandboxResponse response = await client.DescribeAsync("ins-aaaaaaaa");

            Assert.Equal(200, response.Status);
            Assert.Equal("ins-aaaaaaaa", response["Response.InstanceSet.0.InstanceId"]);
        }
    }

    [Fact]
    public async Task Every_rejection_is_http_200_with_the_documented_code()
    {
        await ExpectAsync("AuthFailure.SignatureFailure", _client with { SecretKey = "wrong" });
        await ExpectAsync("AuthFailure.SignatureFailure", _client with { Service = "cbs" });
        await ExpectAsync("AuthFailure.SignatureFailure", _client with { ScopeDate = "2026-11-19" });
        await ExpectAsync("AuthFailure.SecretIdNotFound", _client with { SecretId = "unknown" });
        await ExpectAsync("AuthFailure.SecretIdNotFound", _client with { SecretId = "disabled", SecretKey = "s" });
        await ExpectAsync("AuthFailure.InvalidAuthorization", _client with { Tamper = _ => "garbage" });
        await ExpectAsync("AuthFailure.InvalidAuthorization",
            _client with { Tamper = header => header.Replace("TC3", "TC4", StringComparison.Ordinal) });
        await ExpectAsync(
            "AuthFailure.InvalidAuthorization",
            _client with { Tamper = header => header.Replace("content-type;host", "host", StringComparison.Ordinal) });
        await ExpectAsync("NoSuchVersion", _client with { Version = "2017-03-13" });
        await ExpectAsync("MissingParameter", _client with { Version = null });
        await ExpectAsync("MissingParameter", _client with { Region = null });
        await ExpectAsync("UnsupportedRegion", _client with { Region = "ap-atlantis" });
        await ExpectAsync("InvalidAction", _client, "TerminateInstances");
        await ExpectAsync("AuthFailure.UnauthorizedOperation", _client with { SecretId = "reader", SecretKey = "s" },
            "ResetInstancesPassword");
        await ExpectAsync("UnauthorizedOperation.MFAExpired", _client with { SecretId = "no-mfa", SecretKey = "s" });
    }

    [Theory]
    [InlineData(299, null)]
    [InlineData(-299, null)]
    [InlineData(301, "AuthFailure.SignatureExpire")]
    [InlineData(-301, "AuthFailure.SignatureExpire")]
    public async Task The_clock_may_be_wrong_by_five_minutes(int seconds, string? code)
    {
        SandboxResponse response = await (_client with { ClockError = TimeSpan.FromSeconds(seconds) }).DescribeAsync("ins-aaaaaaaa");

        Assert.Equal(code, response["Response.Error.Code"]);
    }

    [Fact]
    public async Task A_temporary_key_needs_exactly_its_token_while_it_lasts()
    {
        TencentTestClient temporary = _client with { SecretId = "temporary", SecretKey = "temporary-secret" };

        await ExpectAsync("AuthFailure.TokenFailure", temporary);
        await ExpectAsync("AuthFailure.TokenFailure", temporary with { Token = "another" });
        await ExpectAsync("AuthFailure.TokenFailure", _client with { Token = "its-token" });
        await ExpectAsync(null, temporary with { Token = "its-token" });
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        await ExpectAsync("AuthFailure.TokenFailure", temporary with { Token = "its-token" });
    }

    [Fact]
    public async Task A_changed_body_breaks_the_signature()
    {
        using HttpRequestMessage request = _client.Request("DescribeInstances", "{}");
        request.Content = new StringContent("{ }", Encoding.UTF8, "application/json");

        SandboxResponse response = await _sandbox.SendAsync(request);

        Assert.Equal("AuthFailure.SignatureFailure", response["Response.Error.Code"]);
    }

    [Fact]
    public async Task A_query_that_was_not_signed_breaks_the_signature()
    {
        using HttpRequestMessage request = _client.Request("DescribeInstances", "{}");
        request.RequestUri = new Uri("/?Limit=1", UriKind.Relative);

        SandboxResponse response = await _sandbox.SendAsync(request);

        Assert.Equal("AuthFailure.SignatureFailure", response["Response.Error.Code"]);
    }

    [Fact]
    public async Task A_body_of_more_than_ten_megabytes_is_rejected()
    {
        SandboxResponse response = await _client.CallAsync("DescribeInstances", new string(' ', (10 * 1024 * 1024) + 1));

        Assert.Equal("RequestSizeLimitExceeded", response["Response.Error.Code"]);
    }

    private static async Task ExpectAsync(string? code, TencentTestClient client, string action = "DescribeInstances")
    {
        SandboxResponse response = await client.CallAsync(action, "{}");

        Assert.Equal(200, response.Status);
        Assert.Equal(code, response["Response.Error.Code"]);
        Assert.NotNull(response["Response.RequestId"]);
    }
}
