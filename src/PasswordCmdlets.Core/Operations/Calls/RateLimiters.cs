using System;
using System.Collections.Concurrent;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// The rate limiters of a process, one per provider, account, region and action. Providers count per account, so every runspace
/// shares them: <see cref="Process"/>.
/// </summary>
internal sealed class RateLimiters(TimeProvider time)
{
    /// <summary>The limiters every run of this process uses.</summary>
    public static RateLimiters Process { get; } = new(TimeProvider.System);

    private readonly ConcurrentDictionary<(CloudProvider, string Account, string Region, string Action, string Authority), AdaptiveRateLimiter> _limiters = new();

    public AdaptiveRateLimiter Of(CallContract contract, string account, string region, Uri endpoint) =>
        _limiters.GetOrAdd((contract.Provider, account, region, contract.Action, endpoint.Authority), static (_, state) => new AdaptiveRateLimiter(state.Rate, state.time), (contract.Rate, time));
}
