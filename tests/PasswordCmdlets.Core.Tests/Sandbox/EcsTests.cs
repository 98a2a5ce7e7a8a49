using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Control;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class EcsTests : IAsyncLifetime
{
    private SandboxFixture _sandbox = null!;
    private AlibabaTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync(
            """
            {
              "accessKeys": [ { "provider": "alibaba", "id": "sandbox-alibaba-id", "secret": "sandbox-alibaba-secret" } ],
              "alibaba": {
                "options": { "restartMilliseconds": 30000 },
                "instances": [
                  { "id": "i-optimized", "region": "cn-hangzhou" },
                  { "id": "i-classic", "region": "cn-hangzhou", "ioOptimized": false, "vncPassword": "Old123" },
                  { "id": "i-stopped", "region": "cn-hangzhou", "status": "Stopped" },
                  { "id": "i-locked", "region": "cn-hangzhou", "lockReason": "security" },
                  { "id": "i-unpaid", "region": "cn-hangzhou", "lockReason": "financial" },
                  { "id": "i-notready", "region": "cn-hangzhou", "refuses": "InstanceNotReady" },
                  { "id": "i-shanghai", "region": "cn-shanghai" },
                  { "id": "i-login", "region": "cn-hangzhou", "password": "Old-Login-1", "keyPairName": "ops" },
                  { "id": "i-windows", "region": "cn-hangzhou", "status": "Stopped", "osName": "Windows Server 2022" },
                  { "id": "i-starting", "region": "cn-hangzhou", "status": "Starting" },
                  { "generate": { "count": 150 }, "region": "cn-beijing" }
                ]
              }
            }
            """);
        _client = new AlibabaTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task An_optimised_instance_has_the_password_at_once()
    {
        SandboxResponse response = await ChangeAsync("i-optimized", "Ecs123");

        Assert.Equal(200, response.Status);
        Assert.Equal(("Ecs123", false, 1),
            (Vnc("i-optimized"), Find("i-optimized").IsRestartPendingAt(Now), Find("i-optimized").Executions));
    }

    [Fact]
    public async Task Another_instance_has_it_after_a_restart()
    {
        await ChangeAsync("i-classic", "Ecs123");
        (string?, bool) before = (Vnc("i-classic"), Find("i-classic").IsRestartPendingAt(Now));
        await RestartAsync("i-classic");
        (string?, string?) during = (Vnc("i-classic"), await StatusAsync("i-classic"));
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(("Old123", true), before);
        Assert.Equal(("Old123", "Starting"), during);
        Assert.Equal(("Ecs123", "Running"), (Vnc("i-classic"), await StatusAsync("i-classic")));
        Assert.False(Find("i-classic").IsRestartPendingAt(Now));
    }

    [Fact]
    public async Task A_login_password_is_in_force_after_a_restart_only()
    {
        SandboxResponse response = await ResetAsync("i-login", "New-Login-2");
        bool?[] before = [LogsIn("i-login", "root", "Old-Login-1"), LogsIn("i-login", "root", "New-Login-2")];
        await RestartAsync("i-login");
        bool?[] during = [LogsIn("i-login", "root", "Old-Login-1"), LogsIn("i-login", "root", "New-Login-2")];
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        bool?[] after = [LogsIn("i-login", "root", "Old-Login-1"), LogsIn("i-login", "root", "New-Login-2")];

        Assert.Equal((200, 1), (response.Status, Find("i-login").Executions));
        Assert.Equal([true, false], before);
        Assert.Equal([true, false], during);
        Assert.Equal([false, true], after);
        Assert.False(LogsIn("i-login", "Administrator", "New-Login-2"));
        Assert.False(LogsIn("i-login", null, "New-Login-2"), "It is not the VNC password.");
    }

    [Fact]
    public async Task The_next_start_of_a_stopped_instance_applies_the_login_password()
    {
        await ResetAsync("i-windows", "New-Login-2");
        bool? before = LogsIn("i-windows", "Administrator", "New-Login-2");
        SandboxResponse started = await _client.CallAsync("StartInstance", ("InstanceId", "i-windows"));
        SandboxResponse again = await _client.CallAsync("StartInstance", ("InstanceId", "i-windows"));
        string? during = await StatusAsync("i-windows");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((false, 200, 403), (before, started.Status, again.Status));
        Assert.Equal(("Starting", "Running"), (during, await StatusAsync("i-windows")));
        Assert.True(LogsIn("i-windows", "Administrator", "New-Login-2"));
    }

    [Fact]
    public async Task A_restart_shows_another_start_time_and_a_key_pair_its_name()
    {
        SandboxResponse before = await DescribeAsync("i-login");
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        await RestartAsync("i-login");
        SandboxResponse after = await DescribeAsync("i-login");

        Assert.Equal(("ops", "linux"), (before["Instances.Instance.0.KeyPairName"], before["Instances.Instance.0.OSType"]));
        Assert.Equal("2026-01-05T08:00Z", before["Instances.Instance.0.StartTime"]);
        Assert.Equal(
            Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture), after["Instances.Instance.0.StartTime"]);
    }

    [Theory]
    [InlineData("i-login", "Aa1'()*~!<>;:", 200, null)]
    [InlineData("i-login", "/slash-is-1", 200, null)]
    [InlineData("i-windows", "/slash-is-1", 400, "InvalidPassword.Malformed")]
    [InlineData("i-login", "Short-1", 400, "InvalidPassword.Malformed")]
    [InlineData("i-login", "Longer-than-thirty-characters-1", 400, "InvalidPassword.Malformed")]
    [InlineData("i-login", "twoclasses1", 400, "InvalidPassword.Malformed")]
    [InlineData("i-login", "With space-1", 400, "InvalidPassword.Malformed")]
    [InlineData("i-login", "With\"quote-1", 400, "InvalidPassword.Malformed")]
    [InlineData("i-stopped", "New-Login-2", 200, null)]
    [InlineData("i-starting", "New-Login-2", 403, "IncorrectInstanceStatus")]
    [InlineData("i-locked", "New-Login-2", 403, "InstanceLockedForSecurity")]
    [InlineData("i-notready", "New-Login-2", 403, "InstanceNotReady")]
    [InlineData("i-nowhere", "New-Login-2", 404, "InvalidInstanceId.NotFound")]
    [InlineData("i-shanghai", "New-Login-2", 404, "InvalidInstanceId.NotFound")]
    public async Task A_reset_of_a_login_password_has_its_status_and_code(string id, string password, int status, string? code)
    {
        SandboxResponse response = await ResetAsync(id, password);

        Assert.Equal((status, code), (response.Status, response["Code"]));
    }

    [Fact]
    public async Task A_restart_lasts_and_rejects_others_meanwhile()
    {
        SandboxResponse first = await RestartAsync("i-optimized");
        SandboxResponse again = await RestartAsync("i-optimized");
        SandboxResponse change = await ChangeAsync("i-optimized", "Ecs123");
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        SandboxResponse forced = await _client.CallAsync("RebootInstance", ("InstanceId", "i-optimized"), ("ForceStop", "true"));

        Assert.Equal((200, 200), (first.Status, forced.Status));
        Assert.Equal((403, "IncorrectInstanceStatus"), (again.Status, again["Code"]));
        Assert.Equal((403, "IncorrectInstanceStatus"), (change.Status, change["Code"]));
        Assert.Equal((2, 1), (Find("i-optimized").Restarts, Find("i-optimized").PowerOffs));
    }

    [Fact]
    public async Task A_fault_of_a_region_applies_to_a_restart_without_a_region()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Throttle, Region = "cn-hangzhou", Status = 429 });

        SandboxResponse response = await RestartAsync("i-optimized");

        Assert.Equal((429, "Throttling.User", 0), (response.Status, response["Code"], Find("i-optimized").Restarts));
    }

    [Fact]
    public async Task A_dry_run_reports_success_as_an_error_and_restarts_nothing()
    {
        SandboxResponse response = await _client.CallAsync("RebootInstance", ("InstanceId", "i-optimized"), ("DryRun", "true"));

        Assert.Equal((400, "DryRunOperation"), (response.Status, response["Code"]));
        Assert.Equal(0, Find("i-optimized").Restarts);
    }

    [Theory]
    [InlineData("Ecs123", true)]
    [InlineData("123456", false)]
    [InlineData("abc123", false)]
    [InlineData("ABC123", false)]
    [InlineData("Abcdef", false)]
    [InlineData("Ecs12", false)]
    [InlineData("Ecs1234", false)]
    [InlineData("Ecs-12", false)]
    [InlineData("Ecs12ä", false)]
    public async Task The_current_rule_of_a_vnc_password(string password, bool accepted)
    {
        SandboxResponse response = await ChangeAsync("i-optimized", password);

        Assert.Equal(accepted ? (200, null) : (400, "IncorrectVncPassword.Malformed"), (response.Status, response["Code"]));
    }

    [Fact]
    public async Task The_older_rule_is_an_option()
    {
        _sandbox.Server.State.Alibaba.Options = new AlibabaOptions { VncNeedsAllClasses = false };

        Assert.Equal(200, (await ChangeAsync("i-optimized", "123456")).Status);
        Assert.Equal(400, (await ChangeAsync("i-optimized", "1234567")).Status);
    }

    [Theory]
    [InlineData("i-nowhere", 404, "InvalidInstanceId.NotFound")]
    [InlineData("i-shanghai", 404, "InvalidInstanceId.NotFound")]
    [InlineData("i-stopped", 403, "IncorrectInstanceStatus")]
    [InlineData("i-locked", 403, "InstanceLockedForSecurity")]
    [InlineData("i-unpaid", 403, "InstanceExpiredOrInArrears")]
    [InlineData("i-notready", 403, "InstanceNotReady")]
    public async Task Every_rejection_of_a_change_has_its_status_and_code(string id, int status, string code)
    {
        SandboxResponse response = await ChangeAsync(id, "Ecs123");

        Assert.Equal((status, code), (response.Status, response["Code"]));
    }

    [Fact]
    public async Task Missing_and_wrong_parameters_are_rejected()
    {
        await ExpectAsync(400, "MissingParameter", "ModifyInstanceVncPasswd", ("InstanceId", "i-optimized"), ("VncPassword", "Ecs123"));
        await ExpectAsync(400, "MissingParameter", "ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("VncPassword", "Ecs123"));
        await ExpectAsync(400, "MissingParameter", "ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("InstanceId", "i-optimized"));
        await ExpectAsync(404, "InvalidRegionId.NotFound", "ModifyInstanceVncPasswd", ("RegionId", "cn-atlantis"),
            ("InstanceId", "i-optimized"));
        await ExpectAsync(400, "MissingParameter", "ModifyInstanceAttribute", ("InstanceId", "i-login"));
        await ExpectAsync(400, "MissingParameter", "ModifyInstanceAttribute", ("Password", "New-Login-2"));
        await ExpectAsync(400, "MissingParameter", "RebootInstance");
        await ExpectAsync(400, "InvalidParameter", "RebootInstance", ("InstanceId", "i-optimized"), ("ForceStop", "perhaps"));
        await ExpectAsync(400, "MissingParameter", "DescribeInstances");
        await ExpectAsync(400, "InvalidInstanceIds.Malformed", "DescribeInstances", ("RegionId", "cn-hangzhou"),
            ("InstanceIds", "i-optimized"));
        await ExpectAsync(400, "InvalidParameter", "DescribeInstances", ("RegionId", "cn-hangzhou"), ("PageSize", "101"));
        await ExpectAsync(
            400, "InvalidParameter", "DescribeInstances", ("RegionId", "cn-hangzhou"),
            ("InstanceIds", $"[{string.Join(',', Enumerable.Repeat("\"i\"", 101))}]"));
    }

    [Fact]
    public async Task Describe_returns_ten_by_default_even_of_more_ids()
    {
        string ids = $"[{string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"i-bp{i:D18}\""))}]";

        SandboxResponse ten = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-beijing"), ("InstanceIds", ids));
        SandboxResponse thirty = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-beijing"), ("InstanceIds", ids),
            ("PageSize", "100"));
        SandboxResponse last = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-beijing"), ("PageSize", "100"),
            ("PageNumber", "2"));

        Assert.Equal(("30", 10), (ten["TotalCount"], Count(ten)));
        Assert.Equal(("30", 30), (thirty["TotalCount"], Count(thirty)));
        Assert.Equal(("150", 50), (last["TotalCount"], Count(last)));
    }

    [Fact]
    public async Task Describe_pages_by_token()
    {
        SandboxResponse first = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-beijing"), ("MaxResults", "100"));
        SandboxResponse second = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-beijing"), ("MaxResults", "100"),
            ("NextToken", first["NextToken"]!));
        SandboxResponse bent = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-beijing"), ("MaxResults", "1"));

        Assert.Equal((100, 50, ""), (Count(first), Count(second), second["NextToken"]));
        Assert.Equal(10, Count(bent));
    }

    [Fact]
    public async Task An_unknown_id_is_left_out_and_not_an_error()
    {
        SandboxResponse response = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-hangzhou"),
            ("InstanceIds", """["i-nowhere","i-shanghai","i-classic"]"""));

        Assert.Equal((200, "1"), (response.Status, response["TotalCount"]));
        Assert.Equal(("i-classic", "False", "Running"),
            (response["Instances.Instance.0.InstanceId"], response["Instances.Instance.0.IoOptimized"],
                response["Instances.Instance.0.Status"]));
    }

    private DateTimeOffset Now => _sandbox.Server.State.Clock.Now;

    private static int Count(SandboxResponse response) => response.Json.GetProperty("Instances").GetProperty("Instance").GetArrayLength();

    private EcsInstance Find(string id) => _sandbox.Server.State.Alibaba.Instances.Find(id)!;

    private string? Vnc(string id) => Find(id).VncPasswordAt(Now);

    private Task<SandboxResponse> ChangeAsync(string id, string password) =>
        _client.CallAsync("ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("InstanceId", id), ("VncPassword", password));

    private Task<SandboxResponse> RestartAsync(string id) => _client.CallAsync("RebootInstance", ("InstanceId", id));

    private Task<SandboxResponse> ResetAsync(string id, string password) =>
        _client.CallAsync("ModifyInstanceAttribute", ("RegionId", "cn-hangzhou"), ("InstanceId", id), ("Password", password));

    private bool? LogsIn(string id, string? user, string password) =>
        new StateReader(_sandbox.Server.State).Accepts(new LoginAttempt(Cloud.Alibaba, id, password, user));

    private Task<SandboxResponse> DescribeAsync(string id) =>
        _client.CallAsync("DescribeInstances", ("RegionId", "cn-hangzhou"), ("InstanceIds", $"[\"{id}\"]"));

    private async Task<string?> StatusAsync(string id) => (await DescribeAsync(id))["Instances.Instance.0.Status"];

    private async Task ExpectAsync(int status, string code, string action, params (string, string)[] parameters)
    {
        SandboxResponse response = await _client.CallAsync(action, parameters);

        Assert.Equal((status, code), (response.Status, response["Code"]));
    }
}
