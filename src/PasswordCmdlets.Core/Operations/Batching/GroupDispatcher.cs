using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>Takes submitted targets, groups them and has the groups worked on, few of a region at a time.</summary>
/// <param name="services">The run.</param>
/// <param name="groups">Works on one group.</param>
/// <param name="redactor">Decides what may be shown of a failure.</param>
/// <param name="finish">Takes a target that a defect or the end of the run ended.</param>
internal sealed class GroupDispatcher(
    OperationServices services, GroupRunner groups, Redactor redactor, Action<TargetWork, TargetOutcome> finish)
{
    private readonly ConcurrentDictionary<(ProviderSession, ProviderOperation, string?), PartitionLimiter> _limiters = new();

    /// <summary>
    /// Dispatches targets until there will be no more. A partly filled group waits for <see cref="RunOptions.BatchLinger"/> at most.
    /// </summary>
    public async Task DispatchAsync(ChannelReader<TargetWork> input)
    {
        BatchPlanner planner = new();
        Task? linger = null;
        while (true)
        {
            while (input.TryRead(out TargetWork? work))
            {
                if (planner.Add(work) is { } full)
                {
                    Launch(full);
                }
            }

            Task<bool> more = input.WaitToReadAsync().AsTask();
            if (planner.OpenGroups > 0 && !more.IsCompleted)
            {
                // Counted from when the first group opened: targets that come one by one do not put it off again and again.
                linger ??= services.Time.DelayAsync(services.Options.BatchLinger, CancellationToken.None);
                if (await Task.WhenAny(more, linger).ConfigureAwait(false) == linger)
                {
                    Flush(planner);
                    linger = null;
                }
            }

            if (!await more.ConfigureAwait(false))
            {
                Flush(planner);
                return;
            }
        }
    }

    private void Flush(BatchPlanner planner)
    {
        while (planner.TakeOldest() is { } group)
        {
            Launch(group);
        }
    }

    private void Launch(IReadOnlyList<TargetWork> group) => _ = Task.Run(() => RunAsync(group));

    private async Task RunAsync(IReadOnlyList<TargetWork> group)
    {
        try
        {
            await (services.Brakes is { } brakes
                ? brakes.RunAsync(group, RunInTurnAsync, finish, services.Stopping)
                : RunInTurnAsync(group)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (services.Stopping.IsCancellationRequested)
        {
            EndAll(group, "the command was stopped");
        }
        catch (Exception failure)
        {
            // A defect or a full disk, not a provider: what was sent has an unknown outcome, the rest was never sent.
            string? reason = failure is ReportException ? redactor.OwnText(failure.Message) : redactor.Text(failure.Message, []);
            string errorId = failure is ReportException ? ErrorIds.ReportUnavailable : ErrorIds.ProviderError;
            EndAll(group, $"{failure.GetType().Name}: {(reason ?? "no reason that can be shown").TrimEnd('.')}", errorId);
        }
    }

    // Few at a time, so that a describe call is never much older than the change it precedes.
    private async Task RunInTurnAsync(IReadOnlyList<TargetWork> group)
    {
        TargetWork first = group[0];
        PartitionLimiter limiter = _limiters.GetOrAdd(
            (first.Session, first.Operation, first.Target.Region),
            static (_, limit) => new PartitionLimiter(limit),
            services.Options.ThrottleLimit);
        using (await limiter.AcquireAsync(CallsOf(group), services.Stopping).ConfigureAwait(false))
        {
            await groups.RunAsync(group).ConfigureAwait(false);
        }
    }

    private static int CallsOf(IReadOnlyList<TargetWork> group)
    {
        int batchSize = group[0].Operation.Descriptor.Change.BatchSize;
        return group[0].Passwords.IsShared ? (group.Count + batchSize - 1) / batchSize : group.Count;
    }

    private void EndAll(IReadOnlyList<TargetWork> group, string because, string? errorId = null)
    {
        foreach (TargetWork work in group)
        {
            if (work.IsFinished || work.IsAccepted)
            {
                continue;
            }

            finish(work, (work.Attempts, errorId) switch
            {
                (0, null) => TargetOutcome.Cancelled($"Never sent: {because}."),
                (0, { } id) => TargetOutcome.Failed(id, $"Never sent: {because}."),
                _ => TargetOutcome.Unknown($"The change may or may not have taken effect: {because}. {work.Operation.UnknownAdvice}"),
            });
        }
    }
}
