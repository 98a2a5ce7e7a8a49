using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.AlibabaTestResponses;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

public sealed class EcsVncOperationTests
{
    [Fact]
    public void An_io_optimized_instance_has_its_password_at_once()
    {
        ScriptedEcs ecs = new(new Instance("i-fast"));
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation(), "Ecs123", Target("i-fast")));

        ReceivedCall sent = Assert.Single(ecs.Server.Of("ModifyInstanceVncPasswd"));
        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.False(result.RestartRequired);
        Assert.Equal(RequestId, result.RequestId);
        Assert.Equal(1, result.Attempts);
        Assert.Equal("Ecs123", sent["VncPassword"]);
        Assert.Equal("cn-hangzhou", sent["RegionId"]);
        Assert.Equal("https://ecs-cn-hangzhou.aliyuncs.com/", sent.Address.ToString());
    }

    [Fact]
    public void One_call_describes_a_hundred_instances()
    {
        string[] ids = Enumerable.Range(0, 250).Select(number => $"i-{number:000}").ToArray();
        ScriptedEcs ecs = new(ids.Select(id => new Instance(id)).ToArray());
        using RunHarness harness = new(ecs.Server);

        IReadOnlyList<TargetResult> results = harness.Change(new EcsVncOperation(), "Ecs123", ids.Select(Target).ToArray());

        IReadOnlyList<ReceivedCall> looks = ecs.Server.Of("DescribeInstances");
        Assert.All(results, result => Assert.Equal(ChangeStatus.Succeeded, result.Status));
        Assert.Equal(250, ecs.Server.Of("ModifyInstanceVncPasswd").Count);
        Assert.Equal([50, 100, 100], looks.Select(look => JsonSerializer.Deserialize<string[]>(look["InstanceIds"]!)!.Length).Order());
        Assert.All(looks, look => Assert.Equal("100", look["PageSize"]));
    }

    [Fact]
    public void An_unknown_and_a_stopped_instance_are_rejected_before_anything_is_sent_for_them()
    {
        ScriptedEcs ecs = new(new Instance("i-1-runs"), new Instance("i-2-stopped", Status: "Stopped"));
        using RunHarness harness = new(ecs.Server);

        IReadOnlyList<TargetResult> results =
            harness.Change(new EcsVncOperation(), "Ecs123", Target("i-1-runs"), Target("i-2-stopped"), Target("i-3-unknown"));

        Assert.Equal([null, ErrorIds.TargetStateInvalid, ErrorIds.TargetNotFound], results.Select(result => result.ErrorId));
        Assert.Equal("IncorrectInstanceStatus", results[1].ErrorCode);
        Assert.Equal("i-1-runs", Assert.Single(ecs.Server.Of("ModifyInstanceVncPasswd"))["InstanceId"]);
    }

    [Fact]
    public void Without_restart_an_instance_that_needs_one_says_so()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false));
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation(), "Ecs123", Target("i-slow")));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.True(result.RestartRequired);
        Assert.Contains("-Restart", result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of("RebootInstance"));
    }

    [Fact]
    public void Without_the_permission_to_describe_the_need_is_unknown_and_nothing_is_restarted()
    {
        ScriptedEcs ecs = new(new Instance("i-any", IoOptimized: false)) { Describe = _ => Error(403, "Forbidden.RAM") };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-any")));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Null(result.RestartRequired);
        Assert.Contains("not restarted", result.Message, StringComparison.Ordinal);
        Assert.Empty(ecs.Server.Of("RebootInstance"));
    }

    [Fact]
    public void An_empty_list_without_the_permission_is_no_missing_instance()
    {
        ScriptedEcs ecs = new() { Describe = static call => call["DryRun"] is null ? Instances() : Error(403, "Forbidden.RAM") };
        using RunHarness harness = new(ecs.Server);

        IReadOnlyList<TargetResult> results =
            harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-1"), Target("i-2"));

        Assert.All(results, static result => Assert.Equal((ChangeStatus.Succeeded, null), (result.Status, result.RestartRequired)));
        Assert.Equal([null, "true"], ecs.Server.Of("DescribeInstances").Select(static call => call["DryRun"]));
        Assert.All(ecs.Server.Of("DescribeInstances"), static call => Assert.Equal("""["i-1","i-2"]""", call["InstanceIds"]));
    }

    [Fact]
    public void A_key_that_may_not_describe_some_instances_describes_others()
    {
        ScriptedEcs ecs = new(new Instance("i-1", IoOptimized: false))
        {
            Describe = static call => call["InstanceIds"] == """["i-gone"]"""
                ? call["DryRun"] is null ? Instances() : Error(403, "Forbidden.RAM")
                : null!,
        };
        using RunHarness harness = new(ecs.Server, new RunOptions { Canary = 1 });

        harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-gone"), Target("i-1"));

        Assert.Equal("i-1", Assert.Single(ecs.Server.Of("RebootInstance"))["InstanceId"]);
    }

    [Fact]
    public void An_empty_list_with_the_permission_is_a_missing_instance()
    {
        ScriptedEcs ecs = new();
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation(), "Ecs123", Target("i-none")));

        Assert.Equal((ChangeStatus.Failed, ErrorIds.TargetNotFound), (result.Status, result.ErrorId));
        Assert.Equal([null, "true"], ecs.Server.Of("DescribeInstances").Select(static call => call["DryRun"]));
    }

    [Fact]
    public void A_restart_that_cannot_be_described_without_the_permission_stays_accepted()
    {
        ScriptedEcs ecs = new() { Describe = static call => call["DryRun"] is null ? Instances() : Error(403, "Forbidden.RAM") };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        using SecretText none = new(ReadOnlySpan<char>.Empty);
        harness.Run.TryPoll(Target("i-slow"), harness.Session, new EcsVncOperation(), new SharedPassword(none), RequestId, 1,
            harness.Time.GetUtcNow());
        TargetResult result = Assert.Single(harness.ReadToEnd());

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.WaitTimeout), (result.Status, result.ErrorId));
        Assert.Contains("ecs:DescribeInstances", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restart_restarts_only_what_needs_it_and_after_the_password_is_set()
    {
        ScriptedEcs ecs = new(new Instance("i-1-fast"), new Instance("i-2-slow", IoOptimized: false));
        using RunHarness harness = new(ecs.Server);

        IReadOnlyList<TargetResult> results =
            harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-1-fast"), Target("i-2-slow"));

        ReceivedCall reboot = Assert.Single(ecs.Server.Of("RebootInstance"));
        Assert.Equal("i-2-slow", reboot["InstanceId"]);
        Assert.Null(reboot["ForceStop"]);
        List<ReceivedCall> calls = [.. ecs.Server.Calls];
        Assert.True(
            calls.FindIndex(call => call.Action == "ModifyInstanceVncPasswd" && call["InstanceId"] == "i-2-slow") < calls.IndexOf(reboot));
        Assert.Equal([ChangeStatus.Succeeded, ChangeStatus.Accepted], results.Select(result => result.Status));
        Assert.Null(results[1].ErrorId);
        Assert.True(results[1].RestartRequired);
        Assert.Equal(RequestId, results[1].RequestId);
    }

    [Fact]
    public void Force_switches_off()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false));
        using RunHarness harness = new(ecs.Server);

        harness.Change(new EcsVncOperation { Restart = true, ForceStop = true }, "Ecs123", Target("i-slow"));

        Assert.Equal("true", Assert.Single(ecs.Server.Of("RebootInstance"))["ForceStop"]);
    }

    [Fact]
    public void Waiting_ends_when_the_instance_runs_again()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false)) { DescribesWhileStarting = 3 };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.False(result.RestartRequired);
        Assert.Contains("restarted", result.Message, StringComparison.Ordinal);
        Assert.Equal(1 + 3 + 1, ecs.Server.Of("DescribeInstances").Count);
    }

    [Theory]
    [InlineData(null, 15, 30)]
    [InlineData(1, 15, 30)]
    [InlineData(60 * 24, 120, 140)]
    public void An_instance_that_was_never_seen_down_counts_as_restarted_only_after_a_while(
        int? minutesSinceStart, int atLeast, int atMost)
    {
        DateTimeOffset began = new FakeTimeProvider().GetUtcNow();
        string start = minutesSinceStart is { } minutes
            ? began.AddMinutes(-minutes).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)
            : string.Empty;
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false, StartTime: start));
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.InRange((harness.Time.GetUtcNow() - began).TotalSeconds, atLeast, atMost);
    }

    [Fact]
    public void Another_start_time_shows_a_restart_that_was_never_seen_down()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false)) { StartTimeAfterRestart = "2026-11-20T16:00Z" };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Equal(2, ecs.Server.Of("DescribeInstances").Count);
    }

    [Fact]
    public void A_restart_that_does_not_end_in_time_is_accepted_and_can_be_waited_for()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false)) { DescribesWhileStarting = int.MaxValue };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true, WaitTimeout = TimeSpan.FromSeconds(60) });

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.WaitTimeout), (result.Status, result.ErrorId));
        Assert.Contains("Wait-CloudPasswordReset", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_command_sees_an_accepted_restart_to_its_end()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", Status: "Starting", IoOptimized: false)) { DescribesWhileStarting = 2 };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        using SecretText none = new(ReadOnlySpan<char>.Empty);
        harness.Run.TryPoll(Target("i-slow"), harness.Session, new EcsVncOperation(), new SharedPassword(none), RequestId, 1,
            harness.Time.GetUtcNow());
        TargetResult result = Assert.Single(harness.ReadToEnd());

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.False(result.RestartRequired);
        Assert.Contains("restarted", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_restart_leaves_a_set_password_that_waits_for_one()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false)) { Reboot = _ => Error(403, "InstanceLockedForSecurity") };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed), (result.Status, result.ErrorId));
        Assert.Equal("InstanceLockedForSecurity", result.ErrorCode);
        Assert.True(result.RestartRequired);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_restart_whose_response_was_lost_is_recognised_and_never_sent_again(bool serverError)
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false)) { DescribesWhileStarting = 2 };
        ecs.Reboot = call =>
        {
            ecs.Restart(call["InstanceId"]!);
            return serverError ? Error(500, "InternalError") : ScriptedAlibaba.Drop();
        };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Single(ecs.Server.Of("RebootInstance"));
    }

    [Fact]
    public void A_lost_restart_without_a_visible_effect_stays_unknown_and_is_never_sent_again()
    {
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false)) { Reboot = _ => ScriptedAlibaba.Drop() };
        using RunHarness harness = new(ecs.Server, new RunOptions { Wait = true });

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed), (result.Status, result.ErrorId));
        Assert.Null(result.RestartRequired);
        Assert.Single(ecs.Server.Of("RebootInstance"));
    }

    [Fact]
    public void Stopping_between_password_and_restart_restarts_nothing()
    {
        RunHarness? harness = null;
        ScriptedEcs ecs = new(new Instance("i-slow", IoOptimized: false));
        ecs.Modify = _ =>
        {
            harness!.Run.Stop();
            return Done();
        };
        using (harness = new RunHarness(ecs.Server))
        {
            TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-slow")));

            Assert.Equal((ChangeStatus.Accepted, ErrorIds.RestartFailed), (result.Status, result.ErrorId));
            Assert.True(result.RestartRequired);
            Assert.Empty(ecs.Server.Of("RebootInstance"));
        }
    }

    [Fact]
    public void Setting_a_password_is_repeated_after_a_lost_response_with_a_new_nonce()
    {
        int attempts = 0;
        ScriptedEcs ecs = new(new Instance("i-fast")) { Modify = _ => ++attempts == 1 ? ScriptedAlibaba.Drop() : Done() };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation(), "Ecs123", Target("i-fast")));

        IReadOnlyList<ReceivedCall> sent = ecs.Server.Of("ModifyInstanceVncPasswd");
        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Equal(2, result.Attempts);
        Assert.NotEqual(sent[0]["SignatureNonce"], sent[1]["SignatureNonce"]);
    }

    [Fact]
    public void Once_a_response_was_lost_no_later_rejection_makes_it_certain()
    {
        int attempts = 0;
        ScriptedEcs ecs = new(new Instance("i-fast"))
        {
            Modify = _ => ++attempts == 1 ? ScriptedAlibaba.Drop() : Error(403, "IncorrectInstanceStatus"),
        };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation { Restart = true }, "Ecs123", Target("i-fast")));

        Assert.Equal((ChangeStatus.Unknown, ErrorIds.OutcomeUnknown), (result.Status, result.ErrorId));
        Assert.Contains("does no harm", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_throttled_call_is_made_again_in_the_next_minute()
    {
        int attempts = 0;
        ScriptedEcs ecs = new(new Instance("i-fast"))
        {
            Modify = _ => ++attempts == 1 ? Error(400, "Throttling.User", headers: ("Date", "Fri, 20 Nov 2026 16:00:20 GMT")) : Done(),
        };
        using RunHarness harness = new(ecs.Server);
        DateTimeOffset began = harness.Time.GetUtcNow();

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation(), "Ecs123", Target("i-fast")));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.InRange((harness.Time.GetUtcNow() - began).TotalSeconds, 41, 60);
    }

    [Fact]
    public void A_key_that_the_describe_call_rejects_fails_one_target_and_cancels_the_rest()
    {
        ScriptedEcs ecs = new() { Describe = _ => Error(404, "InvalidAccessKeyId.NotFound") };
        using RunHarness harness = new(ecs.Server);

        IReadOnlyList<TargetResult> results = harness.Change(new EcsVncOperation(), "Ecs123", Target("i-1"), Target("i-2"), Target("i-3"));

        TargetResult failed = Assert.Single(results, result => result.Status == ChangeStatus.Failed);
        Assert.Equal((ErrorIds.AuthenticationFailed, "InvalidAccessKeyId.NotFound"), (failed.ErrorId, failed.ErrorCode));
        Assert.Equal(2, results.Count(result => result.Status == ChangeStatus.Cancelled));
        Assert.Single(ecs.Server.Calls);
    }

    [Fact]
    public void The_password_is_in_nothing_that_is_said()
    {
        ScriptedEcs ecs = new(new Instance("i-fast"))
        {
            Modify = _ => Error(400, "IncorrectVncPassword.Malformed", "VncPassword Ecs1234 is not valid"),
        };
        using RunHarness harness = new(ecs.Server);

        TargetResult result = Assert.Single(harness.Change(new EcsVncOperation(), "Ecs1234", Target("i-fast")));

        Assert.Equal(ErrorIds.PasswordPolicyViolation, result.ErrorId);
        Assert.DoesNotContain("Ecs1234", result.Message, StringComparison.Ordinal);
        Assert.All(harness.Notices, notice => Assert.DoesNotContain("Ecs1234", notice, StringComparison.Ordinal));
        Assert.All(ecs.Server.Calls, call => Assert.Empty(call.Address.Query));
    }

    private static PasswordTarget Target(string id) => new() { Id = id, Region = "cn-hangzhou" };
}
