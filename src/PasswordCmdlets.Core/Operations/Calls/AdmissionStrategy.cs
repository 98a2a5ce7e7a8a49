using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Runs;
using Polly;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Holds an attempt until it may leave: it has a credential, a permit of the rate limiter, a turn while the credential is unproven, and a
/// lease of the concurrency limiter.
/// </summary>
/// <param name="options">The run's options.</param>
/// <param name="aborted">Ends attempts in flight; everything before is ended by <see cref="CallState.Stopped"/>.</param>
internal sealed class AdmissionStrategy(RunOptions options, CancellationToken aborted) : ResilienceStrategy<Attempt>
{
    private readonly ConcurrencyLimiter _concurrency = new(options.ThrottleLimit);

    protected override ValueTask<Outcome<Attempt>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Attempt>>> callback, ResilienceContext context, TState state) =>
        AdmitAsync(CallState.Of(context), () => callback(context, state));

    private async ValueTask<Outcome<Attempt>> AdmitAsync(CallState call, Func<ValueTask<Outcome<Attempt>>> send)
    {
        CallRoute route = call.Route;

        BrakePass? pass = call.MayHaveExecuted ? null : call.Call.Pass;
        if (pass is not null)
        {
            await pass.WaitAsync(call.Stopped).ConfigureAwait(false);
        }

        // Before a lease is acquired: a credential may need calls of its own.
        if (call.Session.StoppedBecause is null && await TryGetCredentialAsync(call).ConfigureAwait(false) is { } failure)
        {
            return Outcome.FromResult(new Attempt(AttemptKind.Abandoned, Reason: failure.Message.TrimEnd('.'))
            {
                CredentialErrorId = failure.ErrorId,
            });
        }

        RatePermit? permit = await route.Limiter.AcquireAsync(call.Patience, call.Stopped).ConfigureAwait(false);
        if (permit is null)
        {
            return Outcome.FromResult(new Attempt(AttemptKind.ThrottledTooLong));
        }

        ConcurrencyLimiter.Lease lease;
        using (permit)
        {
            // Before a lease is acquired, which another session could use meanwhile.
            call.Turn = await call.Session.Proof.AcquireAsync(route.PartitionKey, call.Stopped).ConfigureAwait(false);
            bool goesFirst = call.Call.Contract.Idempotency == Idempotency.ReadOnly;
            lease = await _concurrency.AcquireAsync(route.PartitionKey, goesFirst, call.Stopped).ConfigureAwait(false);
        }

        using (lease)
        {
            if (CheckAfterWaits(call, pass, permit) is { } rejected)
            {
                call.EndTurn();
                return Outcome.FromResult(rejected);
            }

            call.AttemptTimeout = AttemptTimeout(call);
            Outcome<Attempt> outcome = await send().ConfigureAwait(false);
            if (outcome.Result is { } attempt)
            {
                RecordResult(call, attempt);
                call.Call.Pass?.RecordAttempt(attempt);
            }

            // After a rejection of the credential the turn ends with the call, which first stops the session.
            if (outcome.Result is not { Reply: { } reply } || !StopsSession(call, reply.Fault))
            {
                call.EndTurn();
            }

            return outcome;
        }
    }

    // The waits may have been long. Null when the attempt may leave.
    private static Attempt? CheckAfterWaits(CallState call, BrakePass? pass, RatePermit permit)
    {
        if (call.Session.StoppedBecause is { } stopped)
        {
            return new Attempt(AttemptKind.Abandoned, Reason: stopped);
        }

        if (permit.IsStale || (!call.IsProbe && call.Route.Breaker.IsOpen))
        {
            return new Attempt(AttemptKind.NotAdmitted);
        }

        if (call.Budget.Remaining < RetryPolicy.ShortestAttempt)
        {
            return new Attempt(AttemptKind.Abandoned, Reason: "its time budget is used up");
        }

        return pass?.Enter() switch
        {
            null or BrakeDecision.Send => null,
            BrakeDecision.Stop => new Attempt(AttemptKind.StoppedByBrake),
            _ => new Attempt(AttemptKind.NotAdmitted),
        };
    }

    private void RecordResult(CallState call, Attempt attempt)
    {
        CallRoute route = call.Route;
        if (attempt.Kind == AttemptKind.ResponseReceived)
        {
            route.Breaker.RecordResponse();
            _concurrency.RecordResponse(route.PartitionKey);
            call.Session.Proof.RecordResponse(attempt.Reply!.Fault);
        }
        else if (!aborted.IsCancellationRequested)
        {
            _concurrency.RecordNoResponse(route.PartitionKey);
        }
    }

    private static bool StopsSession(CallState call, Fault fault) =>
        fault == Fault.AuthenticationFailed || (fault.IsAboutCredential() && !call.IsRemedied);

    private TimeSpan AttemptTimeout(CallState call)
    {
        TimeSpan longest = call.IsProbe ? new TimeSpan(options.AttemptTimeout.Ticks / 2) : options.AttemptTimeout;
        return Shorter(call.Budget.Remaining, Shorter(call.Budget.LongestAttempt ?? options.AttemptTimeout, longest));
    }

    private static async ValueTask<CredentialUnavailableException?> TryGetCredentialAsync(CallState call)
    {
        try
        {
            call.Credential = await call.Credentials.GetAsync(call.Stopped).ConfigureAwait(false);
            return null;
        }
        catch (CredentialUnavailableException failure)
        {
            return failure;
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
