using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;
using Polly;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Makes a call with all the attempts it may have. Every call of every operation goes through here.</summary>
internal sealed class CallRunner
{
    private readonly RunOptions _options;
    private readonly RateLimiters _limiters;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly AttemptSender _sender;
    private readonly ResiliencePipeline<Attempt> _pipeline;
    private readonly ConcurrentDictionary<(ProviderSession, string Service, string Action, string? Region), CallRoute> _routes = new();
    private readonly ConcurrentDictionary<string, CircuitBreaker> _breakers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ProviderSession, CancellationTokenSource> _stopped = new();
    private readonly ConcurrentDictionary<ProviderSession, CancellationTokenSource> _braked = new();

    /// <param name="options">The run's options.</param>
    /// <param name="transport">Sends.</param>
    /// <param name="limiters">The process's rate limiters.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Uniform in [0, 1), for jitter.</param>
    /// <param name="notice">Takes what the verbose and debug streams show.</param>
    /// <param name="secrets">Recognises the secrets of the run; each call adds its own.</param>
    /// <param name="stopping">No new attempt once this is cancelled.</param>
    /// <param name="abort">Ends attempts in flight.</param>
    public CallRunner(
        RunOptions options,
        HttpTransport transport,
        RateLimiters limiters,
        TimeProvider time,
        Func<double> random,
        Action<NoticeLevel, string> notice,
        KnownSecrets secrets,
        CancellationToken stopping,
        CancellationToken abort)
    {
        _options = options;
        _limiters = limiters;
        _time = time;
        _stopping = stopping;
        secrets.Add(transport.ProxyPassword);
        ReplyReader reader = new(new Redactor(secrets));
        _sender = new AttemptSender(transport, reader, new AttemptLog(options, notice), secrets, time, notice, abort);
        _pipeline = CallPipeline.Create(options.MaximumRetryCount, random, new AdmissionStrategy(options, abort), time, abort);
    }

    /// <summary>How many targets' changes have left without a response yet.</summary>
    public int TargetsInFlight => _sender.TargetsInFlight;

