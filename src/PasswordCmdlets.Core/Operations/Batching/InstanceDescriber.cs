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
    private static readonly Dictionary<string, DescribedInstance> NoInstances = [];

    private readonly ConcurrentDictionary<PauseKey, Pause> _paused = new();

    /// <summary>Longest that one attempt of a describe call takes.</summary>
    public TimeSpan LongestAttempt => new(services.Options.AttemptTimeout.Ticks / 3);

    /// <summary>The budget of a describe call that only helps a change: it waits less than a change does.</summary>
    public CallBudget NewBudget() =>
        new(new TimeSpan(services.Options.Timeout.Ticks / 4)) { LongestAttempt = LongestAttempt, LongestThrottle = LongestThrottle };

    /// <summary>
    /// Describes the instances of a group before they are changed: sets the baseline of each target whose instance exists, and what would
    /// reject its change.
    /// </summary>
    /// <returns>Null; the call that failed where they could not be described.</returns>
    public async Task<CallOutcome?> DescribeBaselinesAsync(IReadOnlyList<TargetWork> group)
    {
        Func<CallBudget> budget = group[0].Operation.DescribeIsNeeded is null ? NewBudget : () => new CallBudget(services.Options.Timeout);
        (IReadOnlyDictionary<string, DescribedInstance>? instances, CallOutcome? failure) =
            await DescribeAllAsync(group, budget).ConfigureAwait(false);
        if (instances is null)
        {
            return failure;
        }

        DateTimeOffset now = services.Time.GetUtcNow();
        Dictionary<string, DescribedInstance> denials = await DescribeDenialsAsync(group[0], [.. instances.Keys]).ConfigureAwait(false);
        foreach (TargetWork work in group)
        {
            work.BaselineAt = now;
            instances.TryGetValue(work.Target.Id, out DescribedInstance? instance);
            work.Baseline = instance is not null && denials.TryGetValue(instance.Id, out DescribedInstance? denial)
                ? instance with { DenialCode = denial.DenialCode, DenialMessage = denial.DenialMessage }
                : instance;
        }

        return null;
    }

    /// <summary>The instances of the targets by id, an id without an instance being none; null when they could not be described.</summary>
    /// <param name="works">Targets of one account, operation and region.</param>
    /// <param name="budget">The budget of each call.</param>
    public async Task<IReadOnlyDictionary<string, DescribedInstance>?> DescribeAsync(
        IReadOnlyList<TargetWork> works, Func<CallBudget> budget) =>
        (await DescribeAllAsync(works, budget).ConfigureAwait(false)).Instances;

    // What fails the first part fails the others too, so it goes alone.
    private async Task<Description> DescribeAllAsync(IReadOnlyList<TargetWork> works, Func<CallBudget> budget)
    {
        List<List<TargetWork>> parts = Parts(works, works[0].Operation.Descriptor.DescribeSize);
        Description first = await DescribeAsync(parts[0], budget, MostSplitsForSize).ConfigureAwait(false);
        if (first.Instances is null || parts.Count == 1)
        {
            return first;
        }

        Dictionary<string, DescribedInstance> instances = new(StringComparer.Ordinal);
        Merge(instances, first.Instances);
        foreach (Description part in await Task
            .WhenAll(parts.Skip(1).Select(part => DescribeAsync(part, budget, MostSplitsForSize))).ConfigureAwait(false))
        {
            if (part.Instances is null)
            {
                return part;
            }

            Merge(instances, part.Instances);
        }

        return new(instances, null);
    }

    private async Task<Dictionary<string, DescribedInstance>> DescribeDenialsAsync(TargetWork first, IReadOnlyList<string> ids)
    {
        Dictionary<string, DescribedInstance> denials = new(StringComparer.Ordinal);
        if (first.Operation.Descriptor.DescribeDenials is not { } contract || ids.Count == 0)
        {
            return denials;
        }

        List<List<string>> parts = Parts(ids, contract.BatchSize);
        Merge(denials, await DescribeDenialsOfAsync(first, parts[0]).ConfigureAwait(false));
        foreach (IReadOnlyDictionary<string, DescribedInstance> more in await Task
            .WhenAll(parts.Skip(1).Select(part => DescribeDenialsOfAsync(first, part))).ConfigureAwait(false))
        {
            Merge(denials, more);
        }

        return denials;
    }

    // Best effort: without the permission the change itself returns it.
    private async Task<IReadOnlyDictionary<string, DescribedInstance>> DescribeDenialsOfAsync(
        TargetWork first, IReadOnlyList<string> ids)
    {
        if (first.Operation.DescribeDenials(ids, first) is not { } call || IsPaused(first, call.Contract, out _))
        {
            return NoInstances;
        }

        CallOutcome outcome = RequireList(await services.Calls.CallAsync(first.Session, call, NewBudget()).ConfigureAwait(false));
        if (outcome.Succeeded && outcome.Reply!.Content is DescribedInstances denied)
        {
            return denied.Instances;
        }

        PauseAfter(first, call.Contract, outcome);
        services.Notice(
            NoticeLevel.Verbose,
            $"{call.Contract.Action} failed ({outcome.Reply?.Code ?? outcome.Reason ?? outcome.Reply?.Fault.ToString()}); "
            + "the change goes on without it." + Sentence(outcome.AccessAdvice));
        return NoInstances;
    }

    private async Task<Description> DescribeAsync(IReadOnlyList<TargetWork> works, Func<CallBudget> budget, int splitsForSize)
    {
        TargetWork first = works[0];
        string[] ids = works.Select(static work => work.Target.Id).Distinct(StringComparer.Ordinal).ToArray();
        if (first.Operation.Describe(ids, first) is not { } describe)
        {
            return new(null, null);
        }

        if (IsPaused(first, describe.Contract, out CallOutcome? earlier))
        {
            return new(null, earlier);
        }

        CallOutcome outcome = await services.Calls.CallAsync(first.Session, describe, budget()).ConfigureAwait(false);
        if (outcome.End is CallEnd.Unreachable or CallEnd.OutcomeUnknown)
        {
            // While the region does not respond the circuit breaker waits for a probe, and a describe call is a better one than a change.
            outcome = await services.Calls.CallAsync(first.Session, describe, budget()).ConfigureAwait(false);
        }

        if (await AccessCheck.DeniedAsync(services, first, ids, outcome, budget()).ConfigureAwait(false) is { } denied)
        {
            // No pause: the caller may be permitted to describe other instances.
            NoteFailure(first, describe, denied);
            return new(null, denied);
        }

        if (outcome.Succeeded && outcome.Reply!.Content is DescribedInstances described)
        {
            return new(described.Instances, null);
        }

        outcome = RequireList(outcome);

        // A provider may reject the whole call because of one id, or its response may be too large: the ids are then described in parts.
        bool isMissing = outcome.IsFault(Fault.TargetNotFound);
        bool isTooLarge = outcome.IsFault(Fault.ResponseTooLarge);
        if (isMissing && works.Count == 1)
        {
            return new(NoInstances, null);
        }

        if (isMissing || (isTooLarge && works.Count > 1 && splitsForSize > 0))
        {
            int splitsLeft = isTooLarge ? splitsForSize - 1 : splitsForSize;
            return await DescribePartsAsync(works, outcome.Reply!, budget, splitsLeft).ConfigureAwait(false);
        }

        PauseAfter(first, describe.Contract, outcome);
        NoteFailure(first, describe, outcome);
        return new(null, outcome);
    }

    // A success without its list describes nothing.
    private static CallOutcome RequireList(CallOutcome outcome) => outcome.Succeeded && outcome.Reply!.Content is not DescribedInstances
        ? outcome with { Reply = outcome.Reply with { Fault = Fault.Unreadable, Message = "The response has no list." } }
        : outcome;

    private void NoteFailure(TargetWork work, ApiCall describe, CallOutcome outcome) => services.Notice(
        NoticeLevel.Verbose,
        $"{describe.Contract.Action} failed ({outcome.Reply?.Code ?? outcome.Reason ?? outcome.Reply?.Fault.ToString()}); "
        + (work.Operation.DescribeIsNeeded is null
            ? "the change goes on without describing the instances first."
            : "nothing is sent.")
        + Sentence(outcome.AccessAdvice));

    private async Task<Description> DescribePartsAsync(
        IReadOnlyList<TargetWork> works, ProviderReply reply, Func<CallBudget> budget, int splitsForSize)
    {
        Dictionary<string, DescribedInstance> merged = new(StringComparer.Ordinal);
        foreach (IReadOnlyList<TargetWork> part in BatchParts.Of(works, reply))
        {
            Description described = await DescribeAsync(part, budget, splitsForSize).ConfigureAwait(false);
            if (described.Instances is null)
            {
                return described;
            }

            Merge(merged, described.Instances);
        }

        return new(merged, null);
    }

    private static void Merge(Dictionary<string, DescribedInstance> all, IReadOnlyDictionary<string, DescribedInstance> more)
    {
        foreach ((string id, DescribedInstance instance) in more)
        {
            all[id] = instance;
        }
    }

    private static List<List<T>> Parts<T>(IReadOnlyList<T> all, int size)
    {
        List<List<T>> parts = [];
        for (int start = 0; start < all.Count; start += size)
        {
            parts.Add([.. all.Skip(start).Take(size)]);
        }

        return parts;
    }

    private bool IsPaused(TargetWork work, CallContract contract, out CallOutcome? failure)
    {
        bool isPaused = _paused.TryGetValue(PauseKey.Of(work, contract), out Pause? pause)
            && services.Time.GetElapsedTime(pause.Began) < pause.Time;
        failure = isPaused ? pause!.Failure : null;
        return isPaused;
    }

    // No other group of the region and project is held up by what held up this one.
    private void PauseAfter(TargetWork work, CallContract contract, CallOutcome outcome)
    {
        TimeSpan? time = outcome.IsFault(Fault.AccessDenied) || outcome.IsFault(Fault.ResponseTooLarge) ? TimeSpan.MaxValue
            : outcome.End == CallEnd.Throttled ? PauseAfterThrottle
            : null;
        if (time is { } pause)
        {
            _paused[PauseKey.Of(work, contract)] = new Pause(services.Time.GetTimestamp(), pause, outcome);
        }
    }

    private static string Sentence(string? advice) => advice is null ? string.Empty : " " + advice;

    private sealed record Description(IReadOnlyDictionary<string, DescribedInstance>? Instances, CallOutcome? Failure);

    // A permission may hold in one project of a region alone.
    private readonly record struct PauseKey(ProviderSession Session, string? Region, string? ProjectId, CallContract Contract)
    {
        public static PauseKey Of(TargetWork work, CallContract contract) =>
            new(work.Session, work.Target.Region, work.Target.ProjectId, contract);
    }

    private sealed record Pause(long Began, TimeSpan Time, CallOutcome Failure);
}
