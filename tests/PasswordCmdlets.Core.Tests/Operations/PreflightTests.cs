using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Preflight;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class PreflightTests
{
    private static readonly SecretText Secret = new("Brand-New-Pass-7".AsSpan());

    [Theory]
    [InlineData(true, "Ready: 250 targets, 3 calls, 0 restarts; at least 0.3 seconds at the published rates.")]
    [InlineData(false, "Ready: 250 targets, 250 calls, 0 restarts; at least 25 seconds at the published rates.")]
    public void A_preflight_describes_each_target_changes_none_and_counts_what_the_change_would_take(bool shared, string totalsText)
    {
        ScriptedServer server = new(ScriptedTencent.Response);
        PreflightTotals totals = new();
        using RunDriver run = new(server, new RunOptions { Preflight = totals }, new AutoAdvancingTimeProvider());
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        IPasswordSource passwords = shared ? new SharedPassword(Secret) : new OneForEach();
        for (int i = 0; i < 250; i++)
        {
            run.Submit(new PasswordTarget { Id = $"ins-{i:d8}", Region = "ap-one" }, session, operation, passwords);
        }

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Equal(250, results.Count);
        Assert.All(results, static result => Assert.Equal(new PreflightFinding(WillRestart: false, Calls: 1), result.Preflight));
        Assert.All(results, static result => Assert.Equal(0, result.Attempts));
        Assert.DoesNotContain(server.Calls, static call => ScriptedTencent.Action(call) == ScriptedTencent.Reset);
        Assert.Equal(totalsText, totals.ToString());
    }

    [Fact]
    public void A_target_that_would_be_rejected_has_no_finding_and_counts_for_nothing()
    {
        PreflightTotals totals = new();
        ScriptedServer server = new(static _ =>
            ScriptedServer.Json(200, """{"Response":{"RequestId":"look","InstanceSet":[]}}"""));
        using RunDriver run = new(server, new RunOptions { Preflight = totals }, new AutoAdvancingTimeProvider());
        run.Submit(
            new PasswordTarget { Id = "ins-00000001", Region = "ap-one" },
            ScriptedTencent.Session(),
            new CvmResetOperation(),
            new SharedPassword(Secret));

        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Failed, ErrorIds.TargetNotFound), (result.Status, result.ErrorId));
        Assert.Null(result.Preflight);
        Assert.Equal("Ready: 0 targets.", totals.ToString());
    }

    [Fact]
    public void No_target_is_ready_where_the_provider_rejects_the_credential()
    {
        PreflightTotals totals = new();
        ScriptedServer server = new(static _ => ScriptedTencent.Error("AuthFailure.SecretIdNotFound"));
        using RunDriver run = new(server, new RunOptions { Preflight = totals }, new AutoAdvancingTimeProvider());
        ProviderSession session = ScriptedTencent.Session();
        (string Id, string Region)[] targets = [("ins-00000001", "ap-one"), ("ins-00000002", "ap-one"), ("ins-00000003", "ap-two")];
        foreach ((string id, string region) in targets)
        {
            run.Submit(
                new PasswordTarget { Id = id, Region = region },
                session,
                new CvmResetOperation(),
                new SharedPassword(Secret));
        }

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.All(results, static result => Assert.Null(result.Preflight));
        Assert.Contains(results, static result => result.ErrorId == ErrorIds.AuthenticationFailed);
        Assert.Equal("Ready: 0 targets.", totals.ToString());
    }

    [Fact]
    public void No_target_is_ready_where_the_endpoint_cannot_be_reached()
    {
        ScriptedServer server = new(ScriptedTencent.Response) { Refuses = static _ => true };
        using RunDriver run = new(server, new RunOptions { Preflight = new PreflightTotals() }, new AutoAdvancingTimeProvider());
        run.Submit(
            new PasswordTarget { Id = "ins-00000001", Region = "ap-one" },
            ScriptedTencent.Session(),
            new CvmResetOperation(),
            new SharedPassword(Secret));

        TargetResult result = Assert.Single(run.Finish());

        Assert.Null(result.Preflight);
        Assert.Equal(ErrorIds.ProviderUnavailable, result.ErrorId);
    }

    [Fact]
    public void A_preflight_that_is_stopped_waits_for_no_response()
    {
        using ManualResetEventSlim asked = new();
        ScriptedServer server = new((_, cancellation) =>
        {
            asked.Set();
            return ScriptedTencent.HangAsync(cancellation);
        });
        using RunDriver run = new(server, new RunOptions { Preflight = new PreflightTotals() }, new FakeTimeProvider());
        run.Submit(
            new PasswordTarget { Id = "ins-00000001", Region = "ap-one" },
            ScriptedTencent.Session(),
            new CvmResetOperation(),
            new SharedPassword(Secret));
        Assert.True(asked.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));

        // Time stands still, so that nothing else ends the request.
        run.Stop();

        Assert.Null(Assert.Single(run.Finish()).Preflight);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_preflight_cannot_make_a_call_that_changes_something(bool isIdempotent)
    {
        Idempotency idempotency = isIdempotent ? Idempotency.Idempotent : Idempotency.NotIdempotent;
        using CallBench bench = new();
        bench.Options = bench.Options with { Preflight = new PreflightTotals() };
        ApiCall call = new()
        {
            Contract = CvmContracts.DescribeInstances with { Action = "Change", Idempotency = idempotency },
            Region = "here",
            Write = static endpoint => CallBench.Write(endpoint, "change"),
            Read = CallBench.Read,
        };

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.Runner.CallAsync(bench.Session, call, new CallBudget(TimeSpan.FromHours(1))));
        Assert.Empty(bench.Arrived);
    }

    private sealed class OneForEach : IPasswordSource
    {
        public bool IsShared => false;

        public int MaximumAttempts => 1;

        public SecretText PasswordFor(PasswordTarget target, int attempt) => Secret;
    }
}
