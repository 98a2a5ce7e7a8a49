using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>
/// Sets the VNC password of ECS instances, one a call, and restarts those that need it where that was asked for. An instance whose need is
/// not known is never restarted.
/// </summary>
internal sealed class EcsVncOperation : ProviderOperation
{
    // An instance is Starting as soon as RebootInstance is answered; how long a look may lag behind before Running means Running again.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(15);

    /// <summary>Whether instances that need it are restarted once their password is set.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a restart switches the instance off instead of shutting it down.</summary>
    public bool ForceStop { get; init; }

    public override OperationDescriptor Descriptor => EcsContracts.SetVncPassword;

    public override string UnknownAdvice => "Try the new password at the management terminal; sending the same password again does no harm.";

    public override ApiCall Change(ChangeRequest request)
    {
        string region = request.First.Region!;
        string id = request.First.Id;
        return new ApiCall
        {
            Contract = EcsContracts.ModifyInstanceVncPasswd,
            Region = region,
            Secrets = [request.Password],
            Write = endpoint => EcsRequests.ModifyInstanceVncPasswd(endpoint, region, id, request.Password),
            Read = EcsResponses.ReadDone,
        };
    }

    public override ApiCall Describe(IReadOnlyList<string> ids, PasswordTarget sample) => new()
    {
        Contract = EcsContracts.DescribeInstances,
        Region = sample.Region,
        Write = endpoint => EcsRequests.DescribeInstances(endpoint, sample.Region!, ids),
        Read = EcsResponses.ReadInstances,
        TargetCount = ids.Count,
        Names = ids,
    };

    public override TargetOutcome? Validate(TargetWork work, bool described) => work.Baseline switch
    {
        null when described =>
            TargetOutcome.Failed(ErrorIds.TargetNotFound, $"The instance does not exist in {work.Target.Region}. Check the id and the region."),
        { State: { } state and not "Running" } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"The instance is {state}. Its VNC password can be set while it is Running.") with
        { ErrorCode = "IncorrectInstanceStatus" },
        _ => null,
    };

    public override async ValueTask<TargetOutcome?> AfterChangeAsync(TargetWork work, OperationServices services)
    {
        work.RestartRequired = work.Baseline?.IoOptimized is { } optimized ? !optimized : null;
        return Restart && work.RestartRequired == true ? await RestartAsync(work, services).ConfigureAwait(false) : null;
    }

    /// <summary>A restart that was taken ends when the instance is Running again.</summary>
    public override bool AwaitsCompletion(TargetWork work) => work.OperationState is RestartWatch;

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted)
    {
        // None yet where a later command waits for what an earlier one began.
        RestartWatch watch = work.OperationState as RestartWatch ?? new RestartWatch();
        work.OperationState = watch;
        watch.WasSeen |= IsRestarting(work, now);
        if (now.State != "Running" || !(watch.WasSeen || sinceAccepted >= SettlingTime))
        {
            return CompletionState.Pending;
        }

        work.RestartRequired = false;
        return CompletionState.Succeeded;
    }

    public override string DescribeSuccess(TargetWork work) => (work.OperationState, work.RestartRequired) switch
    {
        (RestartWatch, _) => "The VNC password is set and the instance was restarted: it is in effect.",
        (_, false) => "The VNC password is set and in effect.",
        (_, true) => "The VNC password is set. It takes effect when the instance is restarted: restart it, or use -Restart.",
        _ => $"The VNC password is set. Whether it waits for a restart is not known, because {EcsContracts.DescribeInstances.Action} was not answered: on an instance that is not I/O optimized it does.{(Restart ? " The instance was not restarted." : string.Empty)}",
    };

    public override string DescribeAccepted(TargetWork work) => "The VNC password is set and the instance is restarting; the password is in effect when it is Running again. Use -Wait, or pipe this result to Wait-CloudPasswordReset.";

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

        // With a budget of its own: one that was cut short would be a restart nobody knows of.
        CallOutcome outcome = await services.Calls.CallAsync(work.Session, reboot, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
        if (outcome.Succeeded || (outcome.MayHaveExecuted && await IsSeenRestartingAsync(work, services).ConfigureAwait(false)))
        {
            work.OperationState ??= new RestartWatch();
            return null;
        }

        if (outcome.MayHaveExecuted)
        {
            work.RestartRequired = null;
            return Unfinished(work, $"Whether the instance is restarting is not known: {Reason(outcome)}, and it was not seen restarting. See whether it restarts before you restart it.", outcome.Reply?.Code);
        }

        return NotRestarted(work, Reason(outcome), outcome.Reply?.Code);
    }

    // The answer to a restart was lost. It is never sent again; a restart of ours shows within seconds or, as far as anyone can tell, never.
    private async Task<bool> IsSeenRestartingAsync(TargetWork work, OperationServices services)
    {
        TimeSpan pause = TimeSpan.FromSeconds(1);
        for (int look = 0; look < 5; look++)
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
            CallOutcome outcome = await services.Calls.CallAsync(work.Session, Describe([work.Target.Id], work.Target), new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
            if (!outcome.Succeeded)
            {
                return false;
            }

            if (outcome.Reply!.Content is DescribedInstances seen && seen.Instances.TryGetValue(work.Target.Id, out DescribedInstance? now) && IsRestarting(work, now))
            {
                work.OperationState = new RestartWatch { WasSeen = true };
                return true;
            }
        }

        return false;
    }

    // It was Running when its password was set: another state, or another start, is the restart.
    private static bool IsRestarting(TargetWork work, DescribedInstance now) =>
        now.State is "Starting" or "Stopping" or "Stopped"
        || (work.Baseline is { StartedAt: { } before } && now.StartedAt is { } after && after != before);

    private static string Reason(CallOutcome outcome) => outcome.Reply is { } reply ? TargetOutcome.Sentence(reply).TrimEnd('.') : outcome.Reason ?? "the answer was lost";

    private static TargetOutcome NotRestarted(TargetWork work, string because, string? code = null) =>
        Unfinished(work, $"The instance was not restarted: {because}. The password takes effect when it is.", code);

    private static TargetOutcome Unfinished(TargetWork work, string message, string? code) => new(ChangeStatus.Accepted, ErrorIds.RestartFailed, $"The VNC password is set. {message}")
    {
        ErrorCode = code,
        RequestId = work.RequestId,
    };

    /// <summary>A restart under way.</summary>
    private sealed class RestartWatch
    {
        /// <summary>Whether the instance was seen to be down or started anew.</summary>
        public bool WasSeen { get; set; }
    }
}
