using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Preflight;

/// <summary>
/// The end of a preflight: the operation's last checks and the provider's dry run of targets that were described and validated, in place
/// of their change.
/// </summary>
/// <param name="services">The run.</param>
/// <param name="totals">Counts what the change would take.</param>
/// <param name="finish">Takes a target that has its outcome.</param>
internal sealed class TargetPreflight(OperationServices services, PreflightTotals totals, Action<TargetWork, TargetOutcome> finish)
{
    /// <summary>Finishes each target: as ready, or with what its change would be rejected for.</summary>
    /// <param name="group">Targets of one account, operation and region that may be changed as far as is known.</param>
    /// <param name="failure">The describe call that failed; null where they are described, or the provider has none.</param>
    public async Task RunAsync(IReadOnlyList<TargetWork> group, CallOutcome? failure)
    {
        if (failure?.End is CallEnd.Unreachable or CallEnd.Abandoned or CallEnd.Stopped)
        {
            FinishUnsent(group, failure);
            return;
        }

        List<TargetWork> allowed = [];
        foreach (TargetWork work in group)
        {
            if (await work.Operation.PreflightAsync(work, services).ConfigureAwait(false) is { } outcome)
            {
                finish(work, outcome);
            }
            else
            {
                allowed.Add(work);
            }
        }

        if (allowed.Count == 0)
        {
            return;
        }

        List<TargetWork>[] parts = await Task.WhenAll(DryRunBatches(allowed).Select(DryRunAsync)).ConfigureAwait(false);
        List<TargetWork> ready = [.. parts.SelectMany(static part => part)];
        if (ready.Count > 0 && ready[0].Session.StoppedBecause is { } because)
        {
            // A call that only helps the change was rejected for its credential; so would be the change.
            FinishUnsent(ready, new CallOutcome { End = CallEnd.Abandoned, Reason = because, MayHaveExecuted = false, Attempts = 0 });
        }
        else if (ready.Count > 0)
        {
            FinishReady(ready, failure);
        }
    }

    private void FinishUnsent(IReadOnlyList<TargetWork> group, CallOutcome failure)
    {
        foreach (TargetWork work in group)
        {
            finish(work, NotExecutedOutcome.Of(work, failure));
        }
    }

    private static IEnumerable<List<TargetWork>> DryRunBatches(List<TargetWork> allowed)
    {
        int size = allowed[0].Operation.Descriptor.DryRun?.BatchSize ?? allowed.Count;
        for (int start = 0; start < allowed.Count; start += size)
        {
            yield return allowed.GetRange(start, Math.Min(size, allowed.Count - start));
        }
    }

    // Those that the provider accepts. Best effort: a dry run that is not supported or fails proves nothing.
    private async Task<List<TargetWork>> DryRunAsync(List<TargetWork> batch)
    {
        TargetWork first = batch[0];
        if (first.Operation.DryRun(batch) is not { } call)
        {
            return batch;
        }

        CallOutcome outcome = await services.Calls
            .CallAsync(first.Session, call, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
        if (outcome.End != CallEnd.Completed || outcome.Reply!.Fault is Fault.Transient or Fault.Unreadable)
        {
            services.Notice(
                NoticeLevel.Verbose,
                $"The dry run of {call.Contract.Action} failed ({outcome.Reply?.Code ?? outcome.Reason}); nothing is concluded from it.");
            return batch;
        }

        ProviderReply reply = outcome.Reply;
        if (reply.Targets is null && batch.Count > 1 && reply.Fault.IsAboutOneTarget())
        {
            List<TargetWork>[] parts = await Task
                .WhenAll(BatchParts.Of(batch, reply).Select(part => DryRunAsync([.. part]))).ConfigureAwait(false);
            return [.. parts.SelectMany(static part => part)];
        }

        List<TargetWork> ready = [];
        foreach (TargetWork work in batch)
        {
            ProviderReply own = reply.Targets is { } replies && replies.TryGetValue(work.Target.Id, out ProviderReply? found)
                ? found
                : reply;
            if (own.Fault is Fault.None or Fault.Unreadable)
            {
                ready.Add(work);
            }
            else
            {
                finish(work, TargetOutcome.Rejected(own));
            }
        }

        return ready;
    }

    private void FinishReady(List<TargetWork> ready, CallOutcome? failure)
    {
        TargetWork first = ready[0];
        CallContract change = first.Operation.Descriptor.Change;
        CallContract? restart = first.Operation.Descriptor.Restart;
        int batches = BatchPlanner.Cut(ready, change.BatchSize).Count;
        int restarts = ready.Count(static work => work.Operation.WillRestart(work) == true);
        totals.AddReady(ready.Count, restarts);
        totals.AddCalls(first.Session, first.Target.Region, change, batches);
        if (restart is not null && restarts > 0)
        {
            totals.AddCalls(first.Session, first.Target.Region, restart, restarts);
        }

        string? unknown = failure is null ? null
            : $"Its state is unknown: {first.Operation.Descriptor.Describe!.Action} failed "
                + $"({failure.Reply?.Code ?? failure.Reason}). {failure.AccessAdvice}".TrimEnd();
        foreach (TargetWork work in ready)
        {
            bool? willRestart = work.Operation.WillRestart(work);
            int calls = restart is not null && willRestart == true ? 2 : 1;
            IEnumerable<string?> notes = [unknown, work.Operation.NoteOf(work), work.Operation.WarningOf(work)];
            finish(work, new TargetOutcome(ChangeStatus.Succeeded, null, string.Join(" ", notes.OfType<string>()))
            {
                Preflight = new PreflightFinding(willRestart, calls),
            });
        }
    }
}
