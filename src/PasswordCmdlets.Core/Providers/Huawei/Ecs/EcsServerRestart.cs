using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Huawei.Ecs;

/// <summary>
/// Restarts a server and polls the job that does it until it has ended. A restart without a response is never sent again.
/// </summary>
/// <param name="calls">The calls in the server's project.</param>
/// <param name="powersOff">Whether a server that could not be restarted is powered off and started again.</param>
internal sealed class EcsServerRestart(ProjectCalls calls, bool powersOff)
{
    private const string Soft = "SOFT";
    private const string Hard = "HARD";
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Restarts a server; null when it was restarted.</summary>
    public async Task<TargetOutcome?> RunAsync(TargetWork work, OperationServices services)
    {
        Ending ending = await RestartAsync(Soft, work, services).ConfigureAwait(false);
        if (ending.IsRejection && powersOff)
        {
            ending = await RestartAsync(Hard, work, services).ConfigureAwait(false);
        }

        work.RestartRequired = ending.RestartRequired;
        return ending.Outcome is { } outcome ? outcome with { RequestId = work.RequestId } : null;
    }

    private async Task<Ending> RestartAsync(string type, TargetWork work, OperationServices services)
    {
        string id = work.Target.Id;
        if (services.Stopping.IsCancellationRequested)
        {
            return NotRestarted("the command was stopped", null);
        }

        ApiCall reboot = calls.Create(
            EcsServerContracts.BatchRebootServers,
            work,
            (endpoint, projectId) => EcsServerRequests.BatchRebootServers(endpoint, projectId, id, type),
            response => EcsServerResponses.ReadRestart(response, id)) with
        {
            Names = [id],
        };

        // With a budget of its own: one that was cut short would be a restart nobody knows of.
        CallOutcome outcome =
            await services.Calls.CallAsync(work.Session, reboot, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
        if (outcome.Succeeded)
        {
            return Seen(outcome, id)?.OperationRequestId is { } jobId
                ? await PollAsync(jobId, work, services).ConfigureAwait(false)
                : Unseen("its job has no id that can be used", null);
        }

        string reason = Reason(outcome);
        return outcome.MayHaveExecuted ? Unseen(reason, outcome.Reply?.Code)
            : NotRestarted(reason, outcome.Reply?.Code) with
            {
                IsRejection = outcome.IsFault(Fault.TargetStateInvalid) || outcome.IsFault(Fault.Rejected),
            };
    }

    private async Task<Ending> PollAsync(string jobId, TargetWork work, OperationServices services)
    {
        string id = work.Target.Id;
        ApiCall show = calls.Create(
            EcsServerContracts.ShowJob,
            work,
            (endpoint, projectId) => EcsServerRequests.ShowJob(endpoint, projectId, jobId),
            response => EcsServerResponses.ReadJob(response, id)) with
        {
            Names = [id, jobId],
        };
        long began = services.Time.GetTimestamp();
        TimeSpan pause = ShortestPause;
        while (true)
        {
            try
            {
                await services.PauseAsync(pause).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return Unseen("the command was stopped before the restart had completed", null);
            }

            CallOutcome outcome =
                await services.Calls.CallAsync(work.Session, show, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
            DescribedInstance? job = outcome.Succeeded ? Seen(outcome, id) : null;
            TimeSpan age = services.Time.GetElapsedTime(began);
            switch (job?.OperationState)
            {
                case "SUCCESS":
                    return new Ending(null, RestartRequired: false);
                case "FAIL":
                    return NotRestarted(job.OperationError?.TrimEnd('.') ?? "the response has no reason", job.OperationName) with
                    {
                        IsRejection = true,
                    };
            }

            if (!outcome.Succeeded && (outcome.End is CallEnd.Abandoned or CallEnd.Stopped || IsFinal(outcome.Reply?.Fault)))
            {
                return Unseen($"its job cannot be polled ({Reason(outcome)})", outcome.Reply?.Code);
            }

            if (age >= services.Options.WaitTimeout)
            {
                string timeout = SecondsText.Of(services.Options.WaitTimeout);
                return Unseen($"the restart had not completed after {timeout}", null, ErrorIds.WaitTimeout);
            }

            TimeSpan quarter = new(age.Ticks / 4);
            pause = quarter < ShortestPause ? ShortestPause : quarter > LongestPause ? LongestPause : quarter;
        }
    }

    private static bool IsFinal(Fault? fault) =>
        fault is Fault.AccessDenied or Fault.AuthenticationFailed or Fault.Rejected or Fault.TargetNotFound or Fault.ResponseTooLarge;

    private static DescribedInstance? Seen(CallOutcome outcome, string id) =>
        outcome.Reply!.Content is DescribedInstances seen && seen.Instances.TryGetValue(id, out DescribedInstance? instance)
            ? instance
            : null;

    private static string Reason(CallOutcome outcome) => outcome.Reply is { } reply
        ? TargetOutcome.Sentence(reply).TrimEnd('.')
        : outcome.Reason ?? "no response was received";

    private static Ending NotRestarted(string because, string? code) => new(
        Unfinished($"The server was not restarted: {because}. The password takes effect when it is; then log on to verify it.", code),
        RestartRequired: true);

    private static Ending Unseen(string because, string? code, string errorId = ErrorIds.RestartFailed) => new(
        Unfinished(
            $"Whether the server was restarted is unknown: {because}. See whether it restarts before you restart it.", code, errorId),
        RestartRequired: null);

    private static TargetOutcome Unfinished(string message, string? code, string errorId = ErrorIds.RestartFailed) =>
        new(ChangeStatus.Accepted, errorId, $"The provider accepted the reset. {message}") { ErrorCode = code };

    /// <summary>How a restart ended.</summary>
    /// <param name="Outcome">The outcome of the target; null when it was restarted.</param>
    /// <param name="RestartRequired">Whether the password still waits for a restart; null where that is unknown.</param>
    private sealed record Ending(TargetOutcome? Outcome, bool? RestartRequired)
    {
        /// <summary>Whether the server certainly was not restarted, for a reason that powering it off may remove.</summary>
        public bool IsRejection { get; init; }
    }
}
