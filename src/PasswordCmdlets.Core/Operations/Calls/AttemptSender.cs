using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using Polly;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Makes one attempt: writes, signs and sends the request, reads the response, and passes on what follows from it.</summary>
internal sealed class AttemptSender(
    HttpTransport transport,
    ReplyReader reader,
    AttemptLog log,
    KnownSecrets secrets,
    TimeProvider time,
    Action<NoticeLevel, string> notice,
    CancellationToken aborted)
{
    // No response for so long is not a short disturbance that a retry would outlast: it counts for the circuit breaker at once.
    private static readonly TimeSpan SlowAttempt = HttpTransport.ConnectTimeout;

    private int _targetsInFlight;

    /// <summary>How many targets' changes have left without a response yet.</summary>
    public int TargetsInFlight => Volatile.Read(ref _targetsInFlight);

    public async ValueTask<Outcome<Attempt>> SendAsync(ResilienceContext context)
    {
        CallState state = CallState.Of(context);
        ApiCall call = state.Call;
        CloudCredential credential = state.Credential!;
        using WireRequest request = call.Write(state.Route.Endpoint);
        request.Service = call.Contract.Service;
        AddSecrets(call, credential);
        DateTimeOffset now = time.GetUtcNow() + state.Session.ClockOffset;
        await state.Session.Signer.SignAsync(request, credential, now, aborted).ConfigureAwait(false);
        call.Sending?.Invoke();
        state.RecordSent(time.GetUtcNow());

        long sentAt = time.GetTimestamp();
        int targets = call.Contract.Idempotency == Idempotency.ReadOnly ? 0 : call.TargetCount;
        bool freshConnection = call.Contract.Idempotency == Idempotency.NotIdempotent;
        Interlocked.Add(ref _targetsInFlight, targets);

        // What is in flight is not cancelled with the waits before it.
        using CancellationTokenSource ended = time.CancelAfter(state.AttemptTimeout);
        using CancellationTokenRegistration abort = aborted.Register(static source => ((CancellationTokenSource)source!).Cancel(), ended);
        TransportResult result = await transport.SendAsync(request, freshConnection, ended.Token).ConfigureAwait(false);
        Interlocked.Add(ref _targetsInFlight, -targets);
        TimeSpan took = time.GetElapsedTime(sentAt);

        Attempt attempt = AttemptOf(state, result);
        if (!attempt.IsThrottled)
        {
            // A throttled attempt is part of the wait for a rate limit, which costs no budget.
            state.Budget.Spend(took);
        }

        if (attempt.Kind != AttemptKind.ResponseReceived && took >= SlowAttempt && !aborted.IsCancellationRequested)
        {
            state.CountUnreachable(1);
        }

        UpdateState(state, attempt, credential, result.Response, sentAt);
        log.LogAttempt(state, request.Method, attempt, result.Response, took);
        return Outcome.FromResult(attempt);
    }

    // Before anything is sent: the response may quote any of them.
    private void AddSecrets(ApiCall call, CloudCredential credential)
    {
        secrets.Add(credential.Secret);
        secrets.Add(credential.SecurityToken);
        foreach (SecretText secret in call.Secrets)
        {
            secrets.Add(secret);
        }
    }

    private Attempt AttemptOf(CallState state, TransportResult result) => result.Outcome switch
    {
        TransportOutcome.ResponseReceived =>
            new(AttemptKind.ResponseReceived, reader.ReadReply(state.Session, state.Call, result.Response!)),
        TransportOutcome.ResponseTooLarge => new(AttemptKind.ResponseReceived, ReplyReader.TooLarge()),
        TransportOutcome.NotSent => new(AttemptKind.NotSent, Reason: result.Reason ?? CancelledBecause(state)),
        _ => new(AttemptKind.OutcomeUnknown, Reason: result.Reason ?? CancelledBecause(state)),
    };

    private string CancelledBecause(CallState state) => aborted.IsCancellationRequested
        ? "the command was stopped"
        : $"no complete response within {SecondsText.Of(state.AttemptTimeout)}";

    private void UpdateState(CallState state, Attempt attempt, CloudCredential credential, WireResponse? response, long sentAt)
    {
        if (attempt.Kind == AttemptKind.NotSent)
        {
            return;
        }

        if (attempt.Kind == AttemptKind.OutcomeUnknown || attempt.Reply!.Fault.MayHaveExecuted())
        {
            state.MayHaveExecuted |= state.Call.Contract.Idempotency != Idempotency.ReadOnly;
            return;
        }

        switch (attempt.Reply.Fault)
        {
            case Fault.Throttled:
                state.LastThrottle = attempt.Reply;
                state.Route.Limiter.RecordThrottled(attempt.Reply.RetryAfter, sentAt);
                break;
            case Fault.CredentialExpired:
                state.IsRemedied = state.Credentials.Rejected(credential);
                break;
            case Fault.ClockSkew:
                state.IsRemedied = !state.ClockCorrected && ClockCorrection.TryCorrect(state.Session, response!, time.GetUtcNow(), notice);
                state.ClockCorrected = true;
                break;
            default:
                state.Route.Limiter.RecordAccepted(sentAt);
                break;
        }
    }
}
