using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Tencent.Lighthouse;

/// <summary>
/// Resets the login password of Lighthouse instances, a hundred a call. The API has no flag against shutting a running instance down, so
/// the operation rejects a running one itself unless the shutdown is permitted.
/// </summary>
internal sealed class LighthouseResetOperation : ProviderOperation
{
    private const string ShutdownAdvice = "Stop it first, or use -Force to have it shut down (powered off if that fails).";

    /// <summary>Whether the provider may shut running instances down.</summary>
    public bool PermitsShutdown { get; init; }

    /// <summary>Whether the instances run Windows, as the caller says; null to find out by describing them.</summary>
    public bool? Windows { get; init; }

    public override OperationDescriptor Descriptor => LighthouseContracts.ResetPassword;

    public override string UnknownAdvice =>
        "See the instance's latest operation (DescribeInstances, LatestOperation) and try the new password before you send it again.";

    public override string? DescribeIsNeeded => PermitsShutdown
        ? null
        : "Nothing was sent: whether the instance is running is unknown, and the reset shuts a running one down. "
            + "Use -Force to permit that.";

    public override ApiCall Change(ChangeRequest request)
    {
        string region = request.First.Region!;
        string? userName = request.First.UserName;
        return new ApiCall
        {
            Contract = LighthouseContracts.ResetInstancesPassword,
            Region = region,
            Secrets = [request.Password],
            Write = endpoint =>
                LighthouseRequests.ResetInstancesPassword(endpoint, region, request.Targets, userName, request.Password),
            Read = LighthouseResponses.ReadReset,
        };
    }

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = LighthouseContracts.DescribeInstances,
        Region = sample.Target.Region,
        Write = endpoint => LighthouseRequests.DescribeInstances(endpoint, sample.Target.Region!, ids),
        Read = LighthouseResponses.ReadInstances,
        TargetCount = ids.Count,
        Names = ids,
    };

    public override ApiCall DescribeDenials(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = LighthouseContracts.DescribeInstancesDeniedActions,
        Region = sample.Target.Region,
        Write = endpoint => LighthouseRequests.DescribeInstancesDeniedActions(endpoint, sample.Target.Region!, ids),
        Read = LighthouseResponses.ReadDeniedActions,
        TargetCount = ids.Count,
        Names = ids,
    };

    public override TargetOutcome? Validate(TargetWork work, bool described)
    {
        if (described && work.Baseline is null)
        {
            return TargetOutcome.Failed(
                ErrorIds.TargetNotFound,
                $"There is no Lighthouse instance {work.Target.Id} in {work.Target.Region}. Check the id and the region.");
        }

        return (work.Baseline is { } baseline ? CheckState(work.Target.Id, baseline) : null)
            ?? PolicyCheck.Refuse(work, IsWindows(work));
    }

    /// <summary>A batch with both systems has to meet the Windows rule, so Windows and Linux are sent apart.</summary>
    public override string BatchKey(TargetWork work) => IsWindows(work) switch
    {
        true => "windows",
        false => "linux",
        null => "unknown",
    };

    public override bool IsNewChange(DescribedInstance? baseline, DescribedInstance now) =>
        LatestOperation.IsNewReset(baseline, now);

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted)
    {
        // Whether the provider starts a running instance again is not documented, so the result reports what is seen.
        work.OperationState = now.State;
        return LatestOperation.CompletionOf(work, now, sinceAccepted);
    }

    public override string DescribeSuccess(TargetWork work)
    {
        const string Done = "The password was reset";
        string? state = work.OperationState as string;
        return (work.Baseline?.State, state) switch
        {
            ("RUNNING", { } now) => $"{Done}; the instance was shut down for it and is now {now}.",
            (null, { } now) => $"{Done}; the instance is now {now}.",
            _ => $"{Done}.",
        };
    }

    public override string DescribeAccepted(TargetWork work) =>
        "The provider accepted the reset. Use -Wait, or pipe this result to Wait-CloudPasswordReset, to see it completed.";

    private TargetOutcome? CheckState(string id, DescribedInstance seen) => seen switch
    {
        { State: "RUNNING" } when !PermitsShutdown => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"{id} is running, and the reset would shut it down. {ShutdownAdvice}"),
        { OperationState: "OPERATING" } => TargetOutcome.Failed(
            ErrorIds.TargetBusy, $"{id} is in another operation ({seen.OperationName}). Try again when it has completed.") with
        {
            ErrorCode = "UnsupportedOperation.LatestOperationUnfinished",
        },
        { State: not ("STOPPED" or "RUNNING" or null) } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"{id} is in state {seen.State}; its password can be reset when it is stopped."),
        { DenialCode: { } code } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"{id} does not permit a password reset now. {seen.DenialMessage}".TrimEnd()) with
        {
            ErrorCode = code.Length == 0 ? null : code,
        },
        _ => null,
    };

    private bool? IsWindows(TargetWork work) => Windows ?? work.Baseline?.IsWindows;
}
