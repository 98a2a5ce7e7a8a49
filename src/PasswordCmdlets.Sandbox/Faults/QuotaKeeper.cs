using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Faults;

/// <summary>Counts calls against the quotas, in fixed windows of the sandbox's clock.</summary>
internal sealed class QuotaKeeper
{
    private readonly SandboxClock _clock;
    private readonly ConcurrentDictionary<Subject, Window> _windows = new();
    private ImmutableArray<QuotaRule> _rules = [];

    /// <summary>Creates a keeper without quotas.</summary>
    /// <param name="clock">The clock.</param>
    public QuotaKeeper(SandboxClock clock) => _clock = clock;

    /// <summary>The quotas.</summary>
    public IReadOnlyList<QuotaRule> Rules => _rules;

    /// <summary>Adds a quota.</summary>
    /// <param name="rule">The quota.</param>
    public void Add(QuotaRule rule) => ImmutableInterlocked.Update(ref _rules, static (list, added) => list.Add(added), rule);

    /// <summary>Removes all quotas and what was counted.</summary>
    public void Clear()
    {
        ImmutableInterlocked.Update(ref _rules, static list => list.Clear());
        _windows.Clear();
    }

    /// <summary>Counts a call.</summary>
    /// <param name="call">A call whose key is known.</param>
    /// <returns>The error when a quota is exceeded; else null.</returns>
    public ThrottleNotice? Take(ApiCall call)
    {
        ImmutableArray<QuotaRule> rules = _rules;
        if (rules.IsEmpty)
        {
            return null;
        }

        ThrottleNotice? exceeded = null;
        foreach (QuotaRule rule in rules)
        {
            if ((rule.Provider is not null && rule.Provider != call.Provider)
                || (rule.Service is not null && !string.Equals(rule.Service, call.Service, StringComparison.Ordinal))
                || (rule.Action is not null && !string.Equals(rule.Action, call.Action, StringComparison.Ordinal))
                || (rule.Account is not null && !string.Equals(rule.Account, call.Key?.Account, StringComparison.Ordinal)))
            {
                continue;
            }

            exceeded ??= Count(call, rule, rule.PerSecond, TimeSpan.FromSeconds(1));
            exceeded ??= Count(call, rule, rule.PerMinute, TimeSpan.FromMinutes(1));
        }

        return exceeded;
    }

    private ThrottleNotice? Count(ApiCall call, QuotaRule rule, int? limit, TimeSpan length)
    {
        if (limit is null)
        {
            return null;
        }

        Subject subject = new(call.Provider, call.Service, call.Key?.Account, call.Region, call.Action, length);
        (long observed, TimeSpan left) = _windows.GetOrAdd(subject, static _ => new Window()).Count(_clock.Now, length);
        return observed <= limit ? null : new ThrottleNotice(observed, limit.Value, length, rule.Hint ? left : null);
    }

    private readonly record struct Subject(
        Cloud Provider, string? Service, string? Account, string? Region, string Action, TimeSpan Length);

    private sealed class Window
    {
        private readonly object _lock = new();
        private long _index = -1;
        private long _count;

        public (long Observed, TimeSpan Left) Count(DateTimeOffset now, TimeSpan length)
        {
            long index = now.UtcTicks / length.Ticks;
            lock (_lock)
            {
                if (index != _index)
                {
                    _index = index;
                    _count = 0;
                }

                return (++_count, TimeSpan.FromTicks(((index + 1) * length.Ticks) - now.UtcTicks));
            }
        }
    }
}
