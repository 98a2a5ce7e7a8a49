using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Whether a call is attempted again, and after which delay: the classification that <see cref="CallPipeline"/> retries by.
/// </summary>
internal static class RetryPolicy
{
    /// <summary>An attempt with less time than this is not made.</summary>
    public static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether there is another attempt: one that waits again for the rate limiter, or a retry, of which there is a maximum.
    /// </summary>
    public static bool ShouldHandle(CallState state, Attempt attempt, int maximumRetryCount) =>
        ShouldWaitAgain(state, attempt) || (state.Retries < maximumRetryCount && ShouldRetry(state, attempt));

    /// <summary>
    /// Whether a failed attempt is repeated: always when it was rejected before execution and the reason is gone; when it may have been
    /// executed, only where a second execution does no harm.
    /// </summary>
    private static bool ShouldRetry(CallState state, Attempt attempt)
    {
        bool mayRepeat = state.Call.Contract.Idempotency != Idempotency.NotIdempotent;
        bool retries = attempt.Kind switch
        {
            AttemptKind.NotSent => true,
            AttemptKind.OutcomeUnknown => mayRepeat,
            AttemptKind.ResponseReceived => attempt.Reply!.Fault switch
            {
                Fault.CredentialExpired or Fault.ClockSkew => state.IsRemedied,
                Fault.NonceUsed or Fault.Transient or Fault.Unreadable => mayRepeat,
                _ => false,
            },
            _ => false,
        };
        return retries && !state.Stopping.IsCancellationRequested && state.Budget.Remaining > ShortestAttempt;
    }

    /// <summary>
    /// The delay before the next attempt. Before a retry full jitter below a ceiling that doubles, or what the server asks for if that is
    /// longer; the retry is counted, and the delay is spent from the call's budget. None where the rate limiter decides how long the call
    /// waits.
    /// </summary>
    /// <param name="state">The call.</param>
    /// <param name="attempt">The attempt that failed.</param>
    /// <param name="random">Uniform in [0, 1).</param>
    public static TimeSpan Delay(CallState state, Attempt attempt, Func<double> random)
    {
        if (WaitsForRateLimit(attempt))
        {
            return TimeSpan.Zero;
        }

        double ceiling = Math.Min(LongestBackoff.Ticks, FirstBackoff.Ticks * Math.Pow(2, state.Retries++));
        TimeSpan delay = new((long)(ceiling * random()));
        if (attempt.Reply?.RetryAfter is { } asked && asked > delay)
        {
            delay = asked;
        }

        // Leave time for the attempt itself.
        TimeSpan half = new(state.Budget.Remaining.Ticks / 2);
        if (delay > half)
        {
            delay = half;
        }

        state.Budget.Spend(delay);
        return delay;
    }

    /// <summary>
    /// Whether the attempt waits again for the rate limiter, which counts as no retry: it was throttled, or it was not admitted. It ends
    /// when the provider throttled every call of the action for longer than the call waits.
    /// </summary>
    private static bool ShouldWaitAgain(CallState state, Attempt attempt) =>
        !state.Stopping.IsCancellationRequested
        && WaitsForRateLimit(attempt)
        && (!attempt.IsThrottled || !state.Route.Limiter.IsExhausted(state.Patience));

    private static bool WaitsForRateLimit(Attempt attempt) => attempt.Kind == AttemptKind.NotAdmitted || attempt.IsThrottled;
}
