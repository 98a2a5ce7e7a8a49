using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Completion;

/// <summary>
/// Sees accepted changes to their end: one watcher for each account and region, polling a hundred targets a call, ever more slowly the
/// longer a target takes.
/// </summary>
internal sealed class CompletionPoller(OperationServices services, Action<TargetWork, TargetOutcome> finish)
{
    private const int TargetsPerPoll = 100;
    private const int PollsAtOnce = 4;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly object _gate = new();
    private readonly SortedSet<Watched> _watched = new(Watched.ByDueTime);
    private long _sequence;
    private bool _running;

    public void Watch(TargetWork work)
    {
        DateTimeOffset now = services.Time.GetUtcNow();
        lock (_gate)
        {
            _watched.Add(new Watched(work, now, _sequence++) { DueAt = now + ShortestPause });
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
            List<Watched[]> due;
            TimeSpan wait;
            lock (_gate)
            {
                if (_watched.Count == 0)
                {
                    _running = false;
                    return;
                }

                DateTimeOffset now = services.Time.GetUtcNow();
                due = Parts(_watched.TakeWhile(item => item.DueAt <= now).Take(TargetsPerPoll * PollsAtOnce).ToArray());
                wait = due.Count > 0 ? TimeSpan.Zero : _watched.Min!.DueAt - now;
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
                    // Timers count whole milliseconds: what is left of one must not become a wait of none.
                    await services.Time.DelayAsync(wait + TimeSpan.FromMilliseconds(1), services.Stopping).ConfigureAwait(false);
                }
                else
                {
                    await Task.WhenAll(due.Select(LookOrEndAsync)).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                // The loop sees that the run was stopped.
            }
        }
    }

    private static List<Watched[]> Parts(Watched[] due)
    {
        List<Watched[]> parts = [];
        for (int start = 0; start < due.Length; start += TargetsPerPoll)
        {
            parts.Add(due.Skip(start).Take(TargetsPerPoll).ToArray());
        }

        return parts;
    }

    // A defect ends the targets it hit, never the watch over the others.
    private async Task LookOrEndAsync(Watched[] due)
    {
        try
        {
            await LookAsync(due).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            foreach (Watched item in due)
            {
                Remove(item);
                finish(item.Work, Unseen(item.Work, $"completion cannot be seen ({failure.GetType().Name})"));
            }
        }
    }

    private async Task LookAsync(Watched[] due)
    {
        TargetWork first = due[0].Work;
        string[] ids = due.Select(static item => item.Work.Target.Id).Distinct(StringComparer.Ordinal).ToArray();
        ApiCall look = first.Operation.Describe(ids, first.Target)!;
        CallOutcome outcome = await services.Calls.CallAsync(first.Session, look, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
        DescribedInstances? views = outcome.Succeeded ? outcome.Reply!.Content as DescribedInstances : null;
        bool oneIsGone = outcome.End == CallEnd.Completed && outcome.Reply!.Fault == Fault.TargetNotFound;
        if (oneIsGone && due.Length > 1)
        {
            // One id that no longer exists spoils the poll of all; look at them in halves from now on.
            int half = due.Length / 2;
            await LookAsync(due.Take(half).ToArray()).ConfigureAwait(false);
            await LookAsync(due.Skip(half).ToArray()).ConfigureAwait(false);
            return;
        }

        bool hopeless = outcome.End == CallEnd.Abandoned || (outcome.End == CallEnd.Completed && outcome.Reply!.Fault is Fault.AccessDenied or Fault.AuthenticationFailed or Fault.Rejected);
        DateTimeOffset now = services.Time.GetUtcNow();
        foreach (Watched item in due)
        {
            TargetWork work = item.Work;
            DescribedInstance? view = null;
            views?.Instances.TryGetValue(work.Target.Id, out view);
            TimeSpan age = now - item.Since;
            TargetOutcome? verdict = views is not null || oneIsGone
                ? VerdictOf(work, view, age)
                : hopeless ? Unseen(work, $"completion cannot be seen ({outcome.Reply?.Code ?? outcome.Reason})") : null;
            verdict ??= age >= services.Options.WaitTimeout ? Unseen(work, $"not finished after {services.Options.WaitTimeout.TotalSeconds:0} seconds") : null;
            if (verdict is not null)
            {
                Remove(item);
                finish(work, verdict);
                continue;
            }

            TimeSpan pause = new(age.Ticks / 4);
            LookAgainAt(item, now + (pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause));
        }
    }

    private static TargetOutcome? VerdictOf(TargetWork work, DescribedInstance? view, TimeSpan age)
    {
        if (view is null)
        {
            return TargetOutcome.Unknown($"The instance no longer exists; whether the change took effect can no longer be seen. {work.Operation.UnknownAdvice}") with { RequestId = work.RequestId };
        }

        return work.Operation.CompletionOf(work, view, age) switch
        {
            CompletionState.Succeeded => new TargetOutcome(ChangeStatus.Succeeded, null, work.Operation.DescribeSuccess(work)) { RequestId = work.RequestId },
            CompletionState.Failed => TargetOutcome.Failed(ErrorIds.ProviderError, $"The provider took the change and then failed to carry it out: {view.OperationError ?? "no reason that can be shown"}.") with { RequestId = work.RequestId },
            CompletionState.Superseded => TargetOutcome.Unknown($"Another operation ({view.OperationName}, request {view.OperationRequestId}) came after the change; how the change ended can no longer be seen. {work.Operation.UnknownAdvice}") with { RequestId = work.RequestId },
            _ => null,
        };
    }

    private static TargetOutcome Unseen(TargetWork work, string because) => new(ChangeStatus.Accepted, ErrorIds.WaitTimeout, $"The provider took the change; {because}. Pipe this result to Wait-CloudPasswordReset to go on waiting.") { RequestId = work.RequestId };

    private void Remove(Watched item)
    {
        lock (_gate)
        {
            _watched.Remove(item);
        }
    }

    private void LookAgainAt(Watched item, DateTimeOffset dueAt)
    {
        lock (_gate)
        {
            _watched.Remove(item);
            item.DueAt = dueAt;
            _watched.Add(item);
        }
    }

    private void EndAll()
    {
        Watched[] all;
        lock (_gate)
        {
            all = _watched.ToArray();
            _watched.Clear();
        }

        foreach (Watched item in all)
        {
            finish(item.Work, Unseen(item.Work, "the command was stopped before it finished"));
        }
    }

    private sealed class Watched(TargetWork work, DateTimeOffset since, long sequence)
    {
        public static readonly Comparer<Watched> ByDueTime = Comparer<Watched>.Create(static (left, right) =>
            left.DueAt != right.DueAt ? left.DueAt.CompareTo(right.DueAt) : left.Sequence.CompareTo(right.Sequence));

        public TargetWork Work { get; } = work;

        public DateTimeOffset Since { get; } = since;

        // Changed only while the item is out of the set, which is ordered by it.
        public DateTimeOffset DueAt { get; set; }

        private long Sequence { get; } = sequence;
    }
}
