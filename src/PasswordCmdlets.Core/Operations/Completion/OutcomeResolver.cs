using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Completion;

/// <summary>
/// Resolves the outcome of a change that may or may not have been executed: describes the instances until the run's own change is
/// recognised. What is not recognised stays unknown.
/// </summary>
/// <param name="services">The run.</param>
/// <param name="describer">Describes the instances.</param>
/// <param name="accept">Receives a target whose change was accepted, with its request id.</param>
/// <param name="finish">Receives a target whose outcome stays unknown.</param>
internal sealed class OutcomeResolver(
    OperationServices services, InstanceDescriber describer, Action<TargetWork, string> accept, Action<TargetWork, TargetOutcome> finish)
{
    private const int DescribeCalls = 6;
    private static readonly TimeSpan LongestThrottle = TimeSpan.FromSeconds(30);

    // Of one instance alone: where its baseline is older than this when our change is sent, the new change may be another caller's.
    private static readonly TimeSpan OldestBaseline = TimeSpan.FromMinutes(1);

    public async Task ResolveAsync(IReadOnlyList<TargetWork> batch, CallOutcome outcome, CallBudget budget)
    {
        List<TargetWork> unresolved = [.. batch];
        if (batch[0].Operation.Descriptor.Completion == CompletionKind.Polled && CanRecognise(batch, outcome))
        {
            await RecogniseAsync(unresolved, outcome.Reply?.RequestId, budget).ConfigureAwait(false);
        }

        string reason = outcome.Reply is { } reply
            ? $"the provider responded with {reply.Code ?? "an unreadable response"}"
            : outcome.Reason ?? "no response was received";
        foreach (TargetWork work in unresolved)
        {
            string message = $"The change may or may not have taken effect: {reason}. {work.Operation.UnknownAdvice}";
            finish(work, TargetOutcome.Unknown(message) with { ErrorCode = outcome.Reply?.Code, RequestId = outcome.Reply?.RequestId });
        }
    }

    // Without a request id to compare with and without a baseline, nothing that a describe call shows proves anything.
    private static bool CanRecognise(IReadOnlyList<TargetWork> batch, CallOutcome outcome) =>
        outcome.Reply?.RequestId is not null
        || (batch.Any(static work => work.Baseline is not null)
            && (batch.Count > 1 || batch[0].LastSentAt - batch[0].BaselineAt <= OldestBaseline));

    private async Task RecogniseAsync(List<TargetWork> unresolved, string? requestId, CallBudget budget)
    {
        // The last attempt may have used the budget up; the outcome is worth some seconds more.
        TimeSpan shortest = describer.LongestAttempt;
        CallBudget describing = new(budget.Remaining > shortest ? budget.Remaining : shortest)
        {
            LongestAttempt = shortest,
            LongestThrottle = LongestThrottle,
        };
        TimeSpan pause = TimeSpan.FromSeconds(1);
        for (int call = 1; call <= DescribeCalls && unresolved.Count > 0; call++)
        {
            bool isLast = call == DescribeCalls || describing.Remaining <= pause;
            if (await describer.DescribeAsync(unresolved, () => describing).ConfigureAwait(false) is { } instances)
            {
                foreach ((TargetWork work, string id) in Recognised(unresolved, instances, requestId, isLast))
                {
                    accept(work, id);
                    unresolved.Remove(work);
                }
            }

            if (isLast || unresolved.Count == 0 || services.Stopping.IsCancellationRequested)
            {
                return;
            }

            describing.Spend(pause);
            try
            {
                await services.PauseAsync(pause).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause += pause;
        }
    }

    // A batch is accepted or rejected as a whole, so all of it shows one new request id when it was accepted. Another id, or several, is
    // another caller's change. Where in the end only some show one it is ours if more than one does: another caller's change of one
    // instance does not look like that.
    private static List<(TargetWork Work, string RequestId)> Recognised(
        List<TargetWork> unresolved, IReadOnlyDictionary<string, DescribedInstance> instances, string? requestId, bool isLast)
    {
        List<(TargetWork Work, string RequestId)> changed = [];
        foreach (TargetWork work in unresolved)
        {
            if (!instances.TryGetValue(work.Target.Id, out DescribedInstance? now) || now.OperationRequestId is not { } shown)
            {
                continue;
            }

            if (requestId is not null ? shown == requestId : work.Baseline is not null && work.Operation.IsNewChange(work.Baseline, now))
            {
                changed.Add((work, shown));
            }
        }

        if (requestId is not null)
        {
            return changed;
        }

        bool sameId = changed.Select(static item => item.RequestId).Distinct(StringComparer.Ordinal).Count() == 1;
        return sameId && (changed.Count == unresolved.Count || (isLast && changed.Count > 1)) ? changed : [];
    }
}
