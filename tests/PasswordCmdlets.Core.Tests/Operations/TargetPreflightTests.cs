using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Preflight;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>The end of a preflight: the operation's own checks, the provider's dry run, and what the change would take.</summary>
public sealed class TargetPreflightTests : IDisposable
{
    private readonly CallBench _bench = new();
    private readonly PreflightTotals _totals = new();
    private readonly SharedPassword _password = new(new SecretText("Brand-New-Pass-7".AsSpan()));
    private readonly List<string> _sent = [];
    private readonly SortedDictionary<string, string> _outcomes = new(StringComparer.Ordinal);
    private readonly List<PreflightFinding> _findings = [];

    public TargetPreflightTests() => _bench.Options = _bench.Options with { MaximumRetryCount = 0, Preflight = _totals };

    [Fact]
    public async Task A_dry_run_rejects_each_target_that_the_change_would_be_rejected_for()
    {
        await RunAsync(new ScriptedOperation { DryRunSize = 100 }, "Rejected a=None b=TargetBusy c=Unreadable", "a", "b", "c");

        Assert.Equal(["DryRun a,b,c"], _sent);
        Assert.Equal("a=Ready, b=TargetBusy, c=Ready", Outcomes);
        Assert.Equal("Ready: 2 targets, 1 calls, 0 restarts; no rate is published for them.", _totals.ToString());
    }

    [Fact]
    public async Task A_dry_run_of_many_that_fails_because_of_one_is_made_in_parts()
    {
        await RunAsync(
            new ScriptedOperation { DryRunSize = 100 },
            body => body.Contains('b', StringComparison.Ordinal) && body.Contains(',', StringComparison.Ordinal) ? "TargetNotFound"
                : body.EndsWith('b') ? "TargetNotFound" : "None",
            null, "a", "b", "c");

        Assert.Equal("a=Ready, b=TargetNotFound, c=Ready", Outcomes);
    }

    [Theory]
    [InlineData("AccessDenied", "a=AccessDenied, b=AccessDenied")]
    [InlineData("None", "a=Ready, b=Ready")]
    public async Task What_a_dry_run_says_of_all_holds_for_each(string response, string outcomes)
    {
        await RunAsync(new ScriptedOperation { DryRunSize = 100 }, response, "a", "b");

        Assert.Equal((1, outcomes), (_sent.Count, Outcomes));
    }

    [Theory]
    [InlineData("Transient", "Transient")]
    [InlineData("Unreadable", "Unreadable")]
    [InlineData("unsent", "the connection could not be opened")]
    public async Task A_dry_run_that_fails_proves_nothing_and_says_so(string response, string reason)
    {
        await RunAsync(new ScriptedOperation { DryRunSize = 100 }, response, "a", "b");

        Assert.Equal("a=Ready, b=Ready", Outcomes);
        Assert.Equal((NoticeLevel.Verbose, $"The dry run of DryRun failed ({reason}); nothing is concluded from it."),
            Assert.Single(_bench.Notices));
    }

    [Fact]
    public async Task A_dry_run_has_no_more_targets_than_it_may()
    {
        await RunAsync(new ScriptedOperation { DryRunSize = 2 }, "None", "a", "b", "c", "d", "e");

        Assert.Equal(["DryRun a,b", "DryRun c,d", "DryRun e"], _sent.Order());
    }

    [Fact]
    public async Task Without_a_dry_run_the_operations_own_checks_decide()
    {
        await RunAsync(new ScriptedOperation { Guarded = ["b"] }, "None", "a", "b");

        Assert.Empty(_sent);
        Assert.Equal("a=Ready, b=LockoutGuard", Outcomes);
    }

    [Fact]
    public async Task Where_no_target_is_left_nothing_is_sent()
    {
        await RunAsync(new ScriptedOperation { Guarded = ["a"], DryRunSize = 1 }, "None", "a");

        Assert.Equal((0, "a=LockoutGuard", "Ready: 0 targets."), (_sent.Count, Outcomes, _totals.ToString()));
    }

    [Fact]
    public async Task A_restart_is_a_call_of_its_own()
    {
        await RunAsync(new ScriptedOperation { Restarts = ["b", "c"] }, "None", "a", "b", "c");

        Assert.Equal("a=Ready, b=Ready restart 2 It is restarted., c=Ready restart 2 It is restarted.", Outcomes);
        Assert.Equal("Ready: 3 targets, 3 calls, 2 restarts; no rate is published for them.", _totals.ToString());
    }

    [Fact]
    public async Task A_restart_that_no_target_needs_is_no_call()
    {
        await RunAsync(new ScriptedOperation { Restarts = [], Rate = 10 }, "None", "a");

        Assert.Equal("Ready: 1 targets, 1 calls, 0 restarts; at least 0.1 seconds at the published rates.", _totals.ToString());
        Assert.Equal(1, Assert.Single(_findings).Calls);
    }

