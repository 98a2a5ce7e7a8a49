using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers.Huawei.Ecs;
using PasswordCmdlets.Core.Tests.TestSupport;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

/// <summary>Resets of ECS servers, against the sandbox.</summary>
public sealed class EcsServerResetOperationTests
{
    private const string Password = "Brand-New-Pass-7";
    private const string Region = "cn-north-4";
    private const string Single = "ResetServerPassword";
    private const string Batch = "BatchResetServersPassword";
    private const string Flag = "ShowResetPasswordFlag";
    private const string Reboot = "BatchRebootServers";

    private const string Project = "5a4db0c50000000000000000000000a1";

    private const string Seed = $$"""
        {
          "accessKeys": [
            { "provider": "huawei", "id": "key", "secret": "secret", "account": "domain" },
            { "provider": "huawei", "id": "blind", "secret": "secret", "account": "domain",
              "deniedActions": ["ListCloudServers", "ListServersDetails"] },
            { "provider": "huawei", "id": "half", "secret": "secret", "account": "domain", "deniedActions": ["ShowResetPasswordFlag"] },
            { "provider": "huawei", "id": "calm", "secret": "secret", "account": "domain", "deniedActions": ["BatchRebootServers"] },
            { "provider": "huawei", "id": "jobless", "secret": "secret", "account": "domain", "deniedActions": ["ShowJob"] },
            { "provider": "huawei", "id": "other", "secret": "secret", "account": "nobody" }
          ],
          "huawei": {
            "projects": [ { "id": "{{Project}}", "name": "cn-north-4", "domain": "domain" } ],
            "options": { "restartMilliseconds": 40000 },
            "servers": [
              { "id": "616fb98f-1111-4000-8000-000000000001", "projectId": "{{Project}}" },
              { "id": "616fb98f-1111-4000-8000-000000000002", "projectId": "{{Project}}" },
              { "id": "616fb98f-1111-4000-8000-000000000003", "projectId": "{{Project}}", "status": "SHUTOFF" },
              { "id": "616fb98f-1111-4000-8000-000000000004", "projectId": "{{Project}}", "hasPlugin": false },
              { "id": "616fb98f-1111-4000-8000-000000000005", "projectId": "{{Project}}",
                "softRestartFailsWith": "The guest did not shut down." },
              { "id": "616fb98f-1111-4000-8000-000000000006", "projectId": "{{Project}}", "restartFailsWith": "The host is down." },
              { "id": "616fb98f-1111-4000-8000-000000000007", "projectId": "{{Project}}", "locked": true },
              { "id": "616fb98f-1111-4000-8000-000000000008", "projectId": "{{Project}}", "frozen": true },
              { "id": "616fb98f-1111-4000-8000-000000000009", "projectId": "{{Project}}", "taskState": "image_snapshot" },
              { "id": "616fb98f-1111-4000-8000-000000000010", "projectId": "{{Project}}", "status": "ERROR" },
              { "id": "616fb98f-1111-4000-8000-000000000011", "projectId": "{{Project}}", "refuses": "Ecs.0612" },
              { "id": "616fb98f-1111-4000-8000-000000000012", "projectId": "{{Project}}", "pluginFails": true },
              { "id": "616fb98f-1111-4000-8000-000000000013", "projectId": "{{Project}}", "status": "REBUILD" },
              { "generate": { "count": 1200 }, "projectId": "{{Project}}" }
            ]
          }
        }
        """;

    [Fact]
    public async Task One_server_takes_a_call_of_its_own_and_is_accepted_at_best()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        TargetResult result = Run(world, 1)[Id(1)];

