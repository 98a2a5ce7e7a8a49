using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Where a run's calls of one action go for one account and region, and what limits them there.</summary>
internal sealed class CallRoute
{
    public required Uri Endpoint { get; init; }

    /// <summary>The region for people: <c>global</c> where there is none.</summary>
    public required string Region { get; init; }

    /// <summary>The partition of the concurrency limiter and of the circuit breakers: provider, region and endpoint.</summary>
    public required string PartitionKey { get; init; }

    public required AdaptiveRateLimiter Limiter { get; init; }

    public required CircuitBreaker Breaker { get; init; }

    /// <summary>When the run first used the route, a timestamp.</summary>
    public required long FirstUsed { get; init; }
}
