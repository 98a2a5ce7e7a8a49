using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class OldPasswordCanaryTests : IDisposable
{
    private readonly List<string> _questions = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<bool> _reply = new();

    [Fact]
    public async Task The_first_goes_alone_and_the_others_wait_for_it()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, Task<TargetOutcome?> goes) = Arrive(canary, "1");
        (TargetWork _, Task<TargetOutcome?> second) = Arrive(canary, "2");

        Assert.Null(await goes);
        Assert.False(second.IsCompleted);

        End(canary, first, StubOperation.Outcome(Fault.None));
        Assert.Null(await second);
    }

    [Fact]
    public async Task After_a_success_all_go_those_in_line_and_those_still_to_come()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        Task<TargetOutcome?>[] line = Enumerable.Range(2, 300).Select(n => Arrive(canary, $"{n}").Entered).ToArray();

        End(canary, first, StubOperation.Outcome(Fault.None));

        Assert.All(await Task.WhenAll(line), Assert.Null);
        Assert.True(Arrive(canary, "late").Entered.IsCompletedSuccessfully);
        Assert.Empty(_questions);
    }

    [Fact]
    public async Task After_a_rejection_it_asks_once_and_a_no_cancels_the_rest()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        Task<TargetOutcome?>[] line = Enumerable.Range(2, 20).Select(n => Arrive(canary, $"{n}").Entered).ToArray();

        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect, remainingAttempts: 4));
        _reply.SetResult(false);
        TargetOutcome?[] outcomes = await Task.WhenAll(line);
        TargetOutcome? late = await Arrive(canary, "late").Entered;

        string question = Assert.Single(_questions);
        Assert.Contains("rejected for 1 (4 attempts remain)", question, StringComparison.Ordinal);
        Assert.All(outcomes.Append(late),
            outcome => Assert.Equal((ChangeStatus.Cancelled, ErrorIds.Cancelled), (outcome!.Status, outcome.ErrorId)));
    }

    [Theory]
    [InlineData(null, "rejected for 1. Each")]
    [InlineData(1, "rejected for 1 (1 attempt remains). Each")]
    [InlineData(2, "rejected for 1 (2 attempts remain). Each")]
    public async Task The_question_and_what_a_no_cancels_say_which_old_password_was_rejected(int? remainingAttempts, string says)
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect, remainingAttempts));
        (_, Task<TargetOutcome?> second) = Arrive(canary, "2");
        _reply.SetResult(false);

        Assert.StartsWith($"The old password that it shares with others was {says} target", Assert.Single(_questions),
            StringComparison.Ordinal);
        Assert.StartsWith("Never sent: the old password that it shares with others was rejected for 1", (await second)!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_rejection_a_yes_sends_the_rest()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        Task<TargetOutcome?>[] line = [Arrive(canary, "2").Entered, Arrive(canary, "3").Entered];

        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect));
        Assert.All(line, entered => Assert.False(entered.IsCompleted));
        _reply.SetResult(true);

        Assert.All(await Task.WhenAll(line), Assert.Null);
    }

    [Fact]
    public async Task After_a_yes_no_further_rejection_asks_again()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect));
        (TargetWork second, Task<TargetOutcome?> asks) = Arrive(canary, "2");
        _reply.SetResult(true);
        Assert.Null(await asks);

        End(canary, second, StubOperation.Outcome(Fault.OldPasswordIncorrect));

        Assert.True(Arrive(canary, "3").Entered.IsCompletedSuccessfully);
        Assert.Single(_questions);
    }

    [Fact]
    public async Task A_target_that_arrives_during_the_question_waits_for_the_reply()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect));

        (_, Task<TargetOutcome?> asks) = Arrive(canary, "2");
        (_, Task<TargetOutcome?> waits) = Arrive(canary, "3");
        Assert.False(waits.IsCompleted);
        _reply.SetResult(true);

        Assert.Null(await asks);
        Assert.Null(await waits);
        Assert.Single(_questions);
    }

    [Fact]
    public void A_single_target_raises_no_question()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork only, _) = Arrive(canary, "1");

        End(canary, only, StubOperation.Outcome(Fault.OldPasswordIncorrect));

        Assert.Empty(_questions);
    }

    [Fact]
    public async Task With_force_the_first_is_still_sent_alone_but_there_is_no_question()
    {
        OldPasswordCanary canary = new(force: true);
        (TargetWork first, _) = Arrive(canary, "1");
        (_, Task<TargetOutcome?> second) = Arrive(canary, "2");
        Assert.False(second.IsCompleted);

        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect));

        Assert.Null(await second);
        Assert.Empty(_questions);
    }

    public static TheoryData<string> OutcomesThatProveNothing =>
        ["lost", "Throttled", "TargetNotFound", "AccountLocked", "PasswordRejected", "Rejected", "Unreadable", "never recorded"];

    [Theory]
    [MemberData(nameof(OutcomesThatProveNothing))]
    public async Task Without_a_known_outcome_the_next_is_sent_alone(string kind)
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        (TargetWork second, Task<TargetOutcome?> next) = Arrive(canary, "2");
        (_, Task<TargetOutcome?> third) = Arrive(canary, "3");

        if (kind != "never recorded")
        {
            canary.RecordOutcome(first, kind == "lost" ? StubOperation.OutcomeUnknown : StubOperation.Outcome(Enum.Parse<Fault>(kind)));
        }

        canary.Completed(first);

        Assert.Null(await next);
        Assert.False(third.IsCompleted);
        End(canary, second, StubOperation.Outcome(Fault.None));
        Assert.Null(await third);
    }

    [Fact]
    public void Without_a_known_outcome_and_a_waiter_the_next_to_arrive_is_sent_alone()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        End(canary, first, StubOperation.OutcomeUnknown);

        Assert.True(Arrive(canary, "2").Entered.IsCompletedSuccessfully);
        Assert.False(Arrive(canary, "3").Entered.IsCompleted);
    }

    [Fact]
    public async Task The_last_outcome_of_a_target_counts()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        (_, Task<TargetOutcome?> second) = Arrive(canary, "2");

        canary.RecordOutcome(first, StubOperation.Outcome(Fault.PasswordRejected));
        Assert.False(second.IsCompleted);
        End(canary, first, StubOperation.Outcome(Fault.None));

        Assert.Null(await second);
    }

    [Fact]
    public async Task A_stop_ends_every_wait()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        Task<TargetOutcome?>[] line = Enumerable.Range(2, 10).Select(n => Arrive(canary, $"{n}").Entered).ToArray();

        await _stopping.CancelAsync();
        TargetOutcome?[] outcomes = await Task.WhenAll(line);
        End(canary, first, StubOperation.OutcomeUnknown);

        Assert.All(outcomes, outcome => Assert.Contains("stopped", outcome!.Message, StringComparison.Ordinal));
        Assert.True(Arrive(canary, "after").Entered.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_stop_during_the_question_is_a_no()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        (_, Task<TargetOutcome?> asks) = Arrive(canary, "2");
        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect));

        await _stopping.CancelAsync();
        _reply.SetResult(false);

        TargetOutcome outcome = (await asks)!;
        Assert.Equal((ChangeStatus.Cancelled, "Never sent: the command was stopped."), (outcome.Status, outcome.Message));
    }

    [Fact]
    public async Task A_question_that_cannot_be_asked_is_a_no_and_ends_every_wait()
    {
        OldPasswordCanary canary = new(force: false);
        (TargetWork first, _) = Arrive(canary, "1");
        (_, Task<TargetOutcome?> asks) = Arrive(canary, "2");
        (_, Task<TargetOutcome?> waits) = Arrive(canary, "3");
        End(canary, first, StubOperation.Outcome(Fault.OldPasswordIncorrect));

        _reply.SetException(new InvalidOperationException("nobody there"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => asks);
        Assert.Equal(ChangeStatus.Cancelled, (await waits)!.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task In_any_order_of_threads_only_the_canary_is_sent_before_the_first_success(int seed)
    {
        OldPasswordCanary canary = new(force: false);
        int teachesNothing = seed * 17;
        int outside = 0;
        int unproven = 0;
        bool proven = false;

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (n, _) =>
        {
            (TargetWork work, Task<TargetOutcome?> entered) = Arrive(canary, $"{n}");
            Assert.Null(await entered);
            if (!Volatile.Read(ref proven) && Interlocked.Increment(ref outside) > 1)
            {
                Interlocked.Increment(ref unproven);
            }

            await Task.Yield();
            bool learns = Interlocked.Decrement(ref teachesNothing) < 0;
            if (learns)
            {
                Volatile.Write(ref proven, true);
            }

            Interlocked.Decrement(ref outside);
            End(canary, work, learns ? StubOperation.Outcome(Fault.None) : StubOperation.OutcomeUnknown);
        });

        Assert.Equal(0, unproven);
    }

    public void Dispose() => _stopping.Dispose();

    private static void End(OldPasswordCanary canary, TargetWork work, CallOutcome outcome)
    {
        canary.RecordOutcome(work, outcome);
        canary.Completed(work);
    }

    private (TargetWork Work, Task<TargetOutcome?> Entered) Arrive(OldPasswordCanary canary, string id)
    {
        TargetWork work = StubOperation.Work(id);
        return (work, canary.EnterAsync(work, StubOperation.Services(AskAsync, _stopping.Token)).AsTask());
    }

    private Task<bool> AskAsync(string caption, string question)
    {
        _questions.Add(question);
        return _reply.Task;
    }
}
