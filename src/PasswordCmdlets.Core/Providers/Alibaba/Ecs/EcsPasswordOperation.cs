using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>
/// An operation that sets a password of ECS instances, one a call, and restarts those that need it where that was asked for. An instance
/// whose need is unknown is never restarted.
/// </summary>
internal abstract class EcsPasswordOperation : ProviderOperation
{
    // An instance is Starting as soon as RebootInstance responds; how long a describe call may lag behind before Running means Running
    // again. Where a restart would show another start time it may lag longer; that every restart sets StartTime is documented nowhere.
    private static readonly TimeSpan DescribeDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongDescribeDelay = TimeSpan.FromMinutes(2);

    // StartTime has whole minutes: a restart shortly after a start may show the same one.
    private static readonly TimeSpan StartTimeResolution = TimeSpan.FromMinutes(2);

    /// <summary>Whether instances that need it are restarted once their password is set.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a restart powers the instance off instead of shutting it down.</summary>
    public bool ForceStop { get; init; }

    /// <summary>Which password it is, at the start of a sentence: "The password", say.</summary>
    protected abstract string Subject { get; }

    /// <summary>Whether the password waits for a restart of the instance; null where that is unknown.</summary>
    protected abstract bool? NeedsRestart(TargetWork work);

    /// <summary>What a result says when the password is set and the instance was not restarted.</summary>
    protected abstract string DescribeSet(bool? restartRequired);

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = EcsContracts.DescribeInstances,
        Region = sample.Target.Region,
        Write = endpoint => EcsRequests.DescribeInstances(endpoint, sample.Target.Region!, ids),
        Read = EcsResponses.ReadInstances,
        TargetCount = ids.Count,
        Names = ids,
    };

    public override ApiCall CheckAccess(IReadOnlyList<string> ids, TargetWork sample) =>
        EcsListing.CheckAccess(sample.Target.Region!, endpoint => EcsRequests.DescribeInstances(endpoint, sample.Target.Region!, ids));

    public override ApiCall? DryRun(IReadOnlyList<TargetWork> targets)
    {
        string region = targets[0].Target.Region!;
        return WillRestart(targets[0]) != true ? null : new ApiCall
        {
            Contract = EcsContracts.RebootDryRun,
            Region = region,
            Write = endpoint => EcsRequests.RebootInstance(endpoint, region, targets[0].Target.Id, ForceStop, dryRun: true),
            Read = EcsResponses.ReadDryRun,
        };
    }

    public override bool? WillRestart(TargetWork work) => Restart ? NeedsRestart(work) : false;

    public override string? NoteOf(TargetWork work) => NeedsRestart(work) == true && !Restart
        ? $"{Subject} then waits for a restart through the provider: use -Restart."
        : null;

    public override async ValueTask<TargetOutcome?> AfterChangeAsync(TargetWork work, OperationServices services)
    {
        work.RestartRequired = NeedsRestart(work);
        return Restart && work.RestartRequired == true ? await RestartAsync(work, services).ConfigureAwait(false) : null;
    }

    /// <summary>A restart that was accepted completes when the instance is Running again.</summary>
    public override bool AwaitsCompletion(TargetWork work) => work.OperationState is RestartProgress;

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted)
    {
        // None yet where a later command waits for what an earlier one began.
        RestartProgress watch = work.OperationState as RestartProgress ?? new RestartProgress();
        work.OperationState = watch;
        watch.WasSeen |= IsRestarting(work, now);
        bool isComplete = watch.WasSeen || sinceAccepted >= (ShowsEveryStart(work, now) ? LongDescribeDelay : DescribeDelay);
        if (now.State != "Running" || !isComplete)
        {
            return CompletionState.Pending;
        }

        work.RestartRequired = false;
        return CompletionState.Succeeded;
    }

    public override string DescribeSuccess(TargetWork work) => work.OperationState is RestartProgress
        ? $"{Subject} is set and the instance was restarted: it is in effect."
        : DescribeSet(work.RestartRequired);

    public override string DescribeAccepted(TargetWork work) =>
        $"{Subject} is set and the instance is restarting; the password is in effect when it is Running again. "
        + "Use -Wait, or pipe this result to Wait-CloudPasswordReset.";

    /// <summary>The outcome of an instance that a describe call does not return.</summary>
    protected static TargetOutcome NotFound(TargetWork work) => TargetOutcome.Failed(
        ErrorIds.TargetNotFound,
        $"The instance does not exist in {work.Target.Region}. Check the id and the region.");

    private async Task<TargetOutcome?> RestartAsync(TargetWork work, OperationServices services)
    {
        if (services.Stopping.IsCancellationRequested)
        {
            return NotRestarted(work, "the command was stopped");
        }

        string region = work.Target.Region!;
        ApiCall reboot = new()
        {
            Contract = EcsContracts.RebootInstance,
            Region = region,
            Write = endpoint => EcsRequests.RebootInstance(endpoint, region, work.Target.Id, ForceStop),
            Read = EcsResponses.ReadDone,
        };

        // With a budget of its own: one that was cut short would be a restart without a result.
        CallOutcome outcome =
            await services.Calls.CallAsync(work.Session, reboot, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
        if (outcome.Succeeded || (outcome.MayHaveExecuted && await IsSeenRestartingAsync(work, services).ConfigureAwait(false)))
        {
            work.OperationState ??= new RestartProgress();
            return null;
        }

        if (outcome.MayHaveExecuted)
        {
            work.RestartRequired = null;
            return Unfinished(
                work,
                $"Whether the instance is restarting is unknown: {Reason(outcome)}, and it was not seen restarting. "
                + "See whether it restarts before you restart it.",
                outcome.Reply?.Code);
        }

        return NotRestarted(work, Reason(outcome), outcome.Reply?.Code);
    }

    // There was no response to a restart. It is never sent again; a restart of ours shows within seconds or, as far as can be known,
    // never.
    private async Task<bool> IsSeenRestartingAsync(TargetWork work, OperationServices services)
    {
        TimeSpan pause = TimeSpan.FromSeconds(1);
        for (int call = 0; call < 5; call++)
        {
            try
            {
                await services.PauseAsync(pause).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            pause += pause;
            ApiCall describe = Describe([work.Target.Id], work);
            CallOutcome outcome =
                await services.Calls.CallAsync(work.Session, describe, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
            if (!outcome.Succeeded)
            {
                return false;
            }

            if (outcome.Reply!.Content is DescribedInstances seen
                && seen.Instances.TryGetValue(work.Target.Id, out DescribedInstance? now)
                && IsRestarting(work, now))
            {
                work.OperationState = new RestartProgress { WasSeen = true };
                return true;
            }
        }

        return false;
    }

    // It was Running when its password was set: another state, or another start, is the restart.
    private static bool IsRestarting(TargetWork work, DescribedInstance now) =>
        now.State is "Starting" or "Stopping" or "Stopped"
        || (work.Baseline is { StartedAt: { } before } && now.StartedAt is { } after && after != before);

    // Running with the start time from before the restart is most likely the state before it.
    private static bool ShowsEveryStart(TargetWork work, DescribedInstance now) =>
        now.StartedAt is not null
        && DateTimeOffset.TryParse(
            work.Baseline?.StartedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset before)
        && work.FirstSentAt - before > StartTimeResolution;

    private static string Reason(CallOutcome outcome) => outcome.Reply is { } reply
        ? TargetOutcome.Sentence(reply).TrimEnd('.')
        : outcome.Reason ?? "no response was received";

    private TargetOutcome NotRestarted(TargetWork work, string because, string? code = null) =>
        Unfinished(work, $"The instance was not restarted: {because}. The password takes effect when it is.", code);

    private TargetOutcome Unfinished(TargetWork work, string message, string? code) =>
        new(ChangeStatus.Accepted, ErrorIds.RestartFailed, $"{Subject} is set. {message}")
        {
            ErrorCode = code,
            RequestId = work.RequestId,
        };

    /// <summary>A restart in progress.</summary>
    private sealed class RestartProgress
    {
        /// <summary>Whether the instance was seen to be down or started anew.</summary>
        public bool WasSeen { get; set; }
    }
}