    [Fact]
    public async Task A_restart_by_the_change_itself_is_no_call_of_its_own()
    {
        await RunAsync(new ScriptedOperation { RestartsBySelf = true }, "None", "a");

        Assert.Equal("Ready: 1 targets, 1 calls, 1 restarts; no rate is published for them.", _totals.ToString());
        Assert.Equal(1, Assert.Single(_findings).Calls);
    }

    [Fact]
    public async Task What_could_not_be_described_is_ready_and_its_state_unknown()
    {
        await RunAsync(new ScriptedOperation(), static _ => "None",
            Failure(CallEnd.Completed, null, new ProviderReply { Fault = Fault.AccessDenied, Code = "Denied", Advice = "Grant it." }), "a");

        Assert.Equal("a=Ready Its state is unknown: Describe failed (Denied). Grant it.", Outcomes);
    }

    [Fact]
    public async Task Why_the_describe_call_failed_comes_before_what_happens_to_the_target()
    {
        await RunAsync(
            new ScriptedOperation { Restarts = ["a"] }, static _ => "None", Failure(CallEnd.Throttled, "it was throttled"), "a");

        Assert.Equal("a=Ready restart 2 Its state is unknown: Describe failed (it was throttled). It is restarted.", Outcomes);
    }

    [Fact]
    public async Task The_providers_code_says_more_than_the_reason()
    {
        ProviderReply reply = new() { Fault = Fault.Transient, Code = "Busy" };
        await RunAsync(new ScriptedOperation(), static _ => "None", Failure(CallEnd.Completed, "a reason", reply), "a");

        Assert.Equal("a=Ready Its state is unknown: Describe failed (Busy).", Outcomes);
    }

    [Theory]
    [InlineData(nameof(CallEnd.Unreachable))]
    [InlineData(nameof(CallEnd.Abandoned))]
    [InlineData(nameof(CallEnd.Stopped))]
    public async Task What_cannot_be_reached_is_not_ready(string end)
    {
        await RunAsync(new ScriptedOperation { DryRunSize = 1 }, static _ => "None", Failure(Enum.Parse<CallEnd>(end), "it is gone"), "a");

        Assert.Empty(_sent);
        Assert.DoesNotContain("Ready", Outcomes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_rejected_credential_no_target_is_ready()
    {
        await RunAsync(
            new ScriptedOperation { DryRunSize = 1 },
            static body => body.EndsWith('a') ? "AuthenticationFailed" : "Transient", null, "a", "b");

        Assert.DoesNotContain("Ready", Outcomes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10.0, 5.0, "Ready: 3 targets, 30 calls, 1 restarts; at least 4 seconds at the published rates.")]
    [InlineData(10.0, null, "Ready: 3 targets, 30 calls, 1 restarts; at least 1 seconds at the rates that are published, not all are.")]
    [InlineData(null, null, "Ready: 3 targets, 30 calls, 1 restarts; no rate is published for them.")]
    public void The_calls_of_different_actions_go_side_by_side(double? one, double? other, string says)
    {
        _totals.AddReady(3, 1);
        _totals.AddCalls(_bench.Session, "here", Contract("One", one), 4);
        _totals.AddCalls(_bench.Session, "here", Contract("One", one), 6);
        _totals.AddCalls(_bench.Session, "here", Contract("Other", other), 20);

        Assert.Equal(says, _totals.ToString());
    }

    public void Dispose() => _bench.Dispose();

    private string Outcomes => string.Join(", ", _outcomes.Select(static outcome => $"{outcome.Key}={outcome.Value}"));

    private static CallContract Contract(string action, double? perSecond) => new()
    {
        Service = "cvm",
        Action = action,
        Version = "1",
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(perSecond, TimeSpan.FromSeconds(1)),
    };

    private static CallOutcome Failure(CallEnd end, string? reason, ProviderReply? reply = null) =>
        new() { End = end, Reason = reason, Reply = reply, MayHaveExecuted = false, Attempts = 1 };

    private Task RunAsync(ScriptedOperation operation, string response, params string[] ids) =>
        RunAsync(operation, _ => response, null, ids);

    private async Task RunAsync(ScriptedOperation operation, Func<string, string> response, CallOutcome? failure, params string[] ids)
    {
        _bench.Responses = body =>
        {
            lock (_sent)
            {
                _sent.Add(body);
            }

            return Task.FromResult(CallBench.Play(response(body)));
        };
        TargetPreflight preflight = new(_bench.Services, _totals, (work, outcome) =>
        {
            lock (_outcomes)
            {
                _findings.AddRange(outcome.Preflight is null ? [] : [outcome.Preflight]);
                _outcomes[work.Target.Id] = outcome.Preflight is { } finding
                    ? $"Ready{(finding.WillRestart == true ? $" restart {finding.Calls}" : string.Empty)} {outcome.Message}".TrimEnd()
                    : outcome.ErrorId!;
            }
        });
        await preflight.RunAsync([.. ids.Select(id => operation.Work(_bench, id, _password))], failure);
    }
}
