using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>Resets the login password of CVM instances, a hundred a call.</summary>
internal sealed class CvmResetOperation : ProviderOperation
{
    /// <summary>Whether running instances are shut down, powered off if that fails.</summary>
    public bool ForceStop { get; init; }

    /// <summary>Whether the caller specified Windows; null to use the described operating system.</summary>
    public bool? Windows { get; init; }

    public override OperationDescriptor Descriptor => CvmContracts.ResetPassword;

    public override string UnknownAdvice =>
        "See the instance's latest operation (DescribeInstances, LatestOperation) and try the new password before you send it again.";

    public override ApiCall Change(ChangeRequest request)
    {
        string region = request.First.Region!;
        string? userName = request.First.UserName;
        return new ApiCall
        {
            Contract = CvmContracts.ResetInstancesPassword,
            Region = region,
            Secrets = [request.Password],
            Write = endpoint => CvmRequests.ResetInstancesPassword(
                endpoint, region, request.Targets, userName, request.Password, ForceStop),
            Read = CvmResponses.ReadReset,
        };
    }

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = CvmContracts.DescribeInstances,
        Region = sample.Target.Region,
        Write = endpoint => CvmRequests.DescribeInstances(endpoint, sample.Target.Region!, ids),
        Read = CvmResponses.ReadInstances,
        TargetCount = ids.Count,
        Names = ids,
    };

    public override TargetOutcome? Validate(TargetWork work, bool described)
    {
        if (described && work.Baseline is null)
        {
            return TargetOutcome.Failed(ErrorIds.TargetNotFound,
                $"The instance does not exist in {work.Target.Region}. Check the id and the region.");
        }

        if (work.Baseline is { } seen)
        {
            if (ValidateState(seen) is { } outcome)
            {
                return outcome;
            }
        }

        return PolicyCheck.Refuse(work, IsWindows(work));
    }

    /// <summary>A mixed batch is held to the Windows rule, so Windows and Linux go apart.</summary>
    public override string BatchKey(TargetWork work) => IsWindows(work) switch
    {
        true => "windows",
        false => "linux",
        null => "unknown",
    };

    public override bool IsNewChange(DescribedInstance? baseline, DescribedInstance now) => LatestOperation.IsNewReset(baseline, now);

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted) =>
        LatestOperation.CompletionOf(work, now, sinceAccepted);

    public override string DescribeSuccess(TargetWork work) => work.Baseline?.State == "RUNNING" && ForceStop
        ? "The password was reset; the instance was shut down for it and started again."
        : "The password was reset.";

    public override string DescribeAccepted(TargetWork work) =>
        "The provider accepted the reset and is carrying it out. Use -Wait, or pipe this result to Wait-CloudPasswordReset.";

    private TargetOutcome? ValidateState(DescribedInstance seen) => seen.State switch
    {
        "RUNNING" when !ForceStop =>
            TargetOutcome.Failed(ErrorIds.TargetStateInvalid,
                "The instance is running. Stop it first, or use -Force to have it shut down (powered off if that fails).") with
            { ErrorCode = "UnsupportedOperation.InstanceStateRunning" },
        _ when seen.OperationState == "OPERATING" =>
            TargetOutcome.Failed(ErrorIds.TargetBusy,
                $"Another operation ({seen.OperationName}) is running on the instance. Try again when it has completed.") with
            { ErrorCode = "OperationDenied.InstanceOperationInProgress" },
        "STOPPED" or "RUNNING" or null => null,
        { } other =>
            TargetOutcome.Failed(ErrorIds.TargetStateInvalid,
                $"The instance is in state {other}. Its password can be reset when it is stopped."),
    };

    private bool? IsWindows(TargetWork work) => Windows ?? work.Baseline?.IsWindows;
}
