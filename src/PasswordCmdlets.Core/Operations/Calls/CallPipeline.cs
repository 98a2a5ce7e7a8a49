using System;
using System.Threading;
using Polly;
using Polly.Retry;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Composes what surrounds an attempt, outermost first: retries, the circuit breaker, admission (credential, rate limiter, concurrency
/// limiter).
/// </summary>
internal static class CallPipeline
{
    /// <param name="maximumRetryCount">How many retries count at most.</param>
    /// <param name="random">Uniform in [0, 1), for jitter.</param>
    /// <param name="admission">Holds an attempt until it may leave.</param>
    /// <param name="time">The clock.</param>
    /// <param name="aborted">Cancelled when a probe without a response says nothing about the region.</param>
    public static ResiliencePipeline<Attempt> Create(
        int maximumRetryCount, Func<double> random, AdmissionStrategy admission, TimeProvider time, CancellationToken aborted) =>
        new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                Name = "retry",

                // RetryPolicy counts: the wait for a rate limit is no retry, and ends after -ThrottleTimeoutSec.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => new(args.Outcome.Result is { } attempt
                    && RetryPolicy.ShouldHandle(CallState.Of(args.Context), attempt, maximumRetryCount)),
                DelayGenerator = args => new(RetryPolicy.Delay(CallState.Of(args.Context), args.Outcome.Result!, random)),
            })
            .AddStrategy(_ => new CircuitBreakerStrategy(aborted), new CircuitBreakerStrategyOptions())
            .AddStrategy(_ => admission, new AdmissionStrategyOptions())
            .Build();

    private sealed class CircuitBreakerStrategyOptions : ResilienceStrategyOptions
    {
        public CircuitBreakerStrategyOptions() => Name = "circuit breaker";
    }

    private sealed class AdmissionStrategyOptions : ResilienceStrategyOptions
    {
        public AdmissionStrategyOptions() => Name = "admission";
    }
}