    /// <summary>Makes the call with all the attempts it may have.</summary>
    public async Task<CallOutcome> CallAsync(ProviderSession session, ApiCall call, CallBudget budget)
    {
        if (_options.Preflight is not null && call.Contract.Idempotency != Idempotency.ReadOnly)
        {
            throw new InvalidOperationException($"A preflight makes no call of {call.Contract.Action}.");
        }

        CallRoute route = RouteOf(session, call);
        CancellationToken stopped = StoppedOf(session);
        CallState state = new(session, call, budget, route, PatienceOf(budget, route))
        {
            StoppedForAll = stopped,
            StoppedUnexecuted = call.Pass is { } pass ? StoppedOf(session, pass.Brakes) : stopped,
            Stopping = _stopping,
        };
        ResilienceContext context = ResilienceContextPool.Shared.Get(stopped);
        state.AttachTo(context);
        try
        {
            Outcome<Attempt> last = await _pipeline
                .ExecuteOutcomeAsync(static (context, sender) => sender.SendAsync(context), context, _sender)
                .ConfigureAwait(false);
            last.ThrowIfException();
            return OutcomeOf(state, last.Result!);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return state.Outcome(CallEnd.Stopped, "the command was stopped");
        }
        catch (OperationCanceledException) when (session.StoppedBecause is not null)
        {
            return state.Outcome(CallEnd.Abandoned, session.StoppedBecause);
        }
        catch (OperationCanceledException) when (!state.MayHaveExecuted && call.Pass?.Brakes.Stop is not null)
        {
            return Braked(state);
        }
        finally
        {
            state.EndTurn();
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private CallOutcome OutcomeOf(CallState state, Attempt last)
    {
        switch (last.Kind)
        {
            case AttemptKind.Abandoned:
                return state.Outcome(CallEnd.Abandoned, last.Reason) with { CredentialErrorId = last.CredentialErrorId };
            case AttemptKind.StoppedByBrake:
                return Braked(state);
            case AttemptKind.NotAdmitted:
                return _stopping.IsCancellationRequested
                    ? state.Outcome(CallEnd.Stopped, "the command was stopped")
                    : state.Outcome(CallEnd.Abandoned, state.Session.StoppedBecause);
            case AttemptKind.ThrottledTooLong:
            case AttemptKind.ResponseReceived when last.IsThrottled && !_stopping.IsCancellationRequested:
                return state.Outcome(CallEnd.Throttled, ThrottledBecause(state), state.LastThrottle);
            case AttemptKind.NotSent when _stopping.IsCancellationRequested:
                return state.Outcome(CallEnd.Stopped, last.Reason);
            case AttemptKind.NotSent:
                state.CountUnreachable(state.Call.TargetCount);
                return state.Outcome(CallEnd.Unreachable, last.Reason);
            case AttemptKind.OutcomeUnknown:
                if (!_stopping.IsCancellationRequested)
                {
                    // A call that is never repeated had one attempt; one broken connection is no evidence against a region, however many
                    // targets it carried.
                    state.CountUnreachable(state.Call.Contract.Idempotency == Idempotency.NotIdempotent ? 1 : state.Call.TargetCount);
                }

                return state.Outcome(CallEnd.OutcomeUnknown, last.Reason);
            default:
                StopAccountAfter(state, last.Reply!);
                return state.Outcome(CallEnd.Completed, null, last.Reply);
        }
    }

    private static CallOutcome Braked(CallState state)
    {
        BrakeStop stop = state.Call.Pass!.Brakes.Stop!;
        return state.Outcome(CallEnd.StoppedByBrake, stop.Because) with { BrakedBy = stop };
    }

    private static string ThrottledBecause(CallState state) =>
        $"{state.Session.Provider} throttled every {state.Call.Contract.Action} request for {SecondsText.Of(state.Patience.Limit)}";

    private void StopAccountAfter(CallState state, ProviderReply reply)
    {
        if (reply.Fault == Fault.AuthenticationFailed
            || (reply.Fault is Fault.ClockSkew or Fault.CredentialExpired && !_stopping.IsCancellationRequested))
        {
            string credential = state.Session.Role is null ? "access key" : "session of the role";

            // The targets of a change report its rejection; others could take it first.
            ProviderReply? unreported = state.Call.Contract.Idempotency == Idempotency.ReadOnly ? reply : null;
            state.Session.Stop($"{state.Session.Provider} rejected the {credential} {state.Session.Account} ({reply.Code})", unreported);
        }
    }

    private ThrottlePatience PatienceOf(CallBudget budget, CallRoute route) => budget.LongestThrottle is { } limit
        ? new(limit, _time.GetTimestamp(), RestartsWhenAccepted: false)
        : new(_options.ThrottleTimeout, route.FirstUsed, RestartsWhenAccepted: true);

    private CancellationToken StoppedOf(ProviderSession session) => _stopped
        .GetOrAdd(
            session,
            static (session, stopping) => CancellationTokenSource.CreateLinkedTokenSource(stopping, session.Stopped),
            _stopping)
        .Token;

    private CancellationToken StoppedOf(ProviderSession session, RunBrakes brakes) => _braked
        .GetOrAdd(
            session,
            (session, brakes) => CancellationTokenSource.CreateLinkedTokenSource(StoppedOf(session), brakes.Stopped),
            brakes)
        .Token;

    private CallRoute RouteOf(ProviderSession session, ApiCall call)
    {
        (ProviderSession, string, string, string?) key = (session, call.Contract.Service, call.Contract.Action, call.Region);
        if (_routes.TryGetValue(key, out CallRoute? known))
        {
            return known;
        }

        Uri endpoint = session.EndpointOf(call.Contract.Service, call.Region);
        string region = call.Region ?? "global";
        string partition = $"{session.Provider}/{region}/{endpoint.Authority}";
        return _routes.GetOrAdd(key, new CallRoute
        {
            Endpoint = endpoint,
            Region = region,
            PartitionKey = partition,
            Limiter = _limiters.Of(session.Provider, call.Contract, session.Account, region, endpoint),
            Breaker = _breakers.GetOrAdd($"{partition}/{session.Account}", static (_, time) => new CircuitBreaker(time), _time),
            FirstUsed = _time.GetTimestamp(),
        });
    }
}
