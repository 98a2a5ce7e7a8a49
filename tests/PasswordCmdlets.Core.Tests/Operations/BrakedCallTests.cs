using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>One call at a time in a run with brakes, and the order of calls that wait for each other.</summary>
public sealed class BrakedCallTests : IDisposable
{
    private readonly CallBench _bench = new();

    [Theory]
    [InlineData("lost", nameof(CallEnd.Completed), 2)]
    [InlineData("Transient", nameof(CallEnd.Completed), 2)]
    [InlineData("unsent", nameof(CallEnd.StoppedByBrake), 1)]
    [InlineData("SignAgain", nameof(CallEnd.StoppedByBrake), 1)]
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

        CallOutcome outcome = await CallAsync(Call(pass));

        Assert.Equal((end, arrived), (outcome.End.ToString(), _bench.Arrived.Count));
        Assert.Equal(end == nameof(CallEnd.StoppedByBrake) ? ErrorIds.DeadlineReached : null, outcome.BrakedBy?.ErrorId);
    }

    [Fact]
    public async Task A_brake_ends_the_wait_of_what_was_not_sent()
    {
        _bench.Options = _bench.Options with { FailureLimit = FailureLimit.Parse("0") };
        using RunBrakes brakes = RunBrakes.Of(_bench.Options, _bench.Time)!;
        using BrakePass pass = brakes.NewPass();
        HangingSource source = new();

        Task<CallOutcome> call = CallAsync(Call(pass, source));
        await source.Asked;
        brakes.RecordUnsent(ErrorIds.InvalidTarget);

        CallOutcome outcome = await call;
        Assert.Equal((CallEnd.StoppedByBrake, ErrorIds.FailureLimitReached), (outcome.End, outcome.BrakedBy!.ErrorId));
        Assert.Equal("1 of 1 targets had failed or had an unknown outcome, more than -MaximumFailure 0 permits", outcome.Reason);
        Assert.Empty(_bench.Arrived);
    }

    [Fact]
    public async Task A_batch_that_was_accepted_or_throttled_holds_up_no_other()
    {
        _bench.Options = _bench.Options with { FailureLimit = FailureLimit.Parse("0"), ThrottleLimit = 1, MaximumRetryCount = 0 };
        using RunBrakes brakes = RunBrakes.Of(_bench.Options, _bench.Time)!;
        using BrakePass accepted = brakes.NewPass();
        using BrakePass next = brakes.NewPass();

        Assert.True((await CallAsync(Call(accepted))).Succeeded);
        Assert.True((await CallAsync(Call(next))).Succeeded);
    }

    [Fact]
    public async Task A_describe_call_goes_before_changes_that_wait()
    {
        _bench.Options = _bench.Options with { ThrottleLimit = 1 };
        List<string> order = [];
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Responses = async body =>
        {
            lock (order)
            {
                order.Add(body);
            }

            if (body == "first")
            {
                await held.Task;
            }

            return CallBench.Response("None");
        };

        Task<CallOutcome>[] calls =
        [
            CallAsync(Call(body: "first")), CallAsync(Call(body: "change")),
            CallAsync(Call(body: "describe", idempotency: Idempotency.ReadOnly)),
        ];
        held.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(["first", "describe", "change"], order);
    }

    [Theory]
    [InlineData(100, 1, nameof(CallEnd.Completed))]
    [InlineData(99, 0, nameof(CallEnd.Abandoned))]
    public async Task An_attempt_has_a_tenth_of_a_second_at_least(int milliseconds, int attempts, string end)
    {
        _bench.Responses = static _ => Task.FromResult(CallBench.Response("Transient"));

        CallOutcome outcome = await CallAsync(Call(), TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal((attempts, end), (outcome.Attempts, outcome.End.ToString()));
    }

    [Fact]
    public async Task A_credential_that_cannot_be_had_is_asked_for_once()
    {
        MissingSource source = new();

        await CallAsync(Call(credentials: source));

        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task What_is_in_flight_when_the_run_ends_says_so()
    {
        _bench.Responses = async _ =>
        {
            await _bench.Aborting.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
            return CallBench.Response("None");
        };

        CallOutcome outcome = await CallAsync(Call(idempotency: Idempotency.NotIdempotent));

        Assert.Equal((CallEnd.OutcomeUnknown, "the command was stopped", true), (outcome.End, outcome.Reason, outcome.MayHaveExecuted));
    }

    [Fact]
    public async Task A_throttled_response_to_a_stopped_command_is_the_end()
    {
        _bench.Responses = _ =>
        {
            _bench.Stopping.Cancel();
            return Task.FromResult(CallBench.Response("Throttled"));
        };

        CallOutcome outcome = await CallAsync(Call());

        Assert.Equal((true, 1), (outcome.IsFault(Fault.Throttled), outcome.Attempts));
    }

    [Fact]
    public async Task A_probe_that_is_cancelled_leaves_it_to_another()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 0 };
        _bench.Responses = static _ => Task.FromResult(CallBench.Play("lost"));
        await CallAsync(Call() with { TargetCount = 5 });
        HangingSource source = new();
        ProviderSession other = _bench.Session.Separate();
        Task<CallOutcome> probe = _bench.Runner.CallAsync(other, Call(credentials: source), new CallBudget(_bench.Options.Timeout));
        await source.Asked;

        other.Stop("enough", new ProviderReply { Fault = Fault.AuthenticationFailed });
        Assert.Equal((CallEnd.Abandoned, "enough"), ((await probe).End, (await probe).Reason));
        _bench.Responses = static _ => Task.FromResult(CallBench.Response("None"));

        Assert.True((await CallAsync(Call())).Succeeded);
    }

    [Fact]
    public async Task A_clock_that_is_a_day_off_is_believed()
    {
        _bench.Responses = _ => Task.FromResult(_bench.Arrived.Count == 1
            ? CallBench.Response("ClockSkew", ("Date", "Fri, 02 Jan 2026 00:00:00 GMT"))
            : CallBench.Response("None"));

        Assert.True((await CallAsync(Call())).Succeeded);
        Assert.Equal(TimeSpan.FromDays(1), _bench.Session.ClockOffset);
    }

    [Fact]
    public async Task The_log_has_the_providers_own_code()
    {
        _bench.Options = _bench.Options with { Verbose = true };
        ApiCall call = Call() with
        {
            Read = static _ => new ProviderReply { Fault = Fault.TargetBusy, Code = "Instance.Busy", CodeIsListed = true },
        };

        await CallAsync(call);

        Assert.Contains(": 200 Instance.Busy in 0 ms, request id none", Assert.Single(_bench.Notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_that_is_too_large_says_how_large_it_may_be()
    {
        _bench.Responses = static _ => Task.FromResult(CallBench.Play("too large"));

        CallOutcome outcome = await CallAsync(Call());

        Assert.Equal("The response is larger than 8 MiB and was not read.", outcome.Reply!.Message);
    }

    public void Dispose() => _bench.Dispose();

    private static ApiCall Call(
        BrakePass? pass = null, ICredentialProvider? credentials = null, string body = "x",
        Idempotency idempotency = Idempotency.Idempotent) =>
        new()
        {
            Contract = new CallContract
            {
                Service = "cvm",
                Action = "Act",
                Version = "1",
                Idempotency = idempotency,
                Rate = new RateContract(null, TimeSpan.FromSeconds(1)),
            },
            Region = null,
            TargetCount = 1,
            Pass = pass,
            Credentials = credentials,
            Write = endpoint => CallBench.Write(endpoint, body),
            Read = CallBench.Read,
        };

    private Task<CallOutcome> CallAsync(ApiCall call, TimeSpan? budget = null) =>
        _bench.Runner.CallAsync(_bench.Session, call, new CallBudget(budget ?? _bench.Options.Timeout));

    private sealed class HangingSource : ICredentialProvider
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public async ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return CallBench.FirstKey;
        }

        public bool Refused(CloudCredential refused) => false;
    }

    private sealed class MissingSource : ICredentialProvider
    {
        public int Asked { get; private set; }

        public ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken)
        {
            Asked++;
            throw new CredentialUnavailableException("There is no key.");
        }

        public bool Refused(CloudCredential refused) => false;
    }
}
