using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.AlibabaTestResponses;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

public sealed class EcsResetOperationTests
{
    private const string Password = "Brand-New-Pass-7";
    private const string Modify = "ModifyInstanceAttribute";
    private const string Reboot = "RebootInstance";

    [Fact]
    public void A_reset_sends_the_password_in_a_form_body_and_no_other_attribute()
    {
        ScriptedEcs ecs = new(new Instance("i-web"));
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation(), Password, Target("i-web")));

        ReceivedCall sent = Assert.Single(ecs.Server.Of(Modify));
        Assert.Equal((ChangeStatus.Succeeded, RequestId, 1), (result.Status, result.RequestId, result.Attempts));
        Assert.Equal("https://ecs-cn-hangzhou.aliyuncs.com/", sent.Address.ToString());
        string[] common =
        [
            "AccessKeyId", "Action", "Format", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion", "Timestamp",
            "Version",
        ];
        Assert.Equal(["InstanceId", "Password", "RegionId"], sent.Parameters.Keys.Except(common).Order());
        Assert.Equal(("i-web", Password, "cn-hangzhou"), (sent["InstanceId"], sent["Password"], sent["RegionId"]));
    }

    [Fact]
    public void A_running_instance_waits_for_a_restart_through_the_provider_and_is_not_restarted_unasked()
    {
        ScriptedEcs ecs = new(new Instance("i-web"));
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation(), Password, Target("i-web")));

        Assert.Equal((ChangeStatus.Succeeded, true), (result.Status, result.RestartRequired));
        Assert.Contains("not inside the operating system", result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of(Reboot));
    }

    [Fact]
    public async Task A_region_that_lists_nothing_without_the_permission_is_changed_without_describing()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(
            """
            {
              "accessKeys": [
                { "provider": "alibaba", "id": "key", "secret": "secret" },
                { "provider": "alibaba", "id": "blind", "secret": "secret", "deniedActions": ["DescribeInstances"] }
              ],
              "alibaba": {
                "options": { "listsNothingWithoutPermission": true },
                "instances": [ { "id": "i-web", "region": "cn-hangzhou", "status": "Running" } ]
              }
            }
            """);

        IReadOnlyDictionary<string, TargetResult> blind = world.Change(
            world.Session(AlibabaProvider.Descriptor, "blind"), new EcsResetOperation(), Password, [Target("i-web")]);
        IReadOnlyDictionary<string, TargetResult> seeing = world.Change(
            world.Session(AlibabaProvider.Descriptor), new EcsResetOperation(), Password, [Target("i-none")]);

        Assert.Equal((ChangeStatus.Succeeded, null), (blind["i-web"].Status, blind["i-web"].RestartRequired));
        Assert.Equal((ChangeStatus.Failed, ErrorIds.TargetNotFound), (seeing["i-none"].Status, seeing["i-none"].ErrorId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_next_start_of_a_stopped_instance_applies_the_password_and_nothing_restarts_it(bool restart)
    {
        ScriptedEcs ecs = new(new Instance("i-off", Status: "Stopped"));
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation { Restart = restart }, Password, Target("i-off")));

        Assert.Equal((ChangeStatus.Succeeded, false), (result.Status, result.RestartRequired));
        Assert.Contains("next start applies the password", result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of(Reboot));
    }

    [Fact]
    public void Restart_restarts_what_runs_and_was_changed_and_nothing_else()
    {
        ScriptedEcs ecs = new(
            new Instance("i-1-web"),
            new Instance("i-2-off", Status: "Stopped"),
            new Instance("i-3-bad"),
            new Instance("i-4-locked", Lock: "security"))
        {
            Modify = static call => call["InstanceId"] == "i-3-bad" ? Error(403, "OperationDenied") : Done(),
        };
        using RunHarness harness = new(ecs.Server);

        IReadOnlyList<TargetResult> results = harness.Change(
            new EcsResetOperation { Restart = true },
            Password,
            Target("i-1-web"),
            Target("i-2-off"),
            Target("i-3-bad"),
            Target("i-4-locked"));

        Assert.Equal(
            [ChangeStatus.Accepted, ChangeStatus.Succeeded, ChangeStatus.Failed, ChangeStatus.Failed],
            results.Select(result => result.Status));
        ReceivedCall reboot = Assert.Single(ecs.Server.Of(Reboot));
        Assert.Equal(("i-1-web", null), (reboot["InstanceId"], reboot["ForceStop"]));
        Assert.DoesNotContain(ecs.Server.Calls, static call => call.Action is "StopInstance" or "StartInstance");
    }

    [Fact]
    public void A_forced_restart_powers_off()
    {
        ScriptedEcs ecs = new(new Instance("i-web"));
        using RunHarness harness = new(ecs.Server);

        harness.Change(new EcsResetOperation { Restart = true, ForceStop = true }, Password, Target("i-web"));

        Assert.Equal("true", Assert.Single(ecs.Server.Of(Reboot))["ForceStop"]);
    }

    [Fact]
    public void Polls_that_see_the_Running_from_before_the_restart_do_not_end_the_wait()
    {
        int polls = 0;
        ScriptedEcs ecs = new()
        {
            // The baseline, five polls that lag behind, three of the restart, and the end.
            Describe = _ => Instances(new Instance("i-web", Status: ++polls is > 6 and < 10 ? "Starting" : "Running")),
        };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation { Restart = true }, Password, Target("i-web")));

        Assert.Equal((ChangeStatus.Succeeded, false), (result.Status, result.RestartRequired));
        Assert.Equal("The password is set and the instance was restarted: it is in effect.", result.Message);
        Assert.Equal(10, polls);
    }

    [Fact]
    public void A_restart_whose_response_is_lost_is_never_sent_again()
    {
        ScriptedEcs ecs = new(new Instance("i-web")) { Reboot = static _ => ScriptedAlibaba.Drop() };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation { Restart = true }, Password, Target("i-web")));

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed, null), (result.Status, result.ErrorId, result.RestartRequired));
        Assert.StartsWith("The password is set. ", result.Message, StringComparison.Ordinal);
        Assert.Single(ecs.Server.Of(Reboot));
    }

    [Theory]
    [InlineData("InstanceLockedForSecurity")]
    [InlineData("IncorrectInstanceStatus")]
    public void A_rejected_restart_is_accepted_and_still_required(string code)
    {
        ScriptedEcs ecs = new(new Instance("i-web")) { Reboot = _ => Error(403, code) };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation { Restart = true }, Password, Target("i-web")));

        Assert.Equal(
            (ChangeStatus.Accepted, ErrorIds.RestartFailed, code, true),
            (result.Status, result.ErrorId, result.ErrorCode, result.RestartRequired));
    }

    [Theory]
    [InlineData("Starting")]
    [InlineData("Stopping")]
    [InlineData("Pending")]
    public void An_instance_between_two_states_is_not_changed(string state)
    {
        ScriptedEcs ecs = new(new Instance("i-web", Status: state)) { DescribesWhileStarting = 1 };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation(), Password, Target("i-web")));

        Assert.Equal(
            (ChangeStatus.Failed, ErrorIds.TargetStateInvalid, "IncorrectInstanceStatus"),
            (result.Status, result.ErrorId, result.ErrorCode));
        Assert.Contains(state, result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of(Modify));
    }

    [Theory]
    [InlineData("security", "InstanceLockedForSecurity")]
    [InlineData("financial", null)]
    [InlineData("recycling", null)]
    [InlineData("##vso[task.complete]", null)]
    public void A_locked_instance_is_not_changed(string reason, string? code)
    {
        ScriptedEcs ecs = new(new Instance("i-web", Lock: reason));
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation { Restart = true }, Password, Target("i-web")));

        Assert.Equal((ChangeStatus.Failed, ErrorIds.TargetStateInvalid, code), (result.Status, result.ErrorId, result.ErrorCode));
        Assert.DoesNotContain("##", result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of(Modify));
    }

    [Fact]
    public void An_instance_that_is_not_described_does_not_exist()
    {
        ScriptedEcs ecs = new();
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation(), Password, Target("i-web")));

        Assert.Equal((ChangeStatus.Failed, ErrorIds.TargetNotFound), (result.Status, result.ErrorId));
        Assert.Empty(ecs.Server.Of(Modify));
    }

    [Fact]
    public void Without_the_permission_to_describe_the_password_is_set_and_nothing_is_restarted()
    {
        ScriptedEcs ecs = new(new Instance("i-web")) { Describe = static _ => Error(403, "Forbidden.RAM") };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation { Restart = true }, Password, Target("i-web")));

        Assert.Equal((ChangeStatus.Succeeded, null), (result.Status, result.RestartRequired));
        Assert.EndsWith("The instance was not restarted.", result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of(Reboot));
    }

    [Fact]
    public void A_key_pair_gives_a_warning_before_password_logon_is_switched_on_again()
    {
        ScriptedEcs ecs = new(new Instance("i-1-keys", KeyPair: "ops"), new Instance("i-2-plain"));
        using RunHarness harness = new(ecs.Server);

        harness.Change(new EcsResetOperation(), Password, Target("i-1-keys"), Target("i-2-plain"));

        Assert.Contains(harness.Notices, static notice => notice.Contains("i-1-keys has a key pair", StringComparison.Ordinal));
        Assert.DoesNotContain(harness.Notices, static notice => notice.Contains("i-2-plain has", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("windows", "/rand-New-Pass-7", ErrorIds.PasswordPolicyViolation)]
    [InlineData("linux", "/rand-New-Pass-7", null)]
    [InlineData("windows", Password, null)]
    public void The_Windows_rule_holds_where_the_instance_turns_out_to_be_Windows(string system, string password, string? errorId)
    {
        ScriptedEcs ecs = new(new Instance("i-web", OsType: system));
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation(), password, Target("i-web")));

        Assert.Equal(errorId, result.ErrorId);
        Assert.Equal(errorId is null ? 1 : 0, ecs.Server.Of(Modify).Count);
    }

    [Theory]
    [InlineData("windows", "root", ErrorIds.InvalidTarget)]
    [InlineData("linux", "administrator", ErrorIds.InvalidTarget)]
    [InlineData("linux", "ecs-user", null)]
    [InlineData("windows", "administrator", null)]
    public void A_user_of_another_operating_system_is_rejected(string system, string user, string? errorId)
    {
        ScriptedEcs ecs = new(new Instance("i-web", OsType: system));
        using RunHarness harness = new(ecs.Server);

        PasswordTarget target = new() { Id = "i-web", Region = "cn-hangzhou", UserName = user };
        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation(), Password, target));

        Assert.Equal(errorId, result.ErrorId);
        Assert.Equal(errorId is null ? 1 : 0, ecs.Server.Of(Modify).Count);
    }

    [Fact]
    public void A_reset_is_sent_again_after_a_lost_response_with_a_new_nonce()
    {
        int attempts = 0;
        ScriptedEcs ecs = new(new Instance("i-web")) { Modify = _ => ++attempts == 1 ? ScriptedAlibaba.Drop() : Done() };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation(), Password, Target("i-web")));

        IReadOnlyList<ReceivedCall> sent = ecs.Server.Of(Modify);
        Assert.Equal((ChangeStatus.Succeeded, 2), (result.Status, result.Attempts));
        Assert.NotEqual(sent[0]["SignatureNonce"], sent[1]["SignatureNonce"]);
    }

    [Theory]
    [InlineData(400, "InvalidPassword.Malformed", ErrorIds.PasswordPolicyViolation)]
    [InlineData(400, "InvalidHostPassword.Malformed", ErrorIds.PasswordPolicyViolation)]
    [InlineData(403, "IncorrectInstanceStatus", ErrorIds.TargetStateInvalid)]
    [InlineData(403, "OperationDenied", ErrorIds.TargetStateInvalid)]
    [InlineData(400, "InvalidOperation.InvalidEcsState", ErrorIds.TargetStateInvalid)]
    [InlineData(403, "InvalidOperation.InvalidRegion", ErrorIds.ProviderError)]
    [InlineData(403, "InstanceLockedForSecurity", ErrorIds.TargetStateInvalid)]
    [InlineData(404, "InvalidInstanceId.NotFound", ErrorIds.TargetNotFound)]
    [InlineData(403, "InvalidUser.Unauthorized", ErrorIds.AccessDenied)]
    [InlineData(403, "Forbidden.RAM", ErrorIds.AccessDenied)]
    [InlineData(400, "MissingParameter", ErrorIds.ProviderError)]
    public void A_rejection_has_the_error_id_of_its_code(int status, string code, string errorId)
    {
        ScriptedEcs ecs = new(new Instance("i-web")) { Modify = _ => Error(status, code, $"{Password} is not valid") };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsResetOperation { Restart = true }, Password, Target("i-web")));

        Assert.Equal((ChangeStatus.Failed, errorId, code), (result.Status, result.ErrorId, result.ErrorCode));
        Assert.DoesNotContain(Password, result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of(Reboot));
    }

    [Fact]
    public void A_later_command_waits_for_an_accepted_restart()
    {
        ScriptedEcs ecs = new(new Instance("i-web", Status: "Starting")) { DescribesWhileStarting = 2 };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });
        using SecretText none = new(ReadOnlySpan<char>.Empty);

        harness.Run.TryPoll(
            Target("i-web"),
            harness.Session,
            EcsInstanceContracts.ResetPassword.CreateFollowUp!(),
            new SharedPassword(none),
            RequestId,
            1,
            harness.Time.GetUtcNow());
        TargetResult result = Assert.Single(harness.ReadToEnd());

        Assert.Equal((ChangeStatus.Succeeded, false, "EcsInstance"), (result.Status, result.RestartRequired, result.Resource));
    }

    [Theory]
    [InlineData(
        """
        ,"OSType":"windows","KeyPairName":"ops","OperationLocks":{"LockReason":[{"LockReason":"financial"},{"LockReason":"security"}]}
        """,
        true,
        true,
        "security")]
    [InlineData(""","OSType":"linux","KeyPairName":"","OperationLocks":{"LockReason":[{}]}""", false, false, "")]
    [InlineData(""","OSType":"","OperationLocks":{"LockReason":[]}""", null, false, null)]
    [InlineData(""","OperationLocks":null""", null, false, null)]
    public void What_a_describe_call_shows_of_an_instance(string members, bool? isWindows, bool hasKeyPair, string? lockReason)
    {
        ProviderReply reply = EcsResponses.ReadInstances(Wire.Response(
            200,
            """{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","Instances":{"Instance":[{"InstanceId":"i-web","Status":"Running" """
                + members + "}]}}"));

        DescribedInstance seen = Assert.IsType<DescribedInstances>(reply.Content).Instances["i-web"];

        Assert.Equal((isWindows, hasKeyPair, lockReason), (seen.IsWindows, seen.HasKeyPair, seen.LockReason));
    }

    private static PasswordTarget Target(string id) => new() { Id = id, Region = "cn-hangzhou" };
}
