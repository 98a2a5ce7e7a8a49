using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using Polly;
using Polly.Retry;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Makes one call: waits for its turn, signs and sends it, understands the answer, and sends it again as often as its class allows
/// and never more. Every call of every operation goes through here.
/// </summary>
internal sealed class CallRunner
{
    private const int MostThrottles = 20;
    private static readonly TimeSpan LongestThrottling = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(100);

    // Nothing for so long is no hiccup that a retry would ride out: it counts for the breaker at once.
    private static readonly TimeSpan SlowAttempt = HttpTransport.ConnectTimeout;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(20);
    private static readonly ResiliencePropertyKey<CallState> StateKey = new("call");

    private readonly RunOptions _options;
    private readonly HttpTransport _transport;
    private readonly RateLimiters _limiters;
    private readonly TimeProvider _time;
    private readonly ConcurrencyLimiter _gate;
    private readonly Func<double> _random;
    private readonly Action<NoticeLevel, string> _notice;
    private readonly KnownSecrets _secrets;
    private readonly Redactor _redactor;
    private readonly CancellationToken _stopping;
    private readonly CancellationToken _abort;
    private readonly ResiliencePipeline<Attempt> _retry;
    private readonly ConcurrentDictionary<string, CircuitBreaker> _breakers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ProviderSession, CancellationTokenSource> _waits = new();
    private int _targetsInFlight;

