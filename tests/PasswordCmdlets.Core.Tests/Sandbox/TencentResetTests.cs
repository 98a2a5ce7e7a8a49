using System;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class TencentResetTests : IAsyncLifetime
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
                "instances": [
                  { "id": "ins-stopped1", "region": "ap-guangzhou" },
                  { "id": "ins-stopped2", "region": "ap-guangzhou" },
                  { "id": "ins-running1", "region": "ap-guangzhou", "state": "RUNNING" },
                  { "id": "ins-stubborn", "region": "ap-guangzhou", "state": "RUNNING", "ignoresShutdown": true },
                  { "id": "ins-windows1", "region": "ap-guangzhou", "osName": "Windows Server 2022 DataCenter 64bit EN" },
                  { "id": "ins-shanghai", "region": "ap-shanghai" },
                  { "id": "ins-failing1", "region": "ap-guangzhou", "failsWith": "The disk is full." },
                  { "id": "ins-inuse001", "region": "ap-guangzhou", "operationInProgress": "ResizeInstanceDisks" },
                  { "id": "ins-nocharge", "region": "ap-guangzhou", "stopChargingMode": "STOP_CHARGING" },
                  { "id": "ins-isolated", "region": "ap-guangzhou", "restrictState": "PROTECTIVELY_ISOLATED" },
                  { "id": "ins-special1", "region": "ap-guangzhou", "refuses": "UnsupportedOperation.SpecialInstanceType" }
                ]
              }
            }
            """);
        _client = new TencentTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_stopped_instance_is_operating_until_the_time_is_over_and_then_has_the_password()
    {
        SandboxResponse accepted = await _client.ResetAsync("ins-stopped1", Good);
        SandboxResponse during = await _client.DescribeAsync("ins-stopped1");
        bool acceptsEarly = Accepts("ins-stopped1", Good);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));
        SandboxResponse after = await _client.DescribeAsync("ins-stopped1");

        Assert.Null(accepted["Response.Error.Code"]);
        Assert.Equal("ResetInstancesPassword", during["Response.InstanceSet.0.LatestOperation"]);
        Assert.Equal("OPERATING", during["Response.InstanceSet.0.LatestOperationState"]);
        Assert.Equal(accepted["Response.RequestId"], during["Response.InstanceSet.0.LatestOperationRequestId"]);
        Assert.Equal("STOPPED", during["Response.InstanceSet.0.InstanceState"]);
        Assert.False(acceptsEarly);
        Assert.Equal("SUCCESS", after["Response.InstanceSet.0.LatestOperationState"]);
        Assert.Equal("STOPPED", after["Response.InstanceSet.0.InstanceState"]);
        Assert.True(Accepts("ins-stopped1", Good));
        Assert.Equal(1, Instance("ins-stopped1").Executions);
    }

    [Fact]
    public async Task A_running_instance_needs_a_forced_stop_and_runs_again_afterwards()
    {
        SandboxResponse refused = await _client.ResetAsync("ins-running1", Good, forceStop: false);
        SandboxResponse accepted = await _client.ResetAsync("ins-running1", Good, forceStop: true);
        string[] states = new string[4];
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = (await _client.DescribeAsync("ins-running1"))["Response.InstanceSet.0.InstanceState"]!;
            _sandbox.Clock.Advance(TimeSpan.FromSeconds(i == 0 ? 5 : 3));
        }

        Assert.Equal("UnsupportedOperation.InstanceStateRunning", refused["Response.Error.Code"]);
        Assert.Null(accepted["Response.Error.Code"]);
        Assert.Equal(["STOPPING", "STOPPED", "STARTING", "RUNNING"], states);
        Assert.True(Accepts("ins-running1", Good));
        Assert.Equal((1, 0), (Instance("ins-running1").Shutdowns, Instance("ins-running1").PowerOffs));
    }

    [Fact]
    public async Task An_instance_that_ignores_the_shutdown_loses_its_power()
    {
        await _client.ResetAsync("ins-stubborn", Good, forceStop: true);

        Assert.Equal(1, Instance("ins-stubborn").PowerOffs);
    }

    [Fact]
    public async Task A_failure_after_acceptance_is_visible_in_describe_and_changes_nothing()
    {
        await _client.ResetAsync("ins-failing1", Good);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));

        SandboxResponse after = await _client.DescribeAsync("ins-failing1");

        Assert.Equal("FAILED", after["Response.InstanceSet.0.LatestOperationState"]);
        Assert.Equal("The disk is full.", after["Response.InstanceSet.0.LatestOperationErrorMsg"]);
        Assert.False(Accepts("ins-failing1", Good));
    }

    [Fact]
    public async Task A_second_reset_while_the_first_runs_is_rejected()
    {
        await _client.ResetAsync("ins-stopped1", Good);

        SandboxResponse second = await _client.ResetAsync("ins-stopped1,ins-stopped2", Good);

        Assert.Equal("MutexOperation.TaskRunning", second["Response.Error.Code"]);
        Assert.Contains("ins-stopped1", second["Response.Error.Message"], StringComparison.Ordinal);
        Assert.Equal(0, Instance("ins-stopped2").Executions);
    }

    [Theory]
    [InlineData("ins-stopped1,ins-short", "InvalidInstanceId.Malformed")]
    [InlineData("ins-stopped1,ins-UPPERCAS", "InvalidInstanceId.Malformed")]
    [InlineData("ins-stopped1,ins-zzzzzzzz", "InvalidInstanceId.NotFound")]
    [InlineData("ins-stopped1,ins-shanghai", "InvalidInstanceId.NotFound")]
    [InlineData("ins-stopped1,ins-inuse001", "OperationDenied.InstanceOperationInProgress")]
    [InlineData("ins-stopped1,ins-nocharge", "UnsupportedOperation.StoppedModeStopCharging")]
    [InlineData("ins-stopped1,ins-isolated", "UnsupportedOperation.InstanceStateIsolating")]
    [InlineData("ins-stopped1,ins-special1", "UnsupportedOperation.SpecialInstanceType")]
    public async Task One_bad_instance_rejects_the_whole_batch_and_is_in_the_message(string ids, string code)
    {
        SandboxResponse response = await _client.ResetAsync(ids, Good);

        Assert.Equal(code, response["Response.Error.Code"]);
        Assert.Contains(ids.Split(',')[1], response["Response.Error.Message"], StringComparison.Ordinal);
        Assert.Equal(0, Instance("ins-stopped1").Executions);
    }

    [Theory]
    [InlineData("PENDING", "UnsupportedOperation.InstanceStatePending")]
    [InlineData("STARTING", "UnsupportedOperation.InstanceStateStarting")]
    [InlineData("STOPPING", "UnsupportedOperation.InstanceStateStopping")]
    [InlineData("REBOOTING", "UnsupportedOperation.InstanceStateRebooting")]
    [InlineData("SHUTDOWN", "UnsupportedOperation.InstanceStateShutdown")]
    [InlineData("TERMINATING", "UnsupportedOperation.InstanceStateTerminating")]
    [InlineData("FREEZING", "UnsupportedOperation.InstanceStateFreezing")]
    [InlineData("ISOLATING", "UnsupportedOperation.InstanceStateIsolating")]
    [InlineData("RESCUE_MODE", "UnsupportedOperation.InstanceStateRescueMode")]
    [InlineData("ENTER_RESCUE_MODE", "UnsupportedOperation.InstanceStateEnterRescueMode")]
    [InlineData("EXIT_RESCUE_MODE", "UnsupportedOperation.InstanceStateExitRescueMode")]
    [InlineData("SERVICE_LIVE_MIGRATE", "UnsupportedOperation.InstanceStateServiceLiveMigrate")]
    [InlineData("LAUNCH_FAILED", "InvalidInstance.NotSupported")]
    public async Task Every_state_has_its_code_even_with_a_forced_stop(string state, string code)
    {
        _sandbox.Server.State.Tencent.Instances.Add(
            "ins-instate1", new CvmInstance("ins-instate1", new CvmTemplate { Region = "ap-guangzhou", State = state }));

        SandboxResponse response = await _client.ResetAsync("ins-instate1", Good, forceStop: true);

        Assert.Equal(code, response["Response.Error.Code"]);
    }

    [Theory]
    [InlineData("""{"Password":"Correct-Horse-7"}""", "MissingParameter")]
    [InlineData("""{"InstanceIds":[],"Password":"Correct-Horse-7"}""", "MissingParameter")]
    [InlineData("""{"InstanceIds":["ins-stopped1"]}""", "MissingParameter")]
    [InlineData("""{"InstanceIds":"ins-stopped1","Password":"Correct-Horse-7"}""", "InvalidParameter")]
    [InlineData("""{"InstanceIds":["ins-stopped1"],"Password":"Correct-Horse-7","ForceStop":"true"}""", "InvalidParameter")]
    [InlineData("""{"InstanceIds":["ins-stopped1"],"Password":"Correct-Horse-7","Passwort":"x"}""", "UnknownParameter")]
    [InlineData(
        """
        {"InstanceIds":["ins-stopped1"],"Password":"Correct-Horse-7",
        "UserName":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}
        """, "InvalidParameterValue.TooLong")]
    [InlineData("not json", "InvalidParameter")]
    public async Task Wrong_parameters_are_rejected(string body, string code)
    {
        SandboxResponse response = await _client.CallAsync("ResetInstancesPassword", body);

        Assert.Equal(code, response["Response.Error.Code"]);
    }

    [Fact]
    public async Task A_batch_has_at_most_a_hundred_instances()
    {
        string tooMany = string.Join(',', Enumerable.Range(0, 101).Select(i => $"ins-{i:D8}"));

        SandboxResponse response = await _client.ResetAsync(tooMany, Good);

        Assert.Equal("InvalidParameterValue.LimitExceeded", response["Response.Error.Code"]);
    }

    [Theory]
    [InlineData("ins-stopped1", "Aa1aaaa", false)]
    [InlineData("ins-stopped1", "Aa1aaaaa", true)]
    [InlineData("ins-stopped1", "aaaaaaa1", false)]
    [InlineData("ins-stopped1", "/Aa1aaaa", false)]
    [InlineData("ins-stopped1", "Aa1aaaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("ins-stopped1", "Aa1aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("ins-stopped1", "Aa1aaaa`", true)]
    [InlineData("ins-stopped1", "Aa1 aaaa", false)]
    [InlineData("ins-stopped1", "Aa1äaaaa", false)]
    [InlineData("ins-windows1", "Aa1aaaaaaaa", false)]
    [InlineData("ins-windows1", "Aa1aaaaaaaaa", true)]
    [InlineData("ins-windows1", "Aa1administrator", false)]
    [InlineData("ins-stopped1,ins-windows1", "Aa1aaaaaaaa", false)]
    public async Task The_current_rules_of_a_password(string ids, string password, bool accepted)
    {
        SandboxResponse response = await _client.ResetAsync(ids, password);

        Assert.Equal(accepted ? null : "InvalidParameterValue.InvalidPassword", response["Response.Error.Code"]);
    }

    [Theory]
    [InlineData("ins-stopped1", "aaaaaaa1", true)]
    [InlineData("ins-stopped1", "aaaaaaaA", false)]
    [InlineData("ins-stopped1", "Aa1aaaaaaaaaaaaaa", false)]
    [InlineData("ins-windows1", "aaaaaaaaaaa1", false)]
    [InlineData("ins-windows1", "aaaaaaaaaaA1", true)]
    public async Task The_rules_of_2019_are_an_option(string ids, string password, bool accepted)
    {
        _sandbox.Server.State.Tencent.Options = new TencentOptions { LegacyPasswordRules = true };

        SandboxResponse response = await _client.ResetAsync(ids, password);

        Assert.Equal(accepted ? null : "InvalidPassword", response["Response.Error.Code"]);
    }

    [Fact]
    public async Task A_named_user_gets_the_password_and_the_administrator_keeps_his()
    {
        _sandbox.Server.State.Tencent.Options = new TencentOptions();
        await _client.ResetAsync("ins-stopped1", Good);
        await _client.ResetAsync("ins-stopped1", "Another-Horse-8", userName: "deploy");

        Assert.True(Accepts("ins-stopped1", "Another-Horse-8", "deploy"));
        Assert.True(Accepts("ins-stopped1", Good));
        Assert.False(Accepts("ins-stopped1", "Another-Horse-8"));
    }

    [Fact]
    public async Task The_same_id_twice_is_executed_once()
    {
        await _client.ResetAsync("ins-stopped1,ins-stopped1", Good);

        Assert.Equal(1, Instance("ins-stopped1").Executions);
    }

    [Fact]
    public async Task An_operation_of_another_client_replaces_ours()
    {
        foreach (string id in (string[])["ins-stopped1", "ins-failing1"])
        {
            await _client.ResetAsync(id, Good);
            Instance(id).RecordOtherOperation("StartInstances", "other-request", _sandbox.Clock.GetUtcNow());
        }

        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));
        SandboxResponse after = await _client.DescribeAsync("ins-stopped1,ins-failing1");

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("StartInstances", after[$"Response.InstanceSet.{i}.LatestOperation"]);
            Assert.Equal("SUCCESS", after[$"Response.InstanceSet.{i}.LatestOperationState"]);
            Assert.Equal("other-request", after[$"Response.InstanceSet.{i}.LatestOperationRequestId"]);
        }

        Assert.Equal((true, false), (Accepts("ins-stopped1", Good), Accepts("ins-failing1", Good)));
    }

    [Fact]
    public async Task Describe_may_lag_behind()
    {
        _sandbox.Server.State.Tencent.Options = new TencentOptions { OperationMilliseconds = 1000, DescribeLagMilliseconds = 3000 };
        await _client.ResetAsync("ins-stopped1", Good);

        SandboxResponse early = await _client.DescribeAsync("ins-stopped1");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(3));
        SandboxResponse late = await _client.DescribeAsync("ins-stopped1");

        Assert.Null(early["Response.InstanceSet.0.LatestOperation"]);
        Assert.Equal("SUCCESS", late["Response.InstanceSet.0.LatestOperationState"]);
    }

    [Fact]
    public async Task A_reset_can_be_left_to_be_completed_by_hand()
    {
        _sandbox.Server.State.Tencent.Options = new TencentOptions { OperationMilliseconds = -1 };
        await _client.ResetAsync("ins-stopped1", Good);
        _sandbox.Clock.Advance(TimeSpan.FromDays(1));
        SandboxResponse before = await _client.DescribeAsync("ins-stopped1");

        bool completed = Instance("ins-stopped1").Complete(_sandbox.Clock.GetUtcNow());
        SandboxResponse after = await _client.DescribeAsync("ins-stopped1");

        Assert.True(completed);
        Assert.Equal("OPERATING", before["Response.InstanceSet.0.LatestOperationState"]);
        Assert.Equal("SUCCESS", after["Response.InstanceSet.0.LatestOperationState"]);
    }

    private CvmInstance Instance(string id) => _sandbox.Server.State.Tencent.Instances.Find(id)!;

    private bool Accepts(string id, string password, string? userName = null) =>
        Instance(id).Accepts(userName, password, _sandbox.Server.State.Clock.Now);
}
