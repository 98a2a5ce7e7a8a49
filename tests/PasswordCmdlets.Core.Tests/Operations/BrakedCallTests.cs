using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>One call at a time in a run with brakes.</summary>
public sealed class BrakedCallTests : IDisposable
{
    private readonly CallBench _bench = new();

    [Theory]
    [InlineData("lost", nameof(CallEnd.Completed), 2)]
    [InlineData("Transient", nameof(CallEnd.Completed), 2)]
    [InlineData("unsent", nameof(CallEnd.StoppedByBrake), 1)]
    [InlineData("NonceUsed", nameof(CallEnd.Completed), 2)]
    [InlineData("Throttled", nameof(CallEnd.StoppedByBrake), 1)]
    public async Task After_the_deadline_only_what_may_have_been_executed_is_sent_again(string trouble, string end, int arrived)
    {
        DateTimeOffset deadline = _bench.Time.GetUtcNow().AddMinutes(10);
        using RunBrakes brakes = RunBrakes.Of(_bench.Options with { NotAfter = deadline }, _bench.Time)!;
        using BrakePass pass = brakes.NewPass();
        _bench.Responses = async _ =>
        {
            if (_bench.Arrived.Count > 1)
            {
                return CallBench.Response("None");
            }

            while (_bench.Time.GetUtcNow() < deadline)
            {
                await Task.Delay(TimeSpan.FromMinutes(4), _bench.Time, TestContext.Current.CancellationToken);
            }

            return CallBench.Play(trouble);
        };

        CallOutcome outcome = await CallAsync(pass);

        Assert.Equal((end, arrived), (outcome.End.ToString(), _bench.Arrived.Count));
        Assert.Equal(end == nameof(CallEnd.StoppedByBrake) ? ErrorIds.DeadlineReached : null, outcome.BrakedBy?.ErrorId);
    }

    [Fact]
    public async Task A_brake_ends_the_wait_of_what_was_not_sent()
    {
        _bench.Options = _bench.Options with { FailureLimit = FailureLimit.Parse("0") };
        using RunBrakes brakes = RunBrakes.Of(_bench.Options, _bench.Time)!;
        using BrakePass pass = brakes.NewPass();
        CallBench.HangingSource source = new();

        Task<CallOutcome> call = CallAsync(pass, source);
        await source.Asked;
        brakes.RecordUnsent(ErrorIds.InvalidTarget);

        CallOutcome outcome = await call;
        Assert.Equal((CallEnd.StoppedByBrake, ErrorIds.FailureLimitReached), (outcome.End, outcome.BrakedBy!.ErrorId));
        Assert.Equal("1 of 1 targets had failed or had an unknown outcome, more than -MaximumFailure 0 permits", outcome.Reason);
        Assert.Empty(_bench.Arrived);
    }

    [Fact]
    public async Task A_batch_that_was_accepted_holds_up_no_other()
    {
        _bench.Options = _bench.Options with { FailureLimit = FailureLimit.Parse("0"), ThrottleLimit = 1, MaximumRetryCount = 0 };
        using RunBrakes brakes = RunBrakes.Of(_bench.Options, _bench.Time)!;
        using BrakePass accepted = brakes.NewPass();
        using BrakePass next = brakes.NewPass();

        Assert.True((await CallAsync(accepted)).Succeeded);
        Assert.True((await CallAsync(next)).Succeeded);
    }

    public void Dispose() => _bench.Dispose();

    private Task<CallOutcome> CallAsync(BrakePass pass, ICredentialProvider? credentials = null) => _bench.Runner.CallAsync(
        _bench.Session, CallBench.Call() with { Pass = pass, Credentials = credentials }, new CallBudget(_bench.Options.Timeout));
}
