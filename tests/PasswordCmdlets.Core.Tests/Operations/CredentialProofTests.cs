using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>Until the provider accepts the credential of a session, few of its calls are in flight.</summary>
public sealed class CredentialProofTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CallBench _bench = new();
    private readonly List<TaskCompletionSource<HttpResponseMessage>> _sent = [];

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_call_of_a_partition_and_two_in_all_have_a_turn()
    {
        CredentialProof proof = new();
        Task<CredentialProof.Turn?>[] turns =
            [.. ((string[])["a", "a", "b", "c", "a"]).Select(partition => proof.AcquireAsync(partition, Ends).AsTask())];
        Assert.Equal([true, false, true, false, false], turns.Select(static turn => turn.IsCompleted));

        (await turns[2])!.Dispose();
        await turns[3].WaitAsync(Patience, Ends);
        Assert.Equal([true, false, true, true, false], turns.Select(static turn => turn.IsCompleted));
        (await turns[0])!.Dispose();
        await turns[1].WaitAsync(Patience, Ends);
        Assert.False(turns[4].IsCompleted);

        proof.RecordResponse(Fault.None);
        Assert.Null(await turns[4].WaitAsync(Patience, Ends));
        Assert.Null(await proof.AcquireAsync("a", Ends));
        (await turns[1])!.Dispose();
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_keeps_no_turn()
    {
        CredentialProof proof = new();
        CredentialProof.Turn first = (await proof.AcquireAsync("a", Ends))!;
        using CancellationTokenSource source = new();
        Task<CredentialProof.Turn?> leaves = proof.AcquireAsync("a", source.Token).AsTask();
        Task<CredentialProof.Turn?> stays = proof.AcquireAsync("a", Ends).AsTask();

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => proof.AcquireAsync("b", source.Token).AsTask());
        first.Dispose();

        (await stays.WaitAsync(Patience, Ends))!.Dispose();
        (await proof.AcquireAsync("a", Ends))!.Dispose();
    }

    [Theory]
    [InlineData(nameof(Fault.None), true)]
    [InlineData(nameof(Fault.Rejected), true)]
    [InlineData(nameof(Fault.AccessDenied), true)]
    [InlineData(nameof(Fault.TargetNotFound), true)]
    [InlineData(nameof(Fault.AuthenticationFailed), false)]
    [InlineData(nameof(Fault.ClockSkew), false)]
    [InlineData(nameof(Fault.CredentialExpired), false)]
    [InlineData(nameof(Fault.NonceUsed), false)]
    [InlineData(nameof(Fault.Throttled), false)]
    [InlineData(nameof(Fault.Transient), false)]
    [InlineData(nameof(Fault.Unreadable), false)]
    public async Task A_response_that_may_come_before_the_credential_is_checked_shows_nothing(string fault, bool isAccepted)
    {
        CredentialProof proof = new();

        proof.RecordResponse(Enum.Parse<Fault>(fault));

        Assert.Equal(isAccepted, await proof.AcquireAsync("a", Ends) is null);
    }

    [Theory]
    [InlineData("AuthenticationFailed")]
    [InlineData("CredentialExpired")]
    [InlineData("ClockSkew")]
    public async Task A_credential_that_is_rejected_is_sent_once_and_the_session_stops_before_another_call_leaves(string fault)
    {
        Task<CallOutcome>[] calls = await StartAsync(8);

        Respond(0, fault);

        CallOutcome[] outcomes = await Task.WhenAll(calls).WaitAsync(Patience, Ends);
        Assert.Single(_bench.Arrived);
        Assert.Single(outcomes, static outcome => outcome.End == CallEnd.Completed);
        Assert.Equal(7, outcomes.Count(static outcome => outcome.End == CallEnd.Abandoned));
    }

    [Theory]
    [InlineData("Transient", 2)]
    [InlineData("lost", 2)]
    [InlineData("unsent", 2)]
    [InlineData("None", 8)]
    public async Task The_next_call_leaves_after_any_end_of_the_first_and_all_once_the_credential_is_accepted(string first, int arrived)
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 0 };
        Task<CallOutcome>[] calls = await StartAsync(8);

        Respond(0, first);
        await ArrivedAsync(arrived);
        if (arrived == 2)
        {
            Respond(1, "None");
            await ArrivedAsync(8);
        }

        for (int i = 0; i < 8; i++)
        {
            Respond(i, "None");
        }

        await Task.WhenAll(calls).WaitAsync(Patience, Ends);
        Assert.Equal(8, _bench.Arrived.Count);
    }

    [Fact]
    public async Task A_call_whose_budget_is_used_up_keeps_no_turn()
    {
        CallOutcome spent = await _bench.Runner.CallAsync(_bench.Session, CallBench.Call(), new CallBudget(TimeSpan.Zero));
        Assert.Equal(CallEnd.Abandoned, spent.End);

        Task<CallOutcome>[] calls = await StartAsync(1);
        Respond(0, "None");

        Assert.True((await calls[0].WaitAsync(Patience, Ends)).Succeeded);
    }

    [Fact]
    public async Task A_stop_ends_the_calls_that_wait()
    {
        Task<CallOutcome>[] calls = await StartAsync(4);

        await _bench.Stopping.CancelAsync();
        Respond(0, "None");

        CallOutcome[] outcomes = await Task.WhenAll(calls).WaitAsync(Patience, Ends);
        Assert.Equal(3, outcomes.Count(static outcome => outcome.End == CallEnd.Stopped));
        Assert.Single(_bench.Arrived);
    }

    public void Dispose() => _bench.Dispose();

    // The first request has arrived, and every other call waits.
    private async Task<Task<CallOutcome>[]> StartAsync(int count)
    {
        _bench.Responses = _ =>
        {
            TaskCompletionSource<HttpResponseMessage> response = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_sent)
            {
                _sent.Add(response);
            }

            return response.Task;
        };
        Task<CallOutcome>[] calls =
        [
            .. Enumerable.Range(0, count)
                .Select(_ => _bench.Runner.CallAsync(_bench.Session, CallBench.Call(), new CallBudget(_bench.Options.Timeout))),
        ];
        await ArrivedAsync(1);
        return calls;
    }

    private async Task ArrivedAsync(int count)
    {
        while (_sent.Count < count)
        {
            Ends.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(count, _sent.Count);
    }

    private void Respond(int request, string response)
    {
        try
        {
            _sent[request].TrySetResult(CallBench.Play(response));
        }
        catch (Exception failure)
        {
            _sent[request].TrySetException(failure);
        }
    }
}
