using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Brakes;

/// <summary>What the brakes count and when they stop the run, one result at a time.</summary>
public sealed class BrakeCountingTests
{
    private static readonly TargetOutcome Succeeded = new(ChangeStatus.Succeeded, null, "Done.");
    private static readonly TargetOutcome Failed = TargetOutcome.Failed(ErrorIds.TargetBusy, "Busy.");
    private static readonly Attempt Success = new(AttemptKind.ResponseReceived, new ProviderReply { Fault = Fault.None });

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "1 target was")]
    [InlineData(2, "2 targets were")]
    public void The_summary_counts_what_the_brake_cancelled(int cancelled, string count)
    {
        using RunBrakes brakes = New(new RunOptions { FailureLimit = FailureLimit.Parse("0") });
        brakes.Record(StubOperation.Work("a"), Succeeded);
        Assert.Null(brakes.Stop);
        brakes.Record(StubOperation.Work("b"), Failed);
        for (int i = 0; i < cancelled; i++)
        {
            brakes.Record(StubOperation.Work($"c-{i}"), brakes.Stop!.Outcome(0));
        }

        // For another reason.
        brakes.Record(StubOperation.Work("d"), TargetOutcome.Cancelled("Never sent."));

        Assert.Equal(
            "Nothing new was sent after 1 of 2 targets had failed or had an unknown outcome, more than -MaximumFailure 0 permits: "
                + $"{count} cancelled (FailureLimitReached).",
            brakes.Summary);
        Assert.True(brakes.Stopped.IsCancellationRequested);
    }

    [Fact]
    public void What_failed_before_it_was_submitted_is_a_canary_target_while_the_canary_needs_more()
    {
        using RunBrakes first = New(new RunOptions { Canary = 1, FailureLimit = FailureLimit.Parse("0") });
        first.RecordUnsent(ErrorIds.InvalidTarget);
        Assert.Equal(
            (ErrorIds.CanaryFailed, "a canary target could not be sent (InvalidTarget)"), (first.Stop!.ErrorId, first.Stop.Because));
        Assert.True(first.Stopped.IsCancellationRequested);

        using RunBrakes behind = New(new RunOptions { Canary = 1, FailureLimit = FailureLimit.Parse("1") });
        behind.Submitted(Target("a"));
        behind.RecordUnsent(ErrorIds.InvalidTarget);
        Assert.Null(behind.Stop);
        behind.RecordUnsent(ErrorIds.InvalidTarget);
        Assert.Equal(ErrorIds.FailureLimitReached, behind.Stop!.ErrorId);
    }

    [Fact]
    public void Only_the_canary_counts_until_it_is_complete()
    {
        using RunBrakes brakes = New(new RunOptions { Canary = 1 });
        TargetWork canary = StubOperation.Work(new PasswordTarget { Id = string.Empty, UserName = "alice", IsUser = true });
        brakes.Submitted(canary.Target);
        TargetWork other = StubOperation.Work("b");
        brakes.Submitted(other.Target);

        brakes.Record(other, Failed);
        brakes.RecordHandled(other.Target, ErrorIds.VaultWriteFailed);
        Assert.Null(brakes.Stop);
        brakes.Record(canary, Failed);

        Assert.Equal("the canary target user alice did not succeed (TargetBusy)", brakes.Stop!.Because);
    }

    // A timer waits for thirty days at most.
    [Theory]
    [InlineData("0.00:00:05")]
    [InlineData("100.00:00:00")]
    public void At_the_deadline_the_run_stops_by_itself(string span)
    {
        TimeSpan left = TimeSpan.Parse(span, CultureInfo.InvariantCulture);
        using RunBrakes brakes = New(new RunOptions { NotAfter = _time.GetUtcNow() + left });

        _time.Advance(left - TimeSpan.FromSeconds(0.1));
        Assert.False(brakes.Stopped.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(brakes.Stopped.IsCancellationRequested);
        Assert.Equal(0, _time.PendingTimers);
    }

    [Fact]
    public void A_deadline_that_is_now_stops_the_run_at_once()
    {
        using RunBrakes brakes = New(new RunOptions { NotAfter = _time.GetUtcNow() });

        Assert.True(brakes.Stopped.IsCancellationRequested);
    }

    [Fact]
    public async Task A_batch_waits_while_as_many_as_may_be_have_no_result()
    {
        using RunBrakes brakes = New(new RunOptions { FailureLimit = FailureLimit.Parse("3"), ThrottleLimit = 1 });
        using BrakePass first = brakes.NewPass();
        using BrakePass second = brakes.NewPass();
        await first.WaitAsync(Ends);
        Assert.Equal(BrakeDecision.Send, first.Enter());

        // The next attempt of the same batch.
        Assert.Equal(BrakeDecision.Send, first.Enter());
        Assert.True(first.WaitAsync(Ends).AsTask().IsCompleted);
        Task waits = second.WaitAsync(Ends).AsTask();
        Assert.False(waits.IsCompleted);
        Assert.Equal(BrakeDecision.Wait, second.Enter());

        first.Dispose();

        await waits.WaitAsync(TimeSpan.FromSeconds(30), Ends);
        Assert.Equal(BrakeDecision.Send, second.Enter());
    }

    [Theory]
    [InlineData("success", true)]
    [InlineData("throttled", true)]
    [InlineData("each target", true)]
    [InlineData("rejected", false)]
    [InlineData("one target", false)]
    [InlineData("no response", false)]
    public void A_batch_is_closed_at_once_where_its_attempt_has_not_failed(string kind, bool isClosed)
    {
        using RunBrakes brakes = New(new RunOptions { FailureLimit = FailureLimit.Parse("3"), ThrottleLimit = 1 });
        using BrakePass first = brakes.NewPass();
        using BrakePass second = brakes.NewPass();
        first.Enter();

        first.RecordAttempt(kind switch
        {
            "success" => Success,
            "throttled" => Success with { Reply = new ProviderReply { Fault = Fault.Throttled } },
            "rejected" => Success with { Reply = new ProviderReply { Fault = Fault.Rejected } },
            "each target" => Success with { Reply = Success.Reply! with { Targets = Replies(Fault.None, Fault.None) } },
            "one target" => Success with { Reply = Success.Reply! with { Targets = Replies(Fault.None, Fault.TargetBusy) } },
            _ => new Attempt(AttemptKind.OutcomeUnknown),
        });

        Assert.Equal(isClosed ? BrakeDecision.Send : BrakeDecision.Wait, second.Enter());
    }

    [Fact]
    public async Task When_a_brake_stops_the_run_no_batch_waits_any_more()
    {
        using RunBrakes brakes = New(new RunOptions { FailureLimit = FailureLimit.Parse("0"), ThrottleLimit = 1 });
        using BrakePass first = brakes.NewPass();
        using BrakePass second = brakes.NewPass();
        first.Enter();
        Task waits = second.WaitAsync(Ends).AsTask();

        brakes.RecordUnsent(ErrorIds.InvalidTarget);

        await waits.WaitAsync(TimeSpan.FromSeconds(30), Ends);
        Assert.True(second.WaitAsync(Ends).AsTask().IsCompleted);
        Assert.Equal(BrakeDecision.Stop, second.Enter());
    }

    private static Dictionary<string, ProviderReply> Replies(Fault first, Fault second) => new()
    {
        ["a"] = new ProviderReply { Fault = first },
        ["b"] = new ProviderReply { Fault = second },
    };

    private static PasswordTarget Target(string id) => new() { Id = id };

    private RunBrakes New(RunOptions options) => RunBrakes.Of(options, _time)!;
}
