using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>One group of targets: the describe call before, the effect of a rejection, and the outcome after a lost response.</summary>
public sealed class GroupRunnerTests : IDisposable
{
    private readonly CallBench _bench = new()
    {
        Options = new RunOptions { Timeout = TimeSpan.FromDays(1), AttemptTimeout = TimeSpan.FromHours(1), MaximumRetryCount = 0 },
    };
    private readonly SharedPassword _shared = new(new SecretText("new".AsSpan()));
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, TargetOutcome> _finished = [];
    private readonly Dictionary<string, string?> _accepted = [];
    private readonly CountingReport _report = new();
    private Func<string, int, string> _script = static (_, _) => "None";
    private GroupRunner? _groups;

    [Fact]
    public async Task A_missing_permission_to_describe_costs_one_request_in_each_region()
    {
        Script("Describe", "AccessDenied");
        ScriptedOperation operation = new();

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");
        await RunAsync(operation, ["c"], region: "there");

        Assert.Equal(["Describe a", "Change a to new", "Change b to new", "Describe c", "Change c to new"], _asked);
        Assert.Equal(3, _accepted.Count);
        Assert.Contains(
            (NoticeLevel.Verbose, "Describe failed (AccessDenied); the change goes on without describing the instances first. "
                + "Grant test:Describe to the caller."),
            _bench.Notices);
    }

    [Theory]
    [InlineData("Describe")]
    [InlineData("Denials")]
    public async Task A_permission_that_one_project_lacks_does_not_end_the_describe_calls_of_another(string denied)
    {
        Script("Describe", body => body.EndsWith('a') && denied == "Describe" ? "AccessDenied" : $"None {body[^1]}=r0");
        Script("Denials", body => body.EndsWith('a') ? "AccessDenied" : "None");
        ScriptedOperation operation = new() { Describes = (100, 100) };

        await RunAsync(operation, _shared, ["a"], "here", "p1");
        await RunAsync(operation, _shared, ["b"], "here", "p2");

        Assert.Equal(["Describe b", "Denials b", "Change b to new"], _asked.SkipWhile(static asked => asked != "Describe b"));
    }

    [Fact]
    public async Task A_describe_call_that_fails_otherwise_is_repeated_for_the_next_group()
    {
        Script("Describe", "Transient");
        ScriptedOperation operation = new();

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        Assert.Equal(["Describe a", "Change a to new", "Describe b", "Change b to new"], _asked);
    }

    [Fact]
    public async Task A_describe_call_without_a_response_is_repeated_once_and_the_reason_is_reported()
    {
        Script("Describe", "lost");

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Equal(["Describe a", "Describe a", "Change a to new"], _asked);
        Assert.Contains(
            (NoticeLevel.Verbose,
                "Describe failed (the connection was closed without a response); the change goes on without describing the "
                    + "instances first."), _bench.Notices);
    }

    [Theory]
    [InlineData(80, 30, 10)]
    [InlineData(24, 30, 6)]
    public async Task A_describe_call_has_a_third_of_an_attempts_time_and_a_quarter_of_all(int timeout, int attemptTimeout, int minutes)
    {
        _bench.Options = _bench.Options with
        {
            Timeout = TimeSpan.FromMinutes(timeout),
            AttemptTimeout = TimeSpan.FromMinutes(attemptTimeout),
        };
        DateTimeOffset began = _bench.Time.GetUtcNow();
        Script("Describe", "hangs");

        await RunAsync(new ScriptedOperation(), "a");

        // Twice: the second is the better probe.
        Assert.Equal(TimeSpan.FromMinutes(2 * minutes), _bench.Arrived[^1] - began);
    }