    /// <param name="options">The run's options.</param>
    /// <param name="transport">Sends.</param>
    /// <param name="limiters">The process's limiters.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Uniform in [0, 1), for jitter.</param>
    /// <param name="notice">Takes what verbose and debug streams show.</param>
    /// <param name="secrets">Recognises the secrets of the run; each call adds its own.</param>
    /// <param name="stopping">No new attempt once this is cancelled.</param>
    /// <param name="abort">Ends attempts in flight.</param>
    public CallRunner(RunOptions options, HttpTransport transport, RateLimiters limiters, TimeProvider time, Func<double> random, Action<NoticeLevel, string> notice, KnownSecrets secrets, CancellationToken stopping, CancellationToken abort)
    {
        _options = options;
        _transport = transport;
        _limiters = limiters;
        _time = time;
        _random = random;
        _notice = notice;
        _secrets = secrets;
        _redactor = new Redactor(secrets);
        _secrets.Add(transport.ProxyPassword);
        _stopping = stopping;
        _abort = abort;
        _gate = new ConcurrencyLimiter(options.ThrottleLimit);
        _retry = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => new(args.Outcome.Exception is null && args.Context.Properties.GetValue(StateKey, null!).WantsAnother(args.Outcome.Result, _stopping)),
                DelayGenerator = args => new(args.Context.Properties.GetValue(StateKey, null!).DelayBeforeNext(args.Outcome.Result, _random)),
            })
            .Build();
    }

    /// <summary>How many targets' changes have left and are not answered.</summary>
    public int TargetsInFlight => Volatile.Read(ref _targetsInFlight);

    /// <summary>Makes the call with all the attempts it may have.</summary>
    public async Task<CallOutcome> CallAsync(ProviderSession session, ApiCall call, CallBudget budget)
    {
        Uri endpoint = session.EndpointOf(call.Contract.Service, call.Region);
        string region = call.Region ?? "global";
        CallState state = new(session, call, budget, _options.MaximumRetryCount, _time)
        {
            Endpoint = endpoint,
            Lane = $"{session.Provider}/{region}/{endpoint.Authority}",
            Limiter = _limiters.Of(session.Provider, call.Contract, session.Account, region, endpoint),
            Waiting = _waits.GetOrAdd(session, static (session, stopping) => CancellationTokenSource.CreateLinkedTokenSource(stopping, session.Stopped), _stopping).Token,
        };
        state.Breaker = _breakers.GetOrAdd(state.Lane, static (_, time) => new CircuitBreaker(time), _time);

        ResilienceContext context = ResilienceContextPool.Shared.Get(state.Waiting);
        context.Properties.Set(StateKey, state);
        try
        {
            Attempt last = await _retry.ExecuteAsync(static (context, self) => self.AttemptAsync(context.Properties.GetValue(StateKey, null!)), context, this).ConfigureAwait(false);
            return Conclude(state, last);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return state.Outcome(CallEnd.Stopped, "the command was stopped");
        }
        catch (OperationCanceledException) when (session.StoppedBecause is not null)
        {
            return state.Outcome(CallEnd.Abandoned, session.StoppedBecause);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private CallOutcome Conclude(CallState state, Attempt last)
    {
        switch (last.Kind)
        {
            case AttemptKind.GivenUp:
                return state.Outcome(CallEnd.Abandoned, last.Reason);
            case AttemptKind.NotSent:
                if (_stopping.IsCancellationRequested)
                {
                    return state.Outcome(CallEnd.Stopped, last.Reason);
                }

                state.CountUnreachable(state.Call.TargetCount);
                return state.Outcome(CallEnd.Unreachable, last.Reason);
            case AttemptKind.Lost:
                if (!_stopping.IsCancellationRequested)
                {
                    // What may be sent only once has had one try; one broken connection is no evidence against a region, however many targets it carried.
                    state.CountUnreachable(state.Call.Contract.Idempotency == Idempotency.NotIdempotent ? 1 : state.Call.TargetCount);
                }

                return state.Outcome(CallEnd.OutcomeUnknown, last.Reason);
            default:
                if (last.Reply!.Fault == Fault.AuthenticationFailed || (last.Reply.Fault is Fault.ClockSkew or Fault.CredentialExpired && !_stopping.IsCancellationRequested))
                {
                    state.Session.Stop($"{state.Session.Provider} refused the access key {state.Session.Account} ({last.Reply.Code})", last.Reply);
                }

                return state.Outcome(CallEnd.Completed, null, last.Reply);
        }
    }

    private async ValueTask<Attempt> AttemptAsync(CallState state)
    {
        while (true)
        {
            BreakerDecision passage = await state.Breaker.MaySendAsync(state.Waiting).ConfigureAwait(false);
            if (passage == BreakerDecision.Closed)
            {
                return new(AttemptKind.GivenUp, null, $"{state.Endpoint.Host} cannot be reached");
            }

            bool isProbe = passage == BreakerDecision.Probe;
            bool sent = false;
            try
            {
                // Before a place is taken: a credential may need calls of its own.
                if (state.Session.StoppedBecause is null && !await TakeCredentialAsync(state).ConfigureAwait(false))
                {
                    return new(AttemptKind.GivenUp, null, state.NoCredential);
                }

                AdaptiveRateLimiter.Permit permit = await state.Limiter.WaitAsync(state.Waiting).ConfigureAwait(false);
                ConcurrencyLimiter.Place place;
                using (permit)
                {
                    place = await _gate.EnterAsync(state.Lane, state.Call.Contract.Idempotency == Idempotency.ReadOnly, state.Waiting).ConfigureAwait(false);
                }

                using (place)
                {
                    if (state.Session.StoppedBecause is { } because)
                    {
                        return new(AttemptKind.GivenUp, null, because);
                    }

                    // Much may have happened while the call stood in line: it waits once more.
                    if (permit.IsStale || (!isProbe && state.Breaker.IsOpen))
                    {
                        continue;
                    }

                    if (state.Budget.Remaining < ShortestAttempt)
                    {
                        return new(AttemptKind.GivenUp, null, "its time was over");
                    }

                    Attempt attempt = await SendAsync(state, state.Credential!, isProbe).ConfigureAwait(false);
                    sent = true;
                    if (attempt.Kind == AttemptKind.Answered)
                    {
                        state.Breaker.Reached();
                        _gate.Answered(state.Lane);
                    }
                    else if (!_abort.IsCancellationRequested)
                    {
                        _gate.Unanswered(state.Lane);
                        if (isProbe)
                        {
                            state.Breaker.ProbeMissed();
                        }
                    }

                    return attempt;
                }
            }
            finally
            {
                if (isProbe && !sent)
                {
                    state.Breaker.ProbeAbandoned();
                }
            }
        }
    }

    private static async ValueTask<bool> TakeCredentialAsync(CallState state)
    {
        try
        {
            state.Credential = await state.Credentials.GetAsync(state.Waiting).ConfigureAwait(false);
            return true;
        }
        catch (CredentialUnavailableException failure)
        {
            state.NoCredential = failure.Message;
            return false;
        }
    }

    private async ValueTask<Attempt> SendAsync(CallState state, CloudCredential credential, bool isProbe)
    {
        ApiCall call = state.Call;
        ProviderSession session = state.Session;
        using WireRequest request = call.Write(state.Endpoint);
        foreach (SecretText? secret in (IEnumerable<SecretText?>)[credential.Secret, credential.SecurityToken, .. call.Secrets])
        {
            _secrets.Add(secret);
        }

        await session.Signer.SignAsync(request, credential, _time.GetUtcNow() + session.ClockOffset, _abort).ConfigureAwait(false);
        call.Sending?.Invoke();
        state.Sent();

        long began = _time.GetTimestamp();
        TimeSpan timeout = Shortest(state.Budget.Remaining, state.Budget.LongestAttempt ?? _options.AttemptTimeout, isProbe ? new TimeSpan(_options.AttemptTimeout.Ticks / 2) : _options.AttemptTimeout);
        int targets = call.Sending is null ? 0 : call.TargetCount;
        Interlocked.Add(ref _targetsInFlight, targets);
        TransportResult result = await _transport.SendAsync(request, timeout, call.Contract.Idempotency == Idempotency.NotIdempotent, _abort).ConfigureAwait(false);
        Interlocked.Add(ref _targetsInFlight, -targets);
        TimeSpan took = _time.GetElapsedTime(began);

        Attempt attempt = result.Outcome switch
        {
            TransportOutcome.ResponseReceived => new(AttemptKind.Answered, Understand(session, call, result.Response!), null),
            TransportOutcome.NotSent => new(AttemptKind.NotSent, null, result.Reason),
            _ => new(AttemptKind.Lost, null, result.Reason),
        };
        if (attempt.Reply?.Fault != Fault.Throttled)
        {
            // Being throttled is a way of waiting for a rate limit.
            state.Budget.Spend(took);
        }

        if (attempt.Kind != AttemptKind.Answered && took >= SlowAttempt && !_abort.IsCancellationRequested)
        {
            state.CountUnreachable(1);
        }

        Learn(state, attempt, credential, result.Response, began);
        Tell(state, request.Method, attempt, result.Response, took);
        return attempt;
    }

    private static TimeSpan Shortest(TimeSpan first, TimeSpan second, TimeSpan third)
    {
        TimeSpan shorter = first < second ? first : second;
        return shorter < third ? shorter : third;
    }

    private ProviderReply Understand(ProviderSession session, ApiCall call, WireResponse response)
    {
        ProviderReply reply;
        try
        {
            reply = call.Read(response);
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException or ArgumentException or System.Text.Json.JsonException or KeyNotFoundException or OverflowException)
        {
            // A reader that stumbles over an answer has not understood it.
            reply = new ProviderReply { Fault = Fault.Unreadable, Code = $"HTTP {response.StatusCode}", Message = $"HTTP {response.StatusCode} with an answer that could not be read." };
        }

        return reply.Redact(_redactor, call.Region is { } region ? [.. call.Names, session.Account, region] : [.. call.Names, session.Account]);
    }

    private void Learn(CallState state, Attempt attempt, CloudCredential credential, WireResponse? response, long leftAt)
    {
        if (attempt.Kind == AttemptKind.Lost || (attempt.Kind == AttemptKind.Answered && attempt.Reply!.Fault.MayHaveExecuted()))
        {
            state.MayHaveExecuted |= state.Call.Contract.Idempotency != Idempotency.ReadOnly;
            return;
        }

        if (attempt.Kind != AttemptKind.Answered)
        {
            return;
        }

        switch (attempt.Reply!.Fault)
        {
            case Fault.Throttled:
                state.Limiter.Throttled(attempt.Reply.RetryAfter, leftAt);
                break;
            case Fault.CredentialExpired:
                state.MayRenew = state.Credentials.Refused(credential);
                break;
            case Fault.ClockSkew:
                state.MayRenew = !state.ClockCorrected && AdjustClock(state.Session, response!);
                state.ClockCorrected = true;
                break;
            default:
                state.Limiter.Accepted(leftAt);
                break;
        }
    }

    private bool AdjustClock(ProviderSession session, WireResponse response)
    {
        if (response.Header("Date") is not { } date
            || !DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset theirs))
        {
            return false;
        }

        session.ClockOffset = theirs - _time.GetUtcNow();
        _notice(NoticeLevel.Warning, $"{session.Provider} refused the request's time. This machine's clock is off by about {Math.Abs(session.ClockOffset.TotalSeconds):0} seconds; requests are signed with the provider's time. Set the clock.");
        return true;
    }

    private void Tell(CallState state, HttpMethod method, Attempt attempt, WireResponse? response, TimeSpan took)
    {
        if (!_options.Verbose && !_options.Debug)
        {
            return;
        }

        string outcome = attempt.Kind switch
        {
            AttemptKind.Answered when attempt.Reply!.Fault == Fault.None => $"{response!.StatusCode} OK",
            AttemptKind.Answered => $"{response!.StatusCode} {attempt.Reply!.Code ?? attempt.Reply.Fault.ToString()}",
            AttemptKind.NotSent => $"not sent, {attempt.Reason}",
            _ => $"no answer, {attempt.Reason}",
        };
        _notice(
            _options.Verbose ? NoticeLevel.Verbose : NoticeLevel.Debug,
            $"{state.Call.Contract.Action}, {method} to {state.Endpoint.Authority}, region {state.Call.Region ?? "global"}, {state.Call.TargetCount} target(s), attempt {state.Attempts}: {outcome} in {took.TotalMilliseconds:0} ms, request id {attempt.Reply?.RequestId ?? "none"}");
    }

    private enum AttemptKind
    {
        Answered,
        NotSent,
        Lost,
        GivenUp,
    }

    private readonly record struct Attempt(AttemptKind Kind, ProviderReply? Reply, string? Reason);

    // What a call remembers between its attempts; used by one attempt at a time.
    private sealed class CallState(ProviderSession session, ApiCall call, CallBudget budget, int maximumRetryCount, TimeProvider time)
    {
        private readonly long _began = time.GetTimestamp();
        private int _countedRetries;
        private int _throttles;
        private DateTimeOffset? _firstSentAt;
        private bool _countedUnreachable;

        public ProviderSession Session { get; } = session;

        public ApiCall Call { get; } = call;

        public CallBudget Budget { get; } = budget;

        public required Uri Endpoint { get; init; }

        public required string Lane { get; init; }

        public required AdaptiveRateLimiter Limiter { get; init; }

        /// <summary>Cancelled when waiting for a turn has no point any more.</summary>
        public required CancellationToken Waiting { get; init; }

        public CircuitBreaker Breaker { get; set; } = null!;

        public int Attempts { get; private set; }

        public bool MayHaveExecuted { get; set; }

        public bool MayRenew { get; set; }

        public ICredentialProvider Credentials { get; } = call.Credentials ?? session.Credentials;

        /// <summary>What this attempt is signed with.</summary>
        public CloudCredential? Credential { get; set; }

        /// <summary>Why there is none.</summary>
        public string? NoCredential { get; set; }

        public bool ClockCorrected { get; set; }

        // Once for each call, however many of its attempts go unanswered.
        public void CountUnreachable(int targets)
        {
            int counted = _countedUnreachable ? targets - 1 : targets;
            _countedUnreachable = true;
            if (counted > 0)
            {
                Breaker.Unreachable(counted);
            }
        }

        public void Sent()
        {
            Attempts++;
            _firstSentAt ??= time.GetUtcNow();
        }

        public bool WantsAnother(Attempt attempt, CancellationToken stopping)
        {
            if (stopping.IsCancellationRequested || attempt.Kind == AttemptKind.GivenUp)
            {
                return false;
            }

            if (attempt.Kind == AttemptKind.Answered && attempt.Reply!.Fault == Fault.Throttled)
            {
                // Never for ever: an account that is throttled this long has another problem.
                return ++_throttles < MostThrottles || time.GetElapsedTime(_began) < LongestThrottling;
            }

            bool another = attempt.Kind switch
            {
                AttemptKind.NotSent => true,
                AttemptKind.Lost => Call.Contract.Idempotency != Idempotency.NotIdempotent,
                _ => attempt.Reply!.Fault switch
                {
                    Fault.SignAgain => true,
                    Fault.CredentialExpired or Fault.ClockSkew => MayRenew,
                    Fault.Transient or Fault.Unreadable => Call.Contract.Idempotency != Idempotency.NotIdempotent,
                    _ => false,
                },
            };
            return another && _countedRetries < maximumRetryCount && Budget.Remaining > ShortestAttempt;
        }

        public TimeSpan? DelayBeforeNext(Attempt attempt, Func<double> random)
        {
            if (attempt.Kind == AttemptKind.Answered && attempt.Reply!.Fault == Fault.Throttled)
            {
                return TimeSpan.Zero;
            }

            double ceiling = Math.Min(LongestBackoff.Ticks, FirstBackoff.Ticks * Math.Pow(2, _countedRetries));
            _countedRetries++;
            TimeSpan delay = new((long)(ceiling * random()));
            if (attempt.Reply?.RetryAfter is { } asked && asked > delay)
            {
                delay = asked;
            }

            // Leave time for the attempt itself.
            TimeSpan half = new(Budget.Remaining.Ticks / 2);
            if (delay > half)
            {
                delay = half;
            }

            Budget.Spend(delay);
            return delay;
        }

        public CallOutcome Outcome(CallEnd end, string? reason, ProviderReply? reply = null) => new()
        {
            End = end,
            Reason = reason,
            Reply = reply,
            MayHaveExecuted = MayHaveExecuted && reply?.Fault != Fault.None,
            Attempts = Attempts,
            FirstSentAt = _firstSentAt,
        };
    }
}