        Assert.Equal((ChangeStatus.Accepted, null, true), Facts(result));
        Assert.Contains("it takes effect when the server is restarted", result.Message, StringComparison.Ordinal);
        Assert.Contains("log on", result.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1, 0), (world.Arrived(Single), world.Arrived(Batch), world.Arrived("ListCloudServers"), world.Arrived(Reboot)));
        Assert.False(Logs(world, 1));
    }

    [Fact]
    public async Task Several_share_a_batch_and_a_project_that_is_looked_up_once()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results = Run(world, 1, 2, 3);

        Assert.All(results.Values, static result => Assert.Equal(ChangeStatus.Accepted, result.Status));
        Assert.Equal((0, 1, 1, 3), (world.Arrived(Single), world.Arrived(Batch), world.Arrived("ListServersDetails"), world.Arrived(Flag)));
        Assert.Equal(1, world.Arrived("KeystoneListProjects"));
        Assert.Equal(false, results[Id(3)].RestartRequired);
        Assert.Contains("it takes effect when the server is started", results[Id(3)].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_has_up_to_a_thousand_servers_and_is_described_by_the_hundred()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        IEnumerable<string> ids = Enumerable.Range(0, 1100).Select(static number => $"616fb98f-0000-4000-8000-{number:x12}");

        IReadOnlyDictionary<string, TargetResult> results = RunIds(world, "key", new EcsServerResetOperation(world.Time), [.. ids]);

        Assert.Equal(1100, results.Values.Count(static result => result.Status == ChangeStatus.Accepted));
        Assert.Equal((2, 11), (world.Arrived(Batch), world.Arrived("ListServersDetails")));
        Assert.Equal(
            [100, 1000],
            world.Sandbox.Requests.Entries
                .Where(static entry => entry.Action == Batch)
                .Select(static entry => entry.TargetIds.Count)
                .Order());
    }

    [Theory]
    [InlineData(4, ErrorIds.TargetStateInvalid, "Ecs.0613")]
    [InlineData(7, ErrorIds.TargetStateInvalid, null)]
    [InlineData(8, ErrorIds.TargetStateInvalid, null)]
    [InlineData(9, ErrorIds.TargetBusy, null)]
    [InlineData(10, ErrorIds.TargetStateInvalid, null)]
    [InlineData(13, ErrorIds.TargetBusy, null)]
    [InlineData(99, ErrorIds.TargetNotFound, null)]
    public async Task What_a_describe_call_rules_out_is_not_sent_and_costs_the_others_nothing(int bad, string errorId, string? code)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results = Run(world, bad, 1);

        Assert.Equal((ChangeStatus.Failed, errorId, code), (results[Id(bad)].Status, results[Id(bad)].ErrorId, results[Id(bad)].ErrorCode));
        Assert.Equal(ChangeStatus.Accepted, results[Id(1)].Status);
        Assert.Equal((1, 0), (world.Arrived(Single), world.Arrived(Batch)));
    }

    [Theory]
    [InlineData(true, ChangeStatus.Accepted)]
    [InlineData(false, ChangeStatus.Unknown)]
    public async Task A_batch_that_some_reject_has_a_result_for_each_server(bool showsAccepted, object others)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Sandbox.State.Huawei.Options = new HuaweiOptions { BatchShowsAccepted = showsAccepted };

        EcsServerResetOperation operation = new(world.Time);
        IReadOnlyDictionary<string, TargetResult> results = RunAs(world, "half", operation, 1, 4, 11);

        Assert.Equal(others, results[Id(1)].Status);
        Assert.Equal((ErrorIds.TargetStateInvalid, "Ecs.0613"), (results[Id(4)].ErrorId, results[Id(4)].ErrorCode));
        Assert.Equal((ErrorIds.TargetStateInvalid, "Ecs.0612"), (results[Id(11)].ErrorId, results[Id(11)].ErrorCode));
        Assert.Equal((1, 1), (world.Arrived(Batch), world.Sandbox.State.Huawei.Servers.Peek(Id(1))!.Executions));
    }

    [Fact]
    public async Task Without_permission_to_describe_the_reset_goes_on_and_one_unknown_id_is_searched()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        EcsServerResetOperation operation = new(world.Time) { Restart = true };
        IReadOnlyDictionary<string, TargetResult> results = RunAs(world, "blind", operation, 1, 2, 99);

        Assert.Equal(ErrorIds.TargetNotFound, results[Id(99)].ErrorId);
        Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed, null), Facts(results[Id(1)]));
        Assert.Contains("whether it is running is unknown", results[Id(1)].Message, StringComparison.Ordinal);
        Assert.Equal((0, 1), (world.Arrived(Reboot), world.Sandbox.State.Huawei.Servers.Peek(Id(1))!.Executions));
    }

    [Fact]
    public async Task A_restart_is_one_of_what_runs_and_its_job_is_polled_to_the_end()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        EcsServerResetOperation operation = new(world.Time) { Restart = true };
        IReadOnlyDictionary<string, TargetResult> results = RunAs(world, "key", operation, 1, 3);

        Assert.Equal((ChangeStatus.Accepted, null, false), Facts(results[Id(1)]));
        Assert.Contains("the server was restarted. Now log on", results[Id(1)].Message, StringComparison.Ordinal);
        Assert.Contains("it takes effect when the server is started", results[Id(3)].Message, StringComparison.Ordinal);
        Assert.Equal(1, world.Arrived(Reboot));
        Assert.InRange(world.Arrived("ShowJob"), 2, 20);
        Assert.Equal((1, 0, true), (Find(world, 1).Restarts, Find(world, 1).PowerOffs, Logs(world, 1)));
    }

    [Fact]
    public async Task A_plug_in_that_fails_is_seen_by_nobody()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        TargetResult result = RunAs(world, "key", new EcsServerResetOperation(world.Time) { Restart = true }, 12)[Id(12)];

        Assert.Equal((ChangeStatus.Accepted, false), (result.Status, Logs(world, 12)));
        Assert.Contains("the provider does not report whether its plug-in set it", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_that_fails_says_so_and_the_password_waits_for_one()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        TargetResult result = RunAs(world, "key", new EcsServerResetOperation(world.Time) { Restart = true }, 5)[Id(5)];

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed, true), Facts(result));
        Assert.Equal("Ecs.0208", result.ErrorCode);
        Assert.Contains("The server was not restarted: The guest did not shut down.", result.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (world.Arrived(Reboot), Find(world, 5).Restarts));
    }

    [Theory]
    [InlineData(1, 1, 0, null, false)]
    [InlineData(5, 2, 1, null, false)]
    [InlineData(6, 2, 0, ErrorIds.RestartFailed, true)]
    public async Task Force_powers_off_what_could_not_be_restarted_and_nothing_else(
        int number, int reboots, int powerOffs, string? errorId, bool required)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        EcsServerResetOperation operation = new(world.Time) { Restart = true, PowersOff = true };
        TargetResult result = RunAs(world, "key", operation, number)[Id(number)];

        Assert.Equal((ChangeStatus.Accepted, errorId, required), Facts(result));
        Assert.Equal((reboots, powerOffs), (world.Arrived(Reboot), Find(world, number).PowerOffs));
    }

    [Fact]
    public async Task Force_does_not_repeat_a_restart_that_is_not_permitted()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        EcsServerResetOperation operation = new(world.Time) { Restart = true, PowersOff = true };
        TargetResult result = RunAs(world, "calm", operation, 1)[Id(1)];

        Assert.Equal((ErrorIds.RestartFailed, "Pdp.0001", true), (result.ErrorId, result.ErrorCode, result.RestartRequired));
        Assert.Equal(1, world.Arrived(Reboot));
    }

    [Fact]
    public async Task A_job_that_cannot_be_polled_leaves_the_restart_unknown()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        EcsServerResetOperation operation = new(world.Time) { Restart = true, PowersOff = true };
        TargetResult result = RunAs(world, "jobless", operation, 1)[Id(1)];

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed, null), Facts(result));
        Assert.Equal((1, 1), (world.Arrived(Reboot), world.Arrived("ShowJob")));
    }

    [Fact]
    public async Task A_restart_that_does_not_end_in_time_says_so()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Sandbox.State.Huawei.Options = new HuaweiOptions { RestartMilliseconds = int.MaxValue };

        TargetResult result = RunAs(world, "key", new EcsServerResetOperation(world.Time) { Restart = true }, 1)[Id(1)];

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.WaitTimeout, null), Facts(result));
    }

    [Fact]
    public async Task A_restart_whose_response_was_lost_is_never_sent_again()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Reset, AfterCommit = true, Action = Reboot });

        EcsServerResetOperation operation = new(world.Time) { Restart = true, PowersOff = true };
        TargetResult result = RunAs(world, "key", operation, 1)[Id(1)];

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed, null), Facts(result));
        Assert.Equal((1, 1), (world.Arrived(Reboot), Find(world, 1).Restarts));
    }

    [Fact]
    public async Task An_account_without_a_project_sends_nothing()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        TargetResult result = RunAs(world, "other", new EcsServerResetOperation(world.Time), 1)[Id(1)];

        Assert.Equal((ChangeStatus.Failed, ErrorIds.InvalidTarget), (result.Status, result.ErrorId));
        Assert.Equal((0, 0), (world.Arrived(Single), world.Arrived("ListCloudServers")));
    }

    [Theory]
    [InlineData("Common.0024")]
    [InlineData("Common.1503")]
    public async Task A_throttle_of_any_status_is_waited_out(string code)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Refuse, Code = code, Action = Single, First = 1 });

        TargetResult result = Run(world, 1)[Id(1)];

        Assert.Equal((ChangeStatus.Accepted, 2, 1), (result.Status, world.Arrived(Single), Find(world, 1).Executions));
    }

    [Fact]
    public async Task A_202_without_a_known_code_is_sent_again_and_never_a_success()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Refuse, Code = "Ecs.9999", Status = 202, Action = Single });

        TargetResult result = Run(world, 1)[Id(1)];

        Assert.Equal((ChangeStatus.Unknown, ErrorIds.OutcomeUnknown), (result.Status, result.ErrorId));
        Assert.Equal(5, world.Arrived(Single));
    }

    [Fact]
    public async Task A_cloud_without_this_call_is_named()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Refuse, Code = "APIGW.0101", Action = Single });

        TargetResult result = Run(world, 1)[Id(1)];

        Assert.Equal((ChangeStatus.Failed, "APIGW.0101"), (result.Status, result.ErrorCode));
        Assert.Contains("Open Telekom Cloud has no password reset", result.Message, StringComparison.Ordinal);
    }

    private static (ChangeStatus Status, string? ErrorId, bool? RestartRequired) Facts(TargetResult result) =>
        (result.Status, result.ErrorId, result.RestartRequired);

    private static string Id(int number) => $"616fb98f-1111-4000-8000-{number:d12}";

    private static EcsServer Find(EngineWorld world, int number) => world.Sandbox.State.Huawei.Servers.Peek(Id(number))!;

    private static bool Logs(EngineWorld world, int number) => Find(world, number).Accepts(null, Password, world.Sandbox.State.Clock.Now);

    private static IReadOnlyDictionary<string, TargetResult> Run(EngineWorld world, params int[] numbers) =>
        RunAs(world, "key", new EcsServerResetOperation(world.Time), numbers);

    private static IReadOnlyDictionary<string, TargetResult> RunAs(
        EngineWorld world, string key, EcsServerResetOperation operation, params int[] numbers) =>
        RunIds(world, key, operation, [.. numbers.Select(Id)]);

    private static IReadOnlyDictionary<string, TargetResult> RunIds(
        EngineWorld world, string key, EcsServerResetOperation operation, string[] ids) => world.Change(
            world.Session(HuaweiProvider.Descriptor, key),
            operation,
            Password,
            ids.Select(static id => new PasswordTarget { Id = id, Region = Region }));
}