    [Fact]
    public async Task A_group_larger_than_a_describe_call_is_described_in_parts_and_changed_at_once()
    {
        Script("Describe", body => $"None {string.Join(' ', body.Split(' ')[1].Split(',').Select(static id => $"{id}=r0"))}");

        await RunAsync(new ScriptedOperation { RefusesMissing = true, Describes = (2, 0) }, "a", "b", "c", "d", "e");

        Assert.Equal("Describe a,b", _asked[0]);
        Assert.Equal(["Describe c,d", "Describe e"], _asked.Skip(1).Take(2).Order());
        Assert.Equal("Change a,b,c,d,e to new", _asked[3]);
    }

    [Fact]
    public async Task The_first_part_that_cannot_be_described_spares_the_others()
    {
        Script("Describe", "AccessDenied");

        await RunAsync(new ScriptedOperation { Describes = (2, 0) }, "a", "b", "c");

        Assert.Equal(["Describe a,b", "Change a,b,c to new"], _asked);
    }

    [Fact]
    public async Task A_part_that_cannot_be_described_leaves_no_baseline_in_any()
    {
        Script("Describe", body => body.EndsWith('c') ? "Transient" : "None a=r0");

        await RunAsync(new ScriptedOperation { RefusesMissing = true, Describes = (2, 0) }, "a", "b", "c");

        Assert.Equal("Change a,b,c to new", _asked[^1]);
    }

    [Fact]
    public async Task What_denies_the_change_is_asked_in_parts_of_its_own_and_of_what_exists()
    {
        Script("Describe", "None a=r0 b=r0 c=r0");
        Script("Denials", body => body.EndsWith('b') ? "None b" : "None");

        await RunAsync(new ScriptedOperation { RefusesMissing = true, Describes = (100, 1) }, "a", "b", "c", "d");

        Assert.Equal(["Denials a", "Denials b", "Denials c"],
            _asked.Where(static asked => asked.StartsWith("Denials", StringComparison.Ordinal)).Order());
        Assert.Equal("Change a,c to new", _asked[^1]);
        Assert.Equal((ErrorIds.TargetStateInvalid, ErrorIds.TargetNotFound), (_finished["b"].ErrorId, _finished["d"].ErrorId));
    }

    [Fact]
    public async Task Without_permission_one_request_asks_what_denies_the_change()
    {
        Script("Describe", "None a=r0 b=r0");
        Script("Denials", "AccessDenied");

        await RunAsync(new ScriptedOperation { Describes = (100, 1) }, "a", "b");

        Assert.Equal(["Describe a,b", "Denials a", "Change a,b to new"], _asked);
    }

    [Fact]
    public async Task What_denies_the_change_cannot_be_described_and_the_reason_is_reported()
    {
        Script("Describe", "None a=r0 b=r0");
        Script("Denials", "AccessDenied");

        await RunAsync(new ScriptedOperation { Describes = (100, 1) }, "a", "b");

        Assert.Contains((NoticeLevel.Verbose, "Denials failed (AccessDenied); the change goes on without it."), _bench.Notices);
    }

    [Fact]
    public async Task What_denies_the_change_has_no_response_and_the_reason_is_reported()
    {
        Script("Describe", "None a=r0");
        Script("Denials", "lost");

        await RunAsync(new ScriptedOperation { Describes = (100, 1) }, "a");

        Assert.Contains(
            (NoticeLevel.Verbose, "Denials failed (the connection was closed without a response); the change goes on without it."),
            _bench.Notices);
    }

    [Theory]
    [InlineData(0, "Change b to new")]
    [InlineData(48, "Change b to new")]
    [InlineData(-48, "Change b to new")]
    [InlineData(-48, "Describe b", true)]
    public async Task After_a_throttle_nothing_is_described_for_a_minute_whatever_the_time_of_day(
        int hours, string next, bool isOver = false)
    {
        Script("Describe", "Throttled");
        ScriptedOperation operation = new();
        await RunAsync(operation, "a");

        _bench.Time.Correction = TimeSpan.FromHours(hours);
        _bench.Time.Advance(TimeSpan.FromSeconds(isOver ? 61 : 50));
        await RunAsync(operation, "b");

        Assert.Equal(next, _asked.SkipWhile(static asked => !asked.StartsWith("Change a", StringComparison.Ordinal)).Skip(1).First());
    }

