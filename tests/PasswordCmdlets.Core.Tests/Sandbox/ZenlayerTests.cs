using System;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class ZenlayerTests : IAsyncLifetime
{
    private const string Good = "Horse~12345";

    private SandboxFixture _sandbox = null!;
    private ZenlayerTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync(
            """
            {
              "accessKeys": [
                { "provider": "zenlayer", "id": "sandbox-zenlayer-id", "secret": "sandbox-zenlayer-secret" },
                { "provider": "zenlayer", "id": "person", "secret": "personal-token", "bearer": true },
                { "provider": "zenlayer", "id": "reader", "secret": "s", "deniedActions": ["ResetInstancePassword"] }
              ],
              "zenlayer": {
                "instances": [
                  { "id": "1341431445241233" },
                  { "id": "1341431445241234", "imageName": "Windows Server 2022" },
                  { "id": "stopped", "status": "STOPPED" },
                  { "id": "rebooting", "status": "REBOOT" },
                  { "id": "recycled", "status": "RECYCLED" },
                  { "id": "agentless", "enableAgent": false },
                  { "generate": { "count": 1000 } }
                ]
              }
            }
            """);
        _client = new ZenlayerTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_reset_takes_effect_at_once_and_returns_the_envelope()
    {
        SandboxResponse response = await _client.ResetAsync("1341431445241234", Good);

        Assert.Equal(200, response.Status);
        Assert.Equal(response["requestId"], response["response.requestId"]);
        ZecInstance instance = _sandbox.Server.State.Zenlayer.Instances.Find("1341431445241234")!;
        Assert.Equal((1, "Administrator", Good), (instance.Executions, instance.Passwords!.UserName, instance.Passwords.Password));
    }

    [Fact]
    public async Task The_flat_response_is_an_option()
    {
        _sandbox.Server.State.Zenlayer.Options = new ZenlayerOptions { Envelope = false };

        SandboxResponse response = await _client.ResetAsync("1341431445241233", Good);

        Assert.NotNull(response["requestId"]);
        Assert.Null(response["response"]);
    }

    [Fact]
    public async Task A_bearer_token_signs_nothing()
    {
        SandboxResponse right = await (_client with { Bearer = "personal-token" }).ResetAsync("1341431445241233", Good);
        SandboxResponse wrong = await (_client with { Bearer = "another" }).ResetAsync("1341431445241233", Good);

        Assert.Equal(200, right.Status);
        Assert.Equal((401, "AUTHFAILURE_INVALID_AUTHORIZATION"), (wrong.Status, wrong["code"]));
    }

    [Fact]
    public async Task Every_rejection_of_the_caller_has_its_status_and_code()
    {
        await ExpectAsync(401, "AUTHFAILURE_SIGNATURE_FAILURE", _client with { Secret = "wrong" });
        await ExpectAsync(401, "AUTHFAILURE_INVALID_AUTHORIZATION", _client with { KeyId = "unknown" });
        await ExpectAsync(401, "AUTHFAILURE_SIGNATURE_EXPIRED", _client with { ClockError = TimeSpan.FromSeconds(301) });
        await ExpectAsync(401, "AUTHFAILURE_SIGNATURE_EXPIRED", _client with { ClockError = TimeSpan.FromSeconds(-301) });
        await ExpectAsync(401, "AUTHFAILURE_UNAUTHORIZED_OPERATION", _client with { KeyId = "reader", Secret = "s" });
        await ExpectAsync(400, "MISSING_PARAMETER", _client with { Version = null });
        await ExpectAsync(400, "INVALID_PARAMETER_VALUE", _client with { Version = "2020-01-01" });
        await ExpectAsync(200, null, _client with { Version = "2024-04-01", ClockError = TimeSpan.FromSeconds(299) });
    }

    [Theory]
    [InlineData("nowhere", Good, 404, "INVALID_INSTANCE_NOT_FOUND")]
    [InlineData("stopped", Good, 403, "OPERATION_DENIED_INSTANCE_NOT_RUNNING")]
    [InlineData("rebooting", Good, 400, "OPERATION_DENIED_INSTANCE_IN_OPERATION")]
    [InlineData("recycled", Good, 403, "OPERATION_FAILED_FOR_RECYCLE_RESOURCE")]
    [InlineData("agentless", Good, 403, "OPERATION_DENIED_INSTANCE_NOT_RUNNING")]
    [InlineData("1341431445241233", "Short~1", 400, "INVALID_PASSWORD_MALFORMED")]
    [InlineData("1341431445241233", "Seventeen~1234567", 400, "INVALID_PASSWORD_MALFORMED")]
    [InlineData("1341431445241233", "NoSpecial123", 400, "INVALID_PASSWORD_MALFORMED")]
    [InlineData("1341431445241233", "NoDigits~~~~", 400, "INVALID_PASSWORD_MALFORMED")]
    [InlineData("1341431445241233", "Example`123", 400, "INVALID_PASSWORD_MALFORMED")]
    public async Task Every_rejection_of_a_reset_has_its_status_and_code(string id, string password, int status, string code)
    {
        SandboxResponse response = await _client.ResetAsync(id, password);

        Assert.Equal((status, code), (response.Status, response["code"]));
        Assert.NotNull(response["requestId"]);
        Assert.NotNull(response["message"]);
    }

    [Theory]
    [InlineData("ResetInstancePassword", """{"password":"Horse~12345"}""", "MISSING_PARAMETER")]
    [InlineData("ResetInstancePassword", """{"instanceId":["1"],"password":"Horse~12345"}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("ResetInstancesPassword", """{"instanceIds":["1"],"password":"Horse~12345"}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("DescribeInstances", """{"instanceIds":"1"}""", "INVALID_PARAMETER_TYPE")]
    [InlineData("DescribeInstances", """{"pageSize":1001}""", "INVALID_PARAMETER_EXCEED_MAXIMUM")]
    [InlineData("DescribeInstances", """{"pageNum":0}""", "INVALID_PARAMETER_LESS_MINIMUM")]
    public async Task Wrong_parameters_are_rejected(string action, string body, string code)
    {
        SandboxResponse response = await _client.CallAsync(action, body);

        Assert.Equal((400, code), (response.Status, response["code"]));
    }

    [Fact]
    public async Task An_instance_can_be_busy_for_a_while()
    {
        _sandbox.Server.State.Zenlayer.Options = new ZenlayerOptions { OperationMilliseconds = 5000 };
        await _client.ResetAsync("1341431445241233", Good);

        SandboxResponse during = await _client.ResetAsync("1341431445241233", Good);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(5));
        SandboxResponse after = await _client.ResetAsync("1341431445241233", Good);

        Assert.Equal("OPERATION_DENIED_INSTANCE_IN_OPERATION", during["code"]);
        Assert.Equal(200, after.Status);
    }

    [Fact]
    public async Task Describe_shows_status_and_agent_by_ids_and_by_pages()
    {
        SandboxResponse byIds = await _client.CallAsync("DescribeInstances", """{"instanceIds":["agentless","nowhere"]}""");
        SandboxResponse byPage = await _client.CallAsync("DescribeInstances", """{"pageSize":50,"pageNum":2,"status":"RUNNING"}""");

        Assert.Equal(("1", "False"), (byIds["response.totalCount"], byIds["response.dataSet.0.enableAgent"]));
        Assert.Equal("RUNNING", byIds["response.dataSet.0.status"]);
        Assert.Equal(("1003", "1300000000000047"), (byPage["response.totalCount"], byPage["response.dataSet.0.instanceId"]));
    }

    private static async Task ExpectAsync(int status, string? code, ZenlayerTestClient client)
    {
        SandboxResponse response = await client.ResetAsync("1341431445241233", Good);

        Assert.Equal((status, code), (response.Status, response["code"]));
    }
}
