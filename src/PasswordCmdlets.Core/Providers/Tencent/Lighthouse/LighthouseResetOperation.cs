using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Tencent.Lighthouse;

/// <summary>
/// Resets the login password of Lighthouse instances, a hundred a call. The API has no flag against shutting a running instance down, so
/// the operation rejects a running one itself unless the shutdown is permitted.
/// </summary>
internal sealed class LighthouseResetOperation : TencentResetOperation
{
    public override OperationDescriptor Descriptor => LighthouseContracts.ResetPassword;

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
            Write = endpoint =>
                LighthouseRequests.ResetInstancesPassword(endpoint, region, request.Targets, userName, request.Password),
            Read = LighthouseResponses.ReadReset,
        };
    }

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) =>
        Read(LighthouseContracts.DescribeInstances, ids, sample, LighthouseRequests.DescribeInstances, LighthouseResponses.ReadInstances);

    public override ApiCall DescribeDenials(IReadOnlyList<string> ids, TargetWork sample) => Read(
        LighthouseContracts.DescribeInstancesDeniedActions, ids, sample, LighthouseRequests.DescribeInstancesDeniedActions,
        LighthouseResponses.ReadDeniedActions);

    protected override TargetOutcome? ValidateState(string id, DescribedInstance seen) => seen switch
    {
        { State: "RUNNING" } when !PermitsShutdown => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"{id} is running, and the reset would shut it down. {StopFirst}"),
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
}