    [Theory]
    [InlineData(null, "Describe a", "Change a to new")]
    [InlineData("The state is not known.", "Describe a")]
    public async Task A_success_without_its_list_describes_nothing(string? needs, params string[] asked)
    {
        Script("Describe", "None no list");

        await RunAsync(new ScriptedOperation { RefusesMissing = true, Needs = needs }, "a");

        Assert.Equal(asked, _asked);
        Assert.Equal(
            needs is null ? [] : [(ErrorIds.ProviderUnavailable, "The state is not known. The response has no list.")],
            _finished.Values.Select(static outcome => (outcome.ErrorId, outcome.Message)));
        Assert.Contains(
            _bench.Notices, static notice => notice.Text.StartsWith("Describe failed (Unreadable); ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_throttled_describe_call_is_reported_by_its_code()
    {
        Script("Describe", "Throttled");

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Contains(
            (NoticeLevel.Verbose, "Describe failed (Throttled); the change goes on without describing the instances first."),
            _bench.Notices);
        Assert.Equal("Change a to new", _asked[^1]);
    }

    [Fact]
    public async Task Where_the_change_needs_the_describe_call_nothing_is_sent_without_it()
    {
        Script("Describe", "AccessDenied no");
        ScriptedOperation operation = new() { Needs = "The state is not known." };

        await RunAsync(operation, "a", "b");
        await RunAsync(operation, "c");

        // The second group has the answer of the first.
        Assert.Equal(["Describe a,b"], _asked);
        Assert.Equal(["a", "b", "c"], _finished.Keys.Order());
        Assert.All(_finished.Values, static outcome => Assert.Equal(
            (ChangeStatus.Failed, ErrorIds.AccessDenied, "The state is not known. no. Grant test:Describe to the caller."),
            (outcome.Status, outcome.ErrorId, outcome.Message)));
        Assert.Contains(
            (NoticeLevel.Verbose, "Describe failed (AccessDenied); nothing is sent. Grant test:Describe to the caller."), _bench.Notices);
    }

    [Fact]
    public async Task Where_the_change_needs_the_describe_call_a_rejected_key_fails_the_first_target_only()
    {
        Script("Describe", "AuthenticationFailed no");
        ScriptedOperation operation = new() { Needs = "The state is not known." };

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        Assert.Equal(["Describe a"], _asked);
        Assert.Equal((ErrorIds.AuthenticationFailed, "no"), (_finished["a"].ErrorId, _finished["a"].Message));
        Assert.Equal(ChangeStatus.Cancelled, _finished["b"].Status);
    }

    [Fact]
    public async Task Where_the_change_needs_the_describe_call_and_it_cannot_be_sent_the_target_failed_unsent()
    {
        Script("Describe", "unsent");

        await RunAsync(new ScriptedOperation { Needs = "The state is not known." }, "a");

        Assert.Equal(["Describe a", "Describe a"], _asked);
        Assert.Equal(ErrorIds.ProviderUnavailable, _finished["a"].ErrorId);
        Assert.StartsWith(
            "The state is not known. Nothing was sent: the connection could not be opened.", _finished["a"].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_cannot_be_prepared_is_not_described_and_the_others_continue()
    {
        await RunAsync(new ScriptedOperation { Unprepared = ["b"] }, "a", "b");

        Assert.Equal(["Describe a", "Change a to new"], _asked);
        Assert.Equal("Unprepared.", _finished["b"].Message);
    }

    [Fact]
    public async Task A_group_of_which_nothing_can_be_prepared_asks_nothing()
    {
        await RunAsync(new ScriptedOperation { Unprepared = ["a"] }, "a");

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Without_a_describe_call_of_the_provider_nothing_is_described()
    {
        await RunAsync(new ScriptedOperation { DescribesFirst = false }, "a");

        Assert.Equal(["Change a to new"], _asked);
    }

    [Fact]
    public async Task A_stopped_command_asks_nothing()
    {
        await _bench.Stopping.CancelAsync();

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Empty(_asked);
        Assert.Equal((ChangeStatus.Cancelled, "Never sent: the command was stopped."), (_finished["a"].Status, _finished["a"].Message));
    }

    [Fact]
    public async Task A_target_that_the_describe_call_does_not_show_fails_and_the_others_continue()
    {
        Script("Describe", "None a=r0 c=r0");

        await RunAsync(new ScriptedOperation { RefusesMissing = true }, "a", "b", "c");

        Assert.Equal(["Describe a,b,c", "Change a,c to new"], _asked);
        Assert.Equal(ErrorIds.TargetNotFound, _finished["b"].ErrorId);
    }

    [Fact]
    public async Task A_rejection_without_an_id_is_searched_by_bisection()
    {
        Script("Change", body => body.Contains('c', StringComparison.Ordinal) ? "TargetBusy" : "None #ours");

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, "a", "b", "c", "d");

        Assert.Equal(["a", "b", "d"], _accepted.Keys.Order());
        Assert.Equal((ErrorIds.TargetBusy, "TargetBusy"), (_finished["c"].ErrorId, _finished["c"].ErrorCode));
        Assert.Contains(
            (NoticeLevel.Verbose, "The provider rejected 4 targets because of one of them (TargetBusy); they are sent again in parts."),
            _bench.Notices);
        Assert.All(_accepted.Values, static id => Assert.Equal("ours", id));
    }

    [Fact]
    public async Task A_rejection_of_all_is_not_searched()
    {
        Script("Change", "AccessDenied no");

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, "a", "b");

        Assert.Equal(["Change a,b to new"], _asked);
        Assert.All(_finished.Values, static outcome => Assert.Equal((ErrorIds.AccessDenied, "no"), (outcome.ErrorId, outcome.Message)));
    }

    [Fact]
    public async Task Each_target_of_a_batch_has_the_reply_of_its_own()
    {
        Script("Change", "Rejected a=None b=TargetBusy c=Transient");

        await RunAsync(new ScriptedOperation { DescribesFirst = false, EndsAs = CompletionKind.Immediate }, "a", "b", "c", "d");

        Assert.Equal(["Change a,b,c,d to new"], _asked);
        Assert.Equal("batch", Assert.Single(_accepted).Value);
        Assert.Equal((ChangeStatus.Failed, ErrorIds.TargetBusy), (_finished["b"].Status, _finished["b"].ErrorId));
        Assert.Equal((ChangeStatus.Unknown, "Transient"), (_finished["c"].Status, _finished["c"].ErrorCode));
        Assert.Equal(ChangeStatus.Unknown, _finished["d"].Status);
    }

    [Fact]
    public async Task A_rejection_of_one_target_after_a_lost_response_proves_nothing()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 1 };
        Script("Change", (_, number) => number == 1 ? "lost" : "Rejected a=None b=TargetBusy");
        ScriptedOperation operation =
            new() { DescribesFirst = false, EndsAs = CompletionKind.Immediate, Idempotency = Idempotency.Idempotent };

        await RunAsync(operation, "a", "b");

        Assert.Equal("a", Assert.Single(_accepted).Key);
        Assert.Equal(ChangeStatus.Unknown, _finished["b"].Status);
    }

    [Fact]
    public async Task A_fallback_is_tried_as_long_as_there_is_one()
    {
        Script("Change", "Rejected");

        await RunAsync(new ScriptedOperation { DescribesFirst = false, Fallbacks = 1 }, "a");

        Assert.Equal(["Change a to new", "Change a to new another way"], _asked);
        Assert.Equal(ErrorIds.ProviderError, _finished["a"].ErrorId);
        Assert.Contains((NoticeLevel.Verbose, "The provider rejected a (Rejected); another call makes the change."), _bench.Notices);
    }

    [Fact]
    public async Task A_second_generated_password_is_tried_after_a_rejection_and_no_third()
    {
        Script("Change", "PasswordRejected weak");

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, new OwnPasswords(), "a");

        Assert.Equal(["Change a to a-password-1", "Change a to a-password-2"], _asked);
        Assert.Equal((ErrorIds.PasswordPolicyViolation, "The provider rejected the new password: it does not meet the provider's rules."),
            (_finished["a"].ErrorId, _finished["a"].Message));
        Assert.Contains(
            (NoticeLevel.Verbose, "The provider rejected the generated password of a (PasswordRejected); another one is generated."),
            _bench.Notices);
    }

    [Fact]
    public async Task A_second_generated_password_may_be_accepted()
    {
        Script("Change", body => body.EndsWith("-1", StringComparison.Ordinal) ? "PasswordRejected" : "None #ours");

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, new OwnPasswords(), "a");

        Assert.Equal("ours", Assert.Single(_accepted).Value);
        Assert.Empty(_finished);
    }

