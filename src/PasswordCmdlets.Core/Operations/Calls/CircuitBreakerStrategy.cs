using System;
using System.Threading;
using System.Threading.Tasks;
using Polly;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Asks the circuit breaker of a region before an attempt, and records the failure of its probe; responses are recorded by
/// <see cref="AdmissionStrategy"/>.
/// </summary>
/// <remarks>
/// Not Polly's circuit breaker: that one counts executions in a sampling window, rejects at once while it is open, and probes without
/// limit. Ours counts targets in a row, of which one call carries many, makes calls wait while it is open, and abandons the region after
/// one failed probe.
/// </remarks>
/// <param name="aborted">Cancelled when attempts in flight are ended: a probe without a response then says nothing about the
/// region.</param>
internal sealed class CircuitBreakerStrategy(CancellationToken aborted) : ResilienceStrategy<Attempt>
{
    protected override ValueTask<Outcome<Attempt>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Attempt>>> callback, ResilienceContext context, TState state)
    {
        CallState call = CallState.Of(context);
        call.IsProbe = false;
        return call.Route.Breaker.IsOpen ? ExecuteWhileOpenAsync(callback, context, state) : callback(context, state);
    }

    private async ValueTask<Outcome<Attempt>> ExecuteWhileOpenAsync<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Attempt>>> callback, ResilienceContext context, TState state)
    {
        CallState call = CallState.Of(context);
        CircuitBreaker breaker = call.Route.Breaker;
        BreakerDecision decision = await breaker.AcquireAsync(call.Stopped).ConfigureAwait(false);
        if (decision == BreakerDecision.Reject)
        {
            return Outcome.FromResult(new Attempt(AttemptKind.Abandoned, Reason: $"{call.Route.Endpoint.Host} cannot be reached"));
        }

        call.IsProbe = decision == BreakerDecision.Probe;
        bool wasMade = false;
        try
        {
            Outcome<Attempt> outcome = await callback(context, state).ConfigureAwait(false);
            wasMade = outcome.Result is { WasMade: true };
            if (wasMade && call.IsProbe && outcome.Result!.Kind != AttemptKind.ResponseReceived && !aborted.IsCancellationRequested)
            {
                breaker.RecordProbeFailure();
            }

            return outcome;
        }
        finally
        {
            if (call.IsProbe && !wasMade)
            {
                breaker.RecordProbeNotSent();
            }
        }
    }
}
