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
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, Task<TargetOutcome?> goes) = Arrive(scout, "1");
        (TargetWork _, Task<TargetOutcome?> second) = Arrive(scout, "2");

        Assert.Null(await goes);
        Assert.False(second.IsCompleted);

        End(scout, first, StubOperation.Answer(Fault.None));
        Assert.Null(await second);
    }

    [Fact]
    public async Task After_a_success_all_go_those_in_line_and_those_still_to_come()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        Task<TargetOutcome?>[] line = Enumerable.Range(2, 300).Select(n => Arrive(scout, $"{n}").Entered).ToArray();

        End(scout, first, StubOperation.Answer(Fault.None));

        Assert.All(await Task.WhenAll(line), Assert.Null);
        Assert.True(Arrive(scout, "late").Entered.IsCompletedSuccessfully);
        Assert.Empty(_questions);
    }

    [Fact]
    public async Task After_a_refusal_it_asks_once_and_a_no_cancels_the_rest()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        Task<TargetOutcome?>[] line = Enumerable.Range(2, 20).Select(n => Arrive(scout, $"{n}").Entered).ToArray();

        End(scout, first, StubOperation.Answer(Fault.OldPasswordIncorrect, remainingAttempts: 4));
        _reply.SetResult(false);
        TargetOutcome?[] verdicts = await Task.WhenAll(line);
        TargetOutcome? late = await Arrive(scout, "late").Entered;

        string question = Assert.Single(_questions);
        Assert.Contains("rejected for 1 (4 attempts remain)", question, StringComparison.Ordinal);
        Assert.All(verdicts.Append(late), verdict => Assert.Equal((ChangeStatus.Cancelled, ErrorIds.Cancelled), (verdict!.Status, verdict.ErrorId)));
    }

    [Fact]
    public async Task After_a_refusal_a_yes_lets_all_go()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        Task<TargetOutcome?>[] line = [Arrive(scout, "2").Entered, Arrive(scout, "3").Entered];

        End(scout, first, StubOperation.Answer(Fault.OldPasswordIncorrect));
        Assert.All(line, entered => Assert.False(entered.IsCompleted));
        _reply.SetResult(true);

        Assert.All(await Task.WhenAll(line), Assert.Null);
    }

    [Fact]
    public async Task Whoever_comes_while_it_asks_waits_for_the_answer()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        End(scout, first, StubOperation.Answer(Fault.OldPasswordIncorrect));

        (_, Task<TargetOutcome?> asks) = Arrive(scout, "2");
        (_, Task<TargetOutcome?> waits) = Arrive(scout, "3");
        Assert.False(waits.IsCompleted);
        _reply.SetResult(true);

        Assert.Null(await asks);
        Assert.Null(await waits);
        Assert.Single(_questions);
    }

    [Fact]
    public void Nobody_is_asked_when_nobody_else_comes()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork only, _) = Arrive(scout, "1");

        End(scout, only, StubOperation.Answer(Fault.OldPasswordIncorrect));

        Assert.Empty(_questions);
    }

    [Fact]
    public async Task With_force_the_first_still_goes_alone_but_nobody_is_asked()
    {
        OldPasswordCanary scout = new(force: true);
        (TargetWork first, _) = Arrive(scout, "1");
        (_, Task<TargetOutcome?> second) = Arrive(scout, "2");
        Assert.False(second.IsCompleted);

        End(scout, first, StubOperation.Answer(Fault.OldPasswordIncorrect));

        Assert.Null(await second);
        Assert.Empty(_questions);
    }

    public static TheoryData<string> OutcomesThatTeachNothing => ["lost", "Throttled", "TargetNotFound", "AccountLocked", "PasswordRejected", "Rejected", "Unreadable", "never told"];

    [Theory]
    [MemberData(nameof(OutcomesThatTeachNothing))]
    public async Task When_nothing_was_learnt_the_next_goes_alone(string kind)
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        (TargetWork second, Task<TargetOutcome?> next) = Arrive(scout, "2");
        (_, Task<TargetOutcome?> third) = Arrive(scout, "3");

        if (kind != "never told")
        {
            scout.RecordOutcome(first, kind == "lost" ? StubOperation.Lost : StubOperation.Answer(Enum.Parse<Fault>(kind)));
        }

        scout.Completed(first);

        Assert.Null(await next);
        Assert.False(third.IsCompleted);
        End(scout, second, StubOperation.Answer(Fault.None));
        Assert.Null(await third);
    }

    [Fact]
    public void When_nothing_was_learnt_and_nobody_waits_the_next_to_come_goes_alone()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        End(scout, first, StubOperation.Lost);

        Assert.True(Arrive(scout, "2").Entered.IsCompletedSuccessfully);
        Assert.False(Arrive(scout, "3").Entered.IsCompleted);
    }

    [Fact]
    public async Task The_last_answer_for_a_target_counts()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        (_, Task<TargetOutcome?> second) = Arrive(scout, "2");

        scout.RecordOutcome(first, StubOperation.Answer(Fault.PasswordRejected));
        Assert.False(second.IsCompleted);
        End(scout, first, StubOperation.Answer(Fault.None));

        Assert.Null(await second);
    }

    [Fact]
    public async Task A_stop_ends_the_waiting_of_all_and_leaves_nobody_behind()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        Task<TargetOutcome?>[] line = Enumerable.Range(2, 10).Select(n => Arrive(scout, $"{n}").Entered).ToArray();

        await _stopping.CancelAsync();
        TargetOutcome?[] verdicts = await Task.WhenAll(line);
        End(scout, first, StubOperation.Lost);

        Assert.All(verdicts, verdict => Assert.Contains("stopped", verdict!.Message, StringComparison.Ordinal));
        Assert.True(Arrive(scout, "after").Entered.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_stop_during_the_question_is_a_no()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        (_, Task<TargetOutcome?> asks) = Arrive(scout, "2");
        End(scout, first, StubOperation.Answer(Fault.OldPasswordIncorrect));

        await _stopping.CancelAsync();
        _reply.SetResult(false);

        Assert.Equal(ChangeStatus.Cancelled, (await asks)!.Status);
    }

    [Fact]
    public async Task A_question_that_cannot_be_put_is_a_no_and_nobody_waits_for_ever()
    {
        OldPasswordCanary scout = new(force: false);
        (TargetWork first, _) = Arrive(scout, "1");
        (_, Task<TargetOutcome?> asks) = Arrive(scout, "2");
        (_, Task<TargetOutcome?> waits) = Arrive(scout, "3");
        End(scout, first, StubOperation.Answer(Fault.OldPasswordIncorrect));

        _reply.SetException(new InvalidOperationException("nobody there"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => asks);
        Assert.Equal(ChangeStatus.Cancelled, (await waits)!.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_the_threads_run_nobody_but_the_scout_is_out_before_the_first_success(int seed)
    {
        OldPasswordCanary scout = new(force: false);
        int teachesNothing = seed * 17;
        int outside = 0;
        int unproven = 0;
        bool proven = false;

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (n, _) =>
        {
            (TargetWork work, Task<TargetOutcome?> entered) = Arrive(scout, $"{n}");
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
            End(scout, work, learns ? StubOperation.Answer(Fault.None) : StubOperation.Lost);
        });

        Assert.Equal(0, unproven);
    }

    public void Dispose() => _stopping.Dispose();

    private static void End(OldPasswordCanary scout, TargetWork work, CallOutcome outcome)
    {
        scout.RecordOutcome(work, outcome);
        scout.Completed(work);
    }

    private (TargetWork Work, Task<TargetOutcome?> Entered) Arrive(OldPasswordCanary scout, string id)
    {
        TargetWork work = StubOperation.Work(id);
        return (work, scout.EnterAsync(work, StubOperation.Services(AskAsync, _stopping.Token)).AsTask());
    }

    private Task<bool> AskAsync(string caption, string question)
    {
        _questions.Add(question);
        return _reply.Task;
    }
}
