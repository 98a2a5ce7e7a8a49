using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>
/// Describes the instances of a group, best effort: the change goes on without where the provider does not allow it or is not able to.
/// </summary>
internal sealed class InstanceDescriber(OperationServices services)
{
    // 100 ids, 50, 25, 13: a response that is still too large will not become small.
    private const int MostSplitsForSize = 3;
    private static readonly TimeSpan LongestThrottle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterThrottle = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(ProviderSession, string?), DateTimeOffset> _pausedUntil = new();

    /// <summary>Longest that one attempt of a describe call takes.</summary>
    public TimeSpan LongestAttempt => new(services.Options.AttemptTimeout.Ticks / 3);

    /// <summary>The budget of a describe call that only helps a change: it waits less than a change does.</summary>
    public CallBudget NewBudget() =>
        new(new TimeSpan(services.Options.Timeout.Ticks / 4)) { LongestAttempt = LongestAttempt, LongestThrottle = LongestThrottle };

    /// <summary>The instances of the targets by id, an id without an instance being none; null when they could not be described.</summary>
    /// <param name="works">Targets of one account, operation and region.</param>
    /// <param name="budget">The budget of each call.</param>
    public Task<Dictionary<string, DescribedInstance>?> DescribeAsync(IReadOnlyList<TargetWork> works, Func<CallBudget> budget) =>
        DescribeAsync(works, budget, MostSplitsForSize);

    private async Task<Dictionary<string, DescribedInstance>?> DescribeAsync(
        IReadOnlyList<TargetWork> works, Func<CallBudget> budget, int splitsForSize)
    {
        TargetWork first = works[0];
        string[] ids = works.Select(static work => work.Target.Id).Distinct(StringComparer.Ordinal).ToArray();
        if (IsPaused(first) || first.Operation.Describe(ids, first.Target) is not { } describe)
        {
            return null;
        }

        CallOutcome outcome = await services.Calls.CallAsync(first.Session, describe, budget()).ConfigureAwait(false);
        if (outcome.End is CallEnd.Unreachable or CallEnd.OutcomeUnknown)
        {
            // While the region does not respond the circuit breaker waits for a probe, and a describe call is a better one than a change.
            outcome = await services.Calls.CallAsync(first.Session, describe, budget()).ConfigureAwait(false);
        }

        if (outcome.Succeeded && outcome.Reply!.Content is DescribedInstances described)
        {
            return described.Instances.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        }

        // A provider may reject the whole call because of one id, or its response may be too large: the ids are then described in parts.
        bool isMissing = outcome.IsFault(Fault.TargetNotFound);
        bool isTooLarge = outcome.IsFault(Fault.ResponseTooLarge);
        if (isMissing && works.Count == 1)
        {
            return [];
        }

        if (isMissing || (isTooLarge && works.Count > 1 && splitsForSize > 0))
        {
            int splitsLeft = isTooLarge ? splitsForSize - 1 : splitsForSize;
            return await DescribePartsAsync(works, outcome.Reply!, budget, splitsLeft).ConfigureAwait(false);
        }

        PauseAfter(first, outcome);
        services.Notice(
            NoticeLevel.Verbose,
            $"{describe.Contract.Action} failed ({outcome.Reply?.Code ?? outcome.Reason ?? outcome.Reply?.Fault.ToString()}); "
            + "the change goes on without describing the instances first.");
        return null;
    }

    private async Task<Dictionary<string, DescribedInstance>?> DescribePartsAsync(
        IReadOnlyList<TargetWork> works, ProviderReply reply, Func<CallBudget> budget, int splitsForSize)
    {
        Dictionary<string, DescribedInstance> merged = new(StringComparer.Ordinal);
        foreach (IReadOnlyList<TargetWork> part in BatchParts.Of(works, reply))
        {
            if (await DescribeAsync(part, budget, splitsForSize).ConfigureAwait(false) is not { } instances)
            {
                return null;
            }

            foreach ((string id, DescribedInstance instance) in instances)
            {
                merged[id] = instance;
            }
        }

        return merged;
    }

    private bool IsPaused(TargetWork work) =>
        _pausedUntil.TryGetValue((work.Session, work.Target.Region), out DateTimeOffset until) && services.Time.GetUtcNow() < until;

    // No other group of the region is held up by what held up this one.
    private void PauseAfter(TargetWork work, CallOutcome outcome)
    {
        if (outcome.IsFault(Fault.AccessDenied) || outcome.IsFault(Fault.ResponseTooLarge))
        {
            _pausedUntil[(work.Session, work.Target.Region)] = DateTimeOffset.MaxValue;
        }
        else if (outcome.End == CallEnd.Throttled)
        {
            _pausedUntil[(work.Session, work.Target.Region)] = services.Time.GetUtcNow() + PauseAfterThrottle;
        }
    }
}
