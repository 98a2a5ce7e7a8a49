using System;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Control;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class LighthouseTests : IAsyncLifetime
{
    private const string Good = "Correct-Horse-7";

    private SandboxFixture _sandbox = null!;
    private TencentTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync(
            """
            {
              "accessKeys": [ { "provider": "tencent", "id": "sandbox-tencent-id", "secret": "sandbox-tencent-secret" } ],
              "tencent": {
                "options": { "operationMilliseconds": 10000 },
                "instances": [ { "id": "ins-stopped1", "region": "ap-guangzhou" } ],
                "lighthouseInstances": [
                  { "generate": { "count": 200, "prefix": "lhins-many" }, "region": "ap-guangzhou" },
                  { "id": "lhins-stopped1", "region": "ap-guangzhou" },
                  { "id": "lhins-running1", "region": "ap-guangzhou", "state": "RUNNING" },
                  { "id": "lhins-stayoff1", "region": "ap-guangzhou", "state": "RUNNING", "staysOff": true },
                  { "id": "lhins-windows1", "region": "ap-guangzhou", "osName": "Windows Server 2022" },
                  { "id": "lhins-rescue01", "region": "ap-guangzhou", "state": "RESCUE_MODE" },
                  { "id": "lhins-inuse001", "region": "ap-guangzhou", "operationInProgress": "ResizeDisk" },
                  { "id": "lhins-shanghai", "region": "ap-shanghai" }
                ]
              }
            }
            """);
        _client = new TencentTestClient(_sandbox) { Service = "lighthouse", Version = "2020-03-24" };
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_running_instance_is_shut_down_without_being_asked()
    {
        SandboxResponse accepted = await _client.ResetAsync("lhins-running1", Good);
        SandboxResponse during = await _client.DescribeAsync("lhins-running1");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));
        SandboxResponse after = await _client.DescribeAsync("lhins-running1");

        Assert.Null(accepted["Response.Error.Code"]);
        Assert.Equal("STOPPING", during["Response.InstanceSet.0.InstanceState"]);
        Assert.Equal("OPERATING", during["Response.InstanceSet.0.LatestOperationState"]);
        Assert.Equal(accepted["Response.RequestId"], during["Response.InstanceSet.0.LatestOperationRequestId"]);
        Assert.NotNull(during["Response.InstanceSet.0.LatestOperationStartedTime"]);
        Assert.Equal("SUCCESS", after["Response.InstanceSet.0.LatestOperationState"]);
        Assert.Equal("RUNNING", after["Response.InstanceSet.0.InstanceState"]);
        Assert.Equal("LINUX_UNIX", after["Response.InstanceSet.0.PlatformType"]);
        Assert.Equal(1, _sandbox.Server.State.Tencent.LighthouseInstances.Peek("lhins-running1")!.Shutdowns);
        Assert.True(
            _sandbox.Server.State.Tencent.LighthouseInstances.Peek("lhins-running1")!.Accepts(null, Good, _sandbox.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task An_instance_may_stay_off()
    {
        await _client.ResetAsync("lhins-stayoff1", Good);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("STOPPED", (await _client.DescribeAsync("lhins-stayoff1"))["Response.InstanceSet.0.InstanceState"]);
    }

    [Theory]
    [InlineData("lhins-stopped1,lhins-stopped1", Good, "InvalidParameterValue.Duplicated")]
    [InlineData("ins-stopped1", Good, "InvalidParameterValue.InstanceIdMalformed")]
    [InlineData("lhins-nowhere1", Good, "ResourceNotFound.InstanceIdNotFound")]
    [InlineData("lhins-shanghai", Good, "ResourceNotFound.InstanceIdNotFound")]
    [InlineData("lhins-rescue01", Good, "UnsupportedOperation.InvalidInstanceState")]
    [InlineData("lhins-inuse001", Good, "UnsupportedOperation.LatestOperationUnfinished")]
    [InlineData("lhins-stopped1", "short", "InvalidParameterValue.InvalidPassword")]
    [InlineData("lhins-stopped1,lhins-windows1", "Elevenchar1", "InvalidParameterValue.InvalidPassword")]
    [InlineData("lhins-windows1", "Administrator-1", "InvalidParameterValue.InvalidPassword")]
    public async Task A_reset_is_rejected_as_a_whole(string ids, string password, string code)
    {
        SandboxResponse response = await _client.ResetAsync(ids, password);

        Assert.Equal(code, response["Response.Error.Code"]);
        Assert.Equal(0, _sandbox.Server.State.Tencent.LighthouseInstances.Peek("lhins-stopped1")!.Executions);
    }

    [Fact]
    public async Task A_reset_has_no_ForceStop() =>
        Assert.Equal("UnknownParameter", (await _client.ResetAsync("lhins-running1", Good, forceStop: true))["Response.Error.Code"]);

    [Fact]
    public async Task A_second_reset_waits_for_the_first()
    {
        await _client.ResetAsync("lhins-stopped1", Good);

        Assert.Equal("OperationDenied.InstanceOperationInProgress",
            (await _client.ResetAsync("lhins-stopped1", Good))["Response.Error.Code"]);
    }

    [Fact]
    public async Task More_than_a_hundred_are_rejected()
    {
        string ids = string.Join(",", Enumerable.Range(0, 101).Select(static i => $"lhins-many{i:d4}"));

        Assert.Equal("InvalidParameterValue.LimitExceeded", (await _client.ResetAsync(ids, Good))["Response.Error.Code"]);
    }

    [Theory]
    [InlineData("lhins-stopped1", null)]
    [InlineData("lhins-running1", null)]
    [InlineData("lhins-rescue01", "UnsupportedOperation.InvalidInstanceState")]
    [InlineData("lhins-inuse001", "UnsupportedOperation.LatestOperationUnfinished")]
    public async Task Denied_actions_are_those_that_would_be_rejected(string id, string? code)
    {
        SandboxResponse response = await _client.CallAsync("DescribeInstancesDeniedActions", $$"""{"InstanceIds":["{{id}}"]}""");

        Assert.Equal(id, response["Response.InstanceDeniedActionSet.0.InstanceId"]);
        Assert.Equal(code, response["Response.InstanceDeniedActionSet.0.DeniedActions.0.Code"]);
    }

    [Theory]
    [InlineData("""{"InstanceIds":["lhins-stopped1"],"Filters":[{"Name":"instance-state","Values":["STOPPED"]}]}""",
        "InvalidParameter.ParameterConflict")]
    [InlineData("""{"InstanceIds":["lhins-stopped1","lhins-nowhere1"]}""", "ResourceNotFound.InstanceIdNotFound")]
    [InlineData("""{"Limit":101}""", "InvalidParameterValue")]
    public async Task A_describe_call_is_rejected(string body, string code) =>
        Assert.Equal(code, (await _client.CallAsync("DescribeInstances", body))["Response.Error.Code"]);

    [Fact]
    public async Task Twenty_are_described_unless_more_are_asked_for()
    {
        SandboxResponse response = await _client.CallAsync("DescribeInstances",
            """{"Filters":[{"Name":"instance-state","Values":["STOPPED"]}]}""");

        Assert.NotNull(response["Response.InstanceSet.19.InstanceId"]);
        Assert.Null(response["Response.InstanceSet.20.InstanceId"]);
    }

    [Theory]
    [InlineData("cvm", "2020-03-24", "AuthFailure.SignatureFailure")]
    [InlineData("lighthouse", "2017-03-12", "AuthFailure.SignatureFailure")]
    [InlineData("lighthouse", "2020-03-25", "NoSuchVersion")]
    [InlineData("lighthouse", "2020-03-24", null)]
    public async Task The_signature_is_for_the_service_called(string service, string version, string? code) =>
        Assert.Equal(code,
            (await (_client with { Service = service, Version = version }).ResetAsync("lhins-stopped1", Good))["Response.Error.Code"]);

    [Fact]
    public async Task The_services_have_instances_of_their_own()
    {
        TencentTestClient cvm = new(_sandbox);

        Assert.Equal("InvalidInstanceId.Malformed", (await cvm.ResetAsync("lhins-stopped1", Good))["Response.Error.Code"]);
        Assert.Equal("InvalidAction",
            (await cvm.CallAsync("DescribeInstancesDeniedActions", """{"InstanceIds":["ins-stopped1"]}"""))["Response.Error.Code"]);
        StateView view = new StateReader(_sandbox.Server.State).Read(provider: null, "lhins-running1", withPasswords: false);
        Assert.Equal("RUNNING", Assert.Single(view.Instances).State);
    }
}
