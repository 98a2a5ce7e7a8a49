using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Completion;

/// <summary>
/// Polls accepted changes until they are completed: one poller for each account and region, as many targets a call as are described at
/// once, at longer intervals the longer a target takes.
/// </summary>
internal sealed class CompletionPoller(OperationServices services, Action<TargetWork, TargetOutcome> finish)
{
    private const int PollsAtOnce = 4;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    // Targets that are due soon after the first one are described with it, and so together from then on.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);

    private readonly object _lock = new();
    private readonly SortedSet<Polled> _polled = new(Polled.ByDueTime);
    private readonly long _began = services.Time.GetTimestamp();
    private long _sequence;
    private bool _running;

    // Not the time of day, which somebody may correct while changes are awaited.
    private TimeSpan Now => services.Time.GetElapsedTime(_began);

    public void Add(TargetWork work)
    {
        TimeSpan now = Now;
        lock (_lock)
        {
            _polled.Add(new Polled(work, now, _sequence++) { DueAt = now + ShortestPause });
            if (_running)
            {
                return;
            }

            _running = true;
        }

        _ = Task.Run(PollAsync);
    }

    private async Task PollAsync()
    {
        while (true)
        {
            List<Polled[]> due;
            TimeSpan wait;
            lock (_lock)
            {
                if (_polled.Count == 0)
                {
                    _running = false;
                    return;
                }

                TimeSpan now = Now;
                int targetsPerPoll = _polled.Min!.Work.Operation.Descriptor.DescribeSize;
                wait = _polled.Min!.DueAt - now;
                due = wait > TimeSpan.Zero
                    ? []
                    : Parts(
                        _polled.TakeWhile(item => item.DueAt <= now + Together).Take(targetsPerPoll * PollsAtOnce).ToArray(),
                        targetsPerPoll);
            }

            if (services.Stopping.IsCancellationRequested)
            {
                EndAll();
                continue;
            }

            try
            {
                if (due.Count == 0)
                {
                    // Timers count whole milliseconds: the rest of one must not become a wait of none.
                    await services.Time.DelayAsync(wait + TimeSpan.FromMilliseconds(1), services.Stopping).ConfigureAwait(false);
                }
                else
                {
                    await Task.WhenAll(due.Select(DescribeOrEndAsync)).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                // The loop sees that the run was stopped.
            }
        }
    }

    private static List<Polled[]> Parts(Polled[] due, int targetsPerPoll)
    {
        List<Polled[]> parts = [];
        for (int start = 0; start < due.Length; start += targetsPerPoll)
        {
            parts.Add(due.Skip(start).Take(targetsPerPoll).ToArray());
        }

        return parts;
    }

    // A defect ends the targets it hit, never the polling of the others.
    private async Task DescribeOrEndAsync(Polled[] due)
    {
        try
        {
            await DescribeAsync(due).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            foreach (Polled item in due)
            {
                Remove(item);
                finish(item.Work, NotSeen(item.Work, $"its completion cannot be described ({failure.GetType().Name})"));
            }
        }
    }

    private async Task DescribeAsync(Polled[] due)
    {
        TargetWork first = due[0].Work;
        string[] ids = due.Select(static item => item.Work.Target.Id).Distinct(StringComparer.Ordinal).ToArray();
        ApiCall describe = first.Operation.Describe(ids, first)!;
        CallBudget budget = new(services.Options.Timeout);
        CallOutcome outcome = await services.Calls.CallAsync(first.Session, describe, budget).ConfigureAwait(false);
        outcome = await AccessCheck.DeniedAsync(services, first, ids, outcome, budget).ConfigureAwait(false) ?? outcome;
        DescribedInstances? described = outcome.Succeeded ? outcome.Reply!.Content as DescribedInstances : null;
        bool isMissing = outcome.IsFault(Fault.TargetNotFound);
        if (due.Length > 1 && (isMissing || outcome.IsFault(Fault.ResponseTooLarge)))
        {
            // One id that no longer exists fails the call for all, and too large a response has none: describe them in halves.
            int half = due.Length / 2;
            await DescribeAsync(due.Take(half).ToArray()).ConfigureAwait(false);
            await DescribeAsync(due.Skip(half).ToArray()).ConfigureAwait(false);
            return;
        }

        bool cannotSucceed = outcome.End == CallEnd.Abandoned
            || (outcome.End == CallEnd.Completed
                && outcome.Reply!.Fault is Fault.AccessDenied or Fault.AuthenticationFailed or Fault.Rejected or Fault.ResponseTooLarge);
        TimeSpan now = Now;
        foreach (Polled item in due)
        {
            TargetWork work = item.Work;
            DescribedInstance? instance = null;
            described?.Instances.TryGetValue(work.Target.Id, out instance);
            TimeSpan age = now - item.Since;
            TargetOutcome? result = described is not null || isMissing ? OutcomeOf(work, instance, age)
                : cannotSucceed ? NotSeen(work, $"its completion cannot be described ({WhyOf(outcome)})", outcome.AccessAdvice)
                : null;
            if (result is null && age >= services.Options.WaitTimeout)
            {
                result = NotSeen(work, $"it was not completed after {SecondsText.Of(services.Options.WaitTimeout)}");
            }

            if (result is not null)
            {
                Remove(item);
                finish(work, result);
                continue;
            }

            TimeSpan pause = new(age.Ticks / 4);
            PollAgainAt(item, now + (pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause));
        }
    }

    private static string? WhyOf(CallOutcome outcome) => outcome.Reply?.Code ?? outcome.Reason ?? outcome.Reply?.Fault.ToString();

    private static TargetOutcome? OutcomeOf(TargetWork work, DescribedInstance? instance, TimeSpan age)
    {
        TargetOutcome? outcome = instance is not null ? OutcomeOf(work, instance, work.Operation.CompletionOf(work, instance, age))
            : work.SentBy is { } sender && sender != work.Session.Account
                ? NotSeen(work, $"{sender} sent it, and {work.Session.Account} finds no such instance")
                : TargetOutcome.Unknown(
                    $"The instance no longer exists; whether the change took effect is unknown. {work.Operation.UnknownAdvice}");
        return outcome is null ? null : outcome with { RequestId = work.RequestId };
    }

    private static TargetOutcome? OutcomeOf(TargetWork work, DescribedInstance instance, CompletionState state) => state switch
    {
        CompletionState.Succeeded => new TargetOutcome(ChangeStatus.Succeeded, null, work.Operation.DescribeSuccess(work)),
        CompletionState.Failed => TargetOutcome.Failed(
            ErrorIds.ProviderError,
            $"The provider accepted the change and then failed to make it: {instance.OperationError ?? "no reason that can be shown"}."),
        CompletionState.Superseded => TargetOutcome.Unknown(
            $"Another operation ({instance.OperationName}, request {instance.OperationRequestId}) came after the change; "
            + $"the outcome of the change is unknown. {work.Operation.UnknownAdvice}"),
        _ => null,
    };

    private static TargetOutcome NotSeen(TargetWork work, string because, string? advice = null) => new(
        ChangeStatus.Accepted,
        ErrorIds.WaitTimeout,
        $"The provider accepted the change; {because}. {(advice is null ? string.Empty : advice + " ")}"
            + "Pipe this result to Wait-CloudPasswordReset to go on waiting.")
    {
        RequestId = work.RequestId,
    };

    private void Remove(Polled item)
    {
        lock (_lock)
        {
            _polled.Remove(item);
        }
    }

    private void PollAgainAt(Polled item, TimeSpan dueAt)
    {
        lock (_lock)
        {
            _polled.Remove(item);
            item.DueAt = dueAt;
            _polled.Add(item);
        }
    }

    private void EndAll()
    {
        Polled[] all;
        lock (_lock)
        {
            all = _polled.ToArray();
            _polled.Clear();
        }

        foreach (Polled item in all)
        {
            finish(item.Work, NotSeen(item.Work, "the command was stopped before it was completed"));
        }
    }

    private sealed class Polled(TargetWork work, TimeSpan since, long sequence)
    {
        public static readonly Comparer<Polled> ByDueTime = Comparer<Polled>.Create(static (left, right) =>
            left.DueAt != right.DueAt ? left.DueAt.CompareTo(right.DueAt) : left.Sequence.CompareTo(right.Sequence));

        public TargetWork Work { get; } = work;

        public TimeSpan Since { get; } = since;

        // Changed only while the item is out of the set, which is ordered by it.
        public TimeSpan DueAt { get; set; }

        private long Sequence { get; } = sequence;
    }
}
