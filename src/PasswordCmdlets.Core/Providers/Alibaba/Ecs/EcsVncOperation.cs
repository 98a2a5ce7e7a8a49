using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>Sets the VNC password of ECS instances.</summary>
internal sealed class EcsVncOperation : EcsPasswordOperation
{
    public override OperationDescriptor Descriptor => EcsContracts.SetVncPassword;

    public override string UnknownAdvice =>
        "Try the new password at the management terminal; sending the same password again does no harm.";

    protected override string Subject => "The VNC password";

    public override ApiCall Change(ChangeRequest request)
    {
        string region = request.First.Region!;
        string id = request.First.Id;
        return new ApiCall
        {
            Contract = EcsContracts.ModifyInstanceVncPasswd,
            Region = region,
            Write = endpoint => EcsRequests.ModifyInstanceVncPasswd(endpoint, region, id, request.Password),
            Read = EcsResponses.ReadDone,
        };
    }

    public override TargetOutcome? Validate(TargetWork work, bool described) => work.Baseline switch
    {
        null when described => NotFound(work),
        { State: { } state and not "Running" } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"The instance is {state}. Its VNC password can be set while it is Running.") with
        { ErrorCode = "IncorrectInstanceStatus" },
        _ => null,
    };

    protected override bool? NeedsRestart(TargetWork work) => work.Baseline?.IoOptimized is { } optimized ? !optimized : null;

    protected override string DescribeSet(bool? restartRequired) => restartRequired switch
    {
        false => "The VNC password is set and in effect.",
        true => "The VNC password is set. It takes effect when the instance is restarted: restart it, or use -Restart.",
        null => "The VNC password is set. Whether it waits for a restart is not known, because "
            + $"{EcsContracts.DescribeInstances.Action} failed: on an instance that is not I/O optimized it does."
            + (Restart ? " The instance was not restarted." : string.Empty),
    };
}
