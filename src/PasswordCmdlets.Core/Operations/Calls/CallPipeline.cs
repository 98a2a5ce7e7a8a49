using System;
using System.Threading;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Composes what surrounds an attempt, outermost first: counted retries, uncounted waits for the rate limiter, the circuit breaker,
/// admission
/// (credential, rate limiter, concurrency limiter), the attempt timeout.
/// </summary>
internal static class CallPipeline
{
    /// <param name="maximumRetryCount">How many retries count at most.</param>
    /// <param name="random">Uniform in [0, 1), for jitter.</param>
    /// <param name="admission">Holds an attempt until it may leave.</param>
    /// <param name="time">The clock.</param>
    /// <param name="aborted">Cancelled when a probe without a response says nothing about the region.</param>
    public static ResiliencePipeline<Attempt> Create(
        int maximumRetryCount, Func<double> random, AdmissionStrategy admission, TimeProvider time, CancellationToken aborted)
    {
        ResiliencePipelineBuilder<Attempt> builder = new() { TimeProvider = time };
        if (maximumRetryCount > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Attempt>
            {
                Name = "retry",
                MaxRetryAttempts = maximumRetryCount,
                ShouldHandle = static args =>
                    new(args.Outcome.Exception is null && RetryPolicy.ShouldRetry(CallState.Of(args.Context), args.Outcome.Result)),
                DelayGenerator = args =>
                    new(RetryPolicy.Delay(CallState.Of(args.Context), args.Outcome.Result, args.AttemptNumber, random())),
            });
        }

        return builder
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                Name = "throttled",

                // The rate limiter decides how long: it delays the next attempt, and it gives up after -ThrottleTimeoutSec.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static args =>
                    new(args.Outcome.Exception is null && RetryPolicy.ShouldWaitAgain(CallState.Of(args.Context), args.Outcome.Result)),
                DelayGenerator = static _ => new(TimeSpan.Zero),
            })
            .AddStrategy(_ => new CircuitBreakerStrategy(aborted), new CircuitBreakerStrategyOptions())
            .AddStrategy(_ => admission, new AdmissionStrategyOptions())
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "attempt timeout",
                TimeoutGenerator = static args => new(CallState.Of(args.Context).AttemptTimeout),
            })
            .Build();
    }

    private sealed class CircuitBreakerStrategyOptions : ResilienceStrategyOptions
    {
        public CircuitBreakerStrategyOptions() => Name = "circuit breaker";
    }

    private sealed class AdmissionStrategyOptions : ResilienceStrategyOptions
    {
        public AdmissionStrategyOptions() => Name = "admission";
    }
}
