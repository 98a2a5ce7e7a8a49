using System;
using System.Collections.Concurrent;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// The rate limiters of a process, one per provider, service, account, region and action. Providers count per account, so every runspace
/// shares them: <see cref="Process"/>.
/// </summary>
internal sealed class RateLimiters(TimeProvider time)
{
    /// <summary>The limiters every run of this process uses.</summary>
    public static RateLimiters Process { get; } = new(TimeProvider.System);

    private readonly ConcurrentDictionary<Key, AdaptiveRateLimiter> _limiters = new();

    public AdaptiveRateLimiter Of(ProviderDescriptor provider, CallContract contract, string account, string region, Uri endpoint) =>
        _limiters.GetOrAdd(
            new Key(provider.Name, contract.Service, account, region, contract.Action, endpoint.Authority),
            static (_, state) => new AdaptiveRateLimiter(state.Rate, state.time),
            (contract.Rate, time));

    private readonly record struct Key(string Provider, string Service, string Account, string Region, string Action, string Authority);
}
