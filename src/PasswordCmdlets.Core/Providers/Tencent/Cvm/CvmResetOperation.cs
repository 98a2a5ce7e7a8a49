using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>Resets the login password of CVM instances, a hundred a call.</summary>
internal sealed class CvmResetOperation : TencentResetOperation
{
    public override OperationDescriptor Descriptor => CvmContracts.ResetPassword;

    public override ApiCall Change(ChangeRequest request)
    {
        string region = request.First.Region!;
        string? userName = request.First.UserName;
        return new ApiCall
        {
            Contract = CvmContracts.ResetInstancesPassword,
            Region = region,
            Write = endpoint => CvmRequests.ResetInstancesPassword(
                endpoint, region, request.Targets, userName, request.Password, PermitsShutdown),
            Read = CvmResponses.ReadReset,
        };
    }

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) =>
        Read(CvmContracts.DescribeInstances, ids, sample, CvmRequests.DescribeInstances, CvmResponses.ReadInstances);

    protected override TargetOutcome? ValidateState(string id, DescribedInstance seen) => seen.State switch
    {
        "RUNNING" when !PermitsShutdown =>
            TargetOutcome.Failed(ErrorIds.TargetStateInvalid,
                "The instance is running. " + StopFirst) with
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
}
