using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>Resets the login password of ZEC instances, one a call.</summary>
internal sealed class ZecResetOperation : ProviderOperation
{
    public override OperationDescriptor Descriptor => ZecContracts.ResetPassword;

    public override string UnknownAdvice => "Try the new password; sending the same password again does no harm.";

    public override ApiCall Change(ChangeRequest request)
    {
        string id = request.First.Id;
        return new ApiCall
        {
            Contract = ZecContracts.ResetInstancePassword,
            Region = null,
            Write = endpoint => ZecRequests.ResetInstancePassword(endpoint, id, request.Password),
            Read = ZecResponses.ReadReset,
        };
    }

    public override ApiCall Describe(IReadOnlyList<string> ids, TargetWork sample) => new()
    {
        Contract = ZecContracts.DescribeInstances,
        Region = null,
        Write = endpoint => ZecRequests.DescribeInstances(endpoint, ids),
        Read = ZecResponses.ReadInstances,
        TargetCount = ids.Count,
        Names = ids,
    };

    public override TargetOutcome? Validate(TargetWork work, bool described) => work.Baseline switch
    {
        null when described => TargetOutcome.Failed(ErrorIds.TargetNotFound, "The instance does not exist. Check the id and the account."),
        { State: { } state and not "RUNNING" } =>
            TargetOutcome.Failed(ErrorIds.TargetStateInvalid, $"The instance is {state}. Its password can be reset while it is RUNNING."),
        { AgentEnabled: false } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, "The instance has no guest agent (QGA), which sets the password. Install and enable it first."),
        _ => null,
    };

    public override string DescribeSuccess(TargetWork work) => "The provider reset the password.";
}