    [Theory]
    [InlineData("TargetBusy")]
    [InlineData("Rejected")]
    public async Task No_other_rejection_leads_to_another_password(string refusal)
    {
        Script("Change", refusal);

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, new OwnPasswords(), "a");

        Assert.Equal(["Change a to a-password-1"], _asked);
    }

    [Fact]
    public async Task A_shared_password_that_is_rejected_is_rejected_for_all()
    {
        Script("Change", "PasswordRejected");

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, "a", "b");

        Assert.Equal(["Change a,b to new"], _asked);
        Assert.All(_finished.Values, static outcome => Assert.Equal(ErrorIds.PasswordPolicyViolation, outcome.ErrorId));
    }

    [Fact]
    public async Task A_rejected_key_fails_the_first_and_cancels_the_rest()
    {
        Script("Change", "AuthenticationFailed");
        ScriptedOperation operation = new() { DescribesFirst = false };

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        Assert.Equal(ErrorIds.AuthenticationFailed, _finished["a"].ErrorId);
        Assert.Equal((ChangeStatus.Cancelled, "Never sent: Tencent rejected the access key first (AuthenticationFailed)."),
            (_finished["b"].Status, _finished["b"].Message));
    }

    [Fact]
    public async Task A_key_that_the_describe_call_rejects_fails_the_first_target_only()
    {
        Script("Describe", "AuthenticationFailed");
        ScriptedOperation operation = new();

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        Assert.Equal(["Describe a"], _asked);
        Assert.Equal((ErrorIds.AuthenticationFailed, ErrorIds.Cancelled), (_finished["a"].ErrorId, _finished["b"].ErrorId));
    }

    [Fact]
    public async Task A_rejected_target_does_not_hide_the_rejected_account_from_the_next()
    {
        Script("Change", _ =>
        {
            _bench.Session.Stop("elsewhere", new ProviderReply { Fault = Fault.AuthenticationFailed });
            return "TargetBusy";
        });
        ScriptedOperation operation = new() { DescribesFirst = false };

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        Assert.Equal((ErrorIds.TargetBusy, ErrorIds.AuthenticationFailed), (_finished["a"].ErrorId, _finished["b"].ErrorId));
    }

    [Fact]
    public async Task What_was_not_sent_says_so_and_what_to_do()
    {
        Script("Change", "unsent");

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, "a");

        Assert.Equal(
            (ErrorIds.ProviderUnavailable,
                "Nothing was sent: the connection could not be opened. Check the network, the proxy and the endpoint, "
                    + "then run the command again."), (_finished["a"].ErrorId, _finished["a"].Message));
    }

    [Fact]
    public async Task What_was_tried_until_its_time_was_over_was_not_changed()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 100, Timeout = TimeSpan.FromSeconds(10) };
        _bench.Random = 1;
        Script("Change", "unsent");

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, "a");

        Assert.Equal((ErrorIds.ProviderUnavailable, "Not changed: the provider had not accepted it, and its time budget is used up."),
            (_finished["a"].ErrorId, _finished["a"].Message));
    }

    [Fact]
    public async Task What_was_tried_until_the_command_was_stopped_was_not_changed()
    {
        Script("Change", _ =>
        {
            _bench.Stopping.Cancel();
            return "unsent";
        });

        await RunAsync(new ScriptedOperation { DescribesFirst = false }, "a");

        Assert.Equal(
            (ChangeStatus.Failed, ErrorIds.Cancelled,
                "Not changed: the provider had not accepted it when the connection could not be opened."),
                (_finished["a"].Status, _finished["a"].ErrorId, _finished["a"].Message));
    }

    [Fact]
    public async Task The_report_knows_of_each_attempt_before_it_leaves()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 1 };
        _bench.Random = 1;
        Script("Change", body => _asked.Count == 1 ? "unsent" : "None #ours");
        ScriptedOperation operation = new() { DescribesFirst = false };

        TargetWork work = Assert.Single(await RunAsync(operation, "a"));

        Assert.Equal(2, _report.Sendings);
        Assert.Equal((2, _bench.Arrived[0]), (work.Attempts, work.FirstSentAt));
        Assert.Equal(["a"], operation.CompletedTargets);
    }

    [Fact]
    public async Task After_a_lost_response_it_describes_six_times_with_growing_intervals()
    {
        Script("Describe", "None a=r0");
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Equal([0, 0, 1, 2, 4, 8, 16], _bench.Gaps);
        Assert.Equal(
            (ChangeStatus.Unknown,
                "The change may or may not have taken effect: the connection was closed without a response. Look yourself."),
                (_finished["a"].Status, _finished["a"].Message));
    }

    [Fact]
    public async Task It_stops_describing_once_the_change_is_visible()
    {
        Script("Describe", (_, number) => number < 4 ? "None a=r0 b=r0" : "None a=r1 b=r1");
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation(), "a", "b");

        Assert.Equal([0, 0, 1, 2], _bench.Gaps);
        Assert.Equal(["r1", "r1"], _accepted.Values);
        Assert.Empty(_finished);
    }

    [Theory]
    [InlineData(5, 3, 3)]
    [InlineData(7, 3, 3)]
    [InlineData(1, 21, 3)]
    [InlineData(8, 3, 4)]
    [InlineData(1, 3, 1)]
    public async Task Resolving_ends_with_the_time_but_has_some_seconds_more(int timeout, int attemptTimeout, int looks)
    {
        _bench.Options = _bench.Options with
        {
            Timeout = TimeSpan.FromSeconds(timeout),
            AttemptTimeout = TimeSpan.FromSeconds(attemptTimeout),
        };
        Script("Describe", "None a=r0");
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Equal(2 + looks, _asked.Count);
    }

    [Fact]
    public async Task One_baseline_among_several_is_enough_to_describe_and_not_enough_to_decide()
    {
        Script("Describe", (_, number) => number == 1 ? "None a=r0" : "None a=r1 b=r1");
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation(), "a", "b");

        Assert.Equal(1 + 1 + 6, _asked.Count);
        Assert.Equal([ChangeStatus.Unknown, ChangeStatus.Unknown], _finished.Values.Select(static outcome => outcome.Status));
    }

    [Fact]
    public async Task At_last_several_that_show_the_same_change_are_ours_and_the_others_unknown()
    {
        Script("Describe", (_, number) => number == 1 ? "None a=r0 b=r0 c=r0" : "None a=r1 b=r1 c=r0");
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation(), "a", "b", "c");

        Assert.Equal(["a", "b"], _accepted.Keys.Order());
        Assert.Equal(ChangeStatus.Unknown, Assert.Single(_finished).Value.Status);
        Assert.Equal(1 + 1 + 6, _asked.Count);
    }

    [Fact]
    public async Task The_request_id_of_an_error_decides_for_each_target_separately()
    {
        Script("Describe", (_, number) => number == 1 ? "None a=r0 b=r0" : "None a=ours b=theirs");
        Script("Change", "Transient #ours");

        await RunAsync(new ScriptedOperation(), "a", "b");

        Assert.Equal("ours", Assert.Single(_accepted).Value);
        Assert.Equal(
            (ChangeStatus.Unknown, "Transient", "ours",
                "The change may or may not have taken effect: the provider responded with Transient. Look yourself."),
                (_finished["b"].Status, _finished["b"].ErrorCode, _finished["b"].RequestId, _finished["b"].Message));
    }

    [Fact]
    public async Task A_request_id_is_enough_to_describe_without_a_baseline()
    {
        Script("Describe", (_, number) => number == 1 ? "Transient" : "None a=ours");
        Script("Change", "Transient #ours");

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Equal("ours", Assert.Single(_accepted).Value);
    }

    [Fact]
    public async Task Without_either_nothing_is_described()
    {
        Script("Describe", "Transient");
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Equal(["Describe a", "Change a to new"], _asked);
        Assert.Equal(ChangeStatus.Unknown, _finished["a"].Status);
    }

    [Fact]
    public async Task A_synchronous_operation_is_not_described_after_a_lost_response()
    {
        Script("Describe", "None a=r0");
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation { EndsAs = CompletionKind.Immediate }, "a");

        Assert.Equal(["Describe a", "Change a to new"], _asked);
        Assert.Equal(ChangeStatus.Unknown, _finished["a"].Status);
    }

    [Fact]
    public async Task A_target_that_the_guard_rejects_is_not_sent_and_the_others_have_their_outcome()
    {
        ScriptedOperation operation = new() { DescribesFirst = false, Guarded = ["b"] };

        await RunAsync(operation, "a", "b", "c");

        Assert.Equal(["Change a,c to new"], _asked);
        Assert.Equal(ErrorIds.LockoutGuard, Assert.Single(_finished).Value.ErrorId);
        Assert.Equal([("a", true), ("c", true)], operation.Replies);
        Assert.Equal(["a", "c"], operation.CompletedTargets);
    }

    [Fact]
    public async Task A_stopped_command_describes_nothing()
    {
        Script("Describe", (_, number) =>
        {
            if (number == 2)
            {
                _bench.Stopping.Cancel();
            }

            return "None a=r0";
        });
        Script("Change", "lost");

        await RunAsync(new ScriptedOperation(), "a");

        Assert.Equal(3, _asked.Count);
        Assert.Equal(ChangeStatus.Unknown, _finished["a"].Status);
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(4, "4 2 2")]
    [InlineData(9, "9 5 3 2 1 2 4 2 2")]
    [InlineData(100, "100 50 25 13")]
    public async Task Fewer_instances_are_described_where_the_response_is_too_large_and_then_none(int count, string asked)
    {
        string[] ids = [.. Enumerable.Range(1, count).Select(static i => $"i{i}")];
        Script("Describe", body => count == 1 || body.Split(',').Length > 2
            ? "too large"
            : "None " + string.Join(' ', body["Describe ".Length..].Split(',').Select(static id => $"{id}=r0")));

        await RunAsync(new ScriptedOperation { RefusesMissing = true }, ids);

        IEnumerable<string> describes = _asked.Where(static body => body.StartsWith("Describe", StringComparison.Ordinal));
        Assert.Equal(asked, string.Join(' ', describes.Select(static body => body.Split(',').Length)));
        Assert.Equal(count, _accepted.Count);
    }

    [Fact]
    public async Task A_region_whose_responses_stay_too_large_is_not_described_again()
    {
        Script("Describe", "too large");
        ScriptedOperation operation = new();

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        Assert.Equal(["Describe a", "Change a to new", "Change b to new"], _asked);
    }

    [Fact]
    public async Task A_throttled_describe_call_does_not_hold_up_the_changes()
    {
        Script("Describe", "Throttled");
        ScriptedOperation operation = new();
        DateTimeOffset began = _bench.Time.GetUtcNow();

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        Assert.InRange((_bench.Time.GetUtcNow() - began).TotalSeconds, 4.9, 7);
        Assert.Equal(["Change a to new", "Change b to new"],
            _asked.Where(static body => body.StartsWith("Change", StringComparison.Ordinal)));
        Assert.Equal("Change b to new", _asked[^1]);
    }

    [Fact]
    public async Task Targets_of_an_action_that_stays_throttled_end_as_throttled()
    {
        _bench.Options = _bench.Options with { ThrottleTimeout = TimeSpan.FromSeconds(100) };
        Script("Change", "Throttled");
        ScriptedOperation operation = new() { DescribesFirst = false };

        await RunAsync(operation, "a");
        await RunAsync(operation, "b");

        const string Because = "Tencent throttled every Change request for 100 seconds. Run the command again later, "
            + "or set a longer -ThrottleTimeoutSec.";
        Assert.Equal((ChangeStatus.Failed, ErrorIds.Throttled, "Throttled", $"Not changed: {Because}"), Summary("a"));
        Assert.Equal((ChangeStatus.Cancelled, ErrorIds.Throttled, null, $"Never sent: {Because}"), Summary("b"));

        (ChangeStatus, string?, string?, string) Summary(string id) =>
            (_finished[id].Status, _finished[id].ErrorId, _finished[id].ErrorCode, _finished[id].Message);
    }

    public void Dispose() => _bench.Dispose();

    private void Script(string action, string response) => Script(action, (_, _) => response);

    private void Script(string action, Func<string, string> response) => Script(action, (body, _) => response(body));

    private void Script(string action, Func<string, int, string> response)
    {
        Func<string, int, string> others = _script;
        int number = 0;
        _script = (body, _) => body.StartsWith(action, StringComparison.Ordinal) ? response(body, ++number) : others(body, 0);
    }

    private Task<IReadOnlyList<TargetWork>> RunAsync(ScriptedOperation operation, params string[] ids) => RunAsync(operation, _shared, ids);

    private Task<IReadOnlyList<TargetWork>> RunAsync(ScriptedOperation operation, string[] ids, string region) =>
        RunAsync(operation, _shared, ids, region);

    private Task<IReadOnlyList<TargetWork>> RunAsync(ScriptedOperation operation, IPasswordSource passwords, params string[] ids) =>
        RunAsync(operation, passwords, ids, "here");

    private async Task<IReadOnlyList<TargetWork>> RunAsync(ScriptedOperation operation, IPasswordSource passwords,
        string[] ids, string region, string? projectId = null)
    {
        _bench.Responses = async body =>
        {
            string response;
            lock (_asked)
            {
                _asked.Add(body);
                response = _script(body, 0);
            }

            return response == "hangs" ? await _bench.HangAsync(body) : CallBench.Play(response);
        };
        _groups ??= new GroupRunner(_bench.Services, _report, Finish, Accept);
        TargetWork[] works = [.. ids.Select(id => operation.Work(_bench, id, passwords, region, projectId))];
        await _groups.RunAsync(works);
        return works;
    }

    private void Finish(TargetWork work, TargetOutcome outcome)
    {
        lock (_finished)
        {
            _finished.Add(work.Target.Id, outcome);
        }
    }

    private void Accept(TargetWork work)
    {
        lock (_accepted)
        {
            Assert.True(work.IsAccepted);
            _accepted.Add(work.Target.Id, work.RequestId);
        }
    }

    private sealed class OwnPasswords : IPasswordSource
    {
        public bool IsShared => false;

        public int MaximumAttempts => 2;

        public SecretText PasswordFor(PasswordTarget target, int attempt) => new($"{target.Id}-password-{attempt}".AsSpan());
    }

    private sealed class CountingReport : IRunReport
    {
        public int Sendings { get; private set; }

        public void Planned(TargetWork work)
        {
        }

        public void Sent(IReadOnlyList<TargetWork> works) => Sendings++;

        public void Finished(TargetResult result)
        {
        }
    }
}
