using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>Reads from an instance's <c>LatestOperation…</c> fields where a reset stands.</summary>
internal static class LatestOperation
{
    private const string ResetName = "ResetInstancesPassword";

    // How long DescribeInstances may lag behind before an id that is neither ours nor the baseline's counts as a later operation.
    private static readonly TimeSpan DescribeDelay = TimeSpan.FromSeconds(30);

    /// <summary>Whether an instance shows a reset that its baseline did not show.</summary>
    public static bool IsNewReset(DescribedInstance? baseline, DescribedInstance now) =>
        now.OperationName == ResetName && baseline is not null && now.OperationRequestId != baseline.OperationRequestId;

    /// <summary>Where the reset stands that the provider accepted as <see cref="TargetWork.RequestId"/>.</summary>
    public static CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted)
    {
        if (work.RequestId is not null && now.OperationRequestId == work.RequestId)
        {
            return now.OperationState switch
            {
                "SUCCESS" => CompletionState.Succeeded,
                "FAILED" => CompletionState.Failed,
                _ => CompletionState.Pending,
            };
        }

        bool isStillTheOldOne = work.Baseline is { } baseline
            ? now.OperationRequestId == baseline.OperationRequestId
            : sinceAccepted < DescribeDelay;
        return isStillTheOldOne || now.OperationRequestId is null ? CompletionState.Pending : CompletionState.Superseded;
    }
}
