using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>
/// Resets the login password of ECS instances. The provider stores the password; a restart through the provider, or the next start of a
/// stopped instance, applies it, and a restart inside the operating system does not.
/// </summary>
internal sealed class EcsResetOperation : EcsPasswordOperation
{
    /// <summary>The user of Windows images.</summary>
    public const string WindowsUser = "Administrator";

    /// <summary>Whether the instances run Windows, as the caller says; null to find out by describing them.</summary>
    public bool? Windows { get; init; }

    public override OperationDescriptor Descriptor => EcsInstanceContracts.ResetPassword;

    public override string UnknownAdvice =>
        "Send the same password again: that does no harm. Or restart the instance through the provider and try the new password.";

    protected override string Subject => "The password";

    public override ApiCall Change(ChangeRequest request)
    {
        string region = request.First.Region!;
        string id = request.First.Id;
        return new ApiCall
        {
            Contract = EcsInstanceContracts.ModifyInstanceAttribute,
            Region = region,
            Write = endpoint => EcsInstanceRequests.ModifyInstanceAttribute(endpoint, region, id, request.Password),
            Read = EcsResponses.ReadDone,
        };
    }

    public override TargetOutcome? Validate(TargetWork work, bool described) => work.Baseline is { } seen
        ? CheckState(work.Target.Id, seen) ?? CheckUser(work) ?? PolicyCheck.Reject(work, IsWindows(work))
        : described ? NotFound(work) : null;

    // https://www.alibabacloud.com/help/doc-detail/25439.htm
    public override string? WarningOf(TargetWork work) => work.Baseline?.HasKeyPair == true
        ? $"{work.Target.Id} has a key pair, which switches password logon off; the reset switches password logon on again."
        : null;

    protected override bool? NeedsRestart(TargetWork work) => work.Baseline?.State switch
    {
        "Running" => true,
        "Stopped" => false,
        _ => null,
    };

    protected override string DescribeSet(bool? restartRequired) => restartRequired switch
    {
        true => "The password is set. It takes effect when the instance is restarted through the provider, not inside the operating "
            + "system: use -Restart, the console or RebootInstance.",
        false => "The password is set. The instance is stopped: its next start applies the password.",
        null => "The password is set. It takes effect when the instance is restarted or started through the provider. Whether the "
            + $"instance is running is unknown, because {EcsContracts.DescribeInstances.Action} failed."
            + (Restart ? " The instance was not restarted." : string.Empty),
    };

    private static TargetOutcome? CheckState(string id, DescribedInstance seen) => seen switch
    {
        { LockReason: { } reason } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid, $"{id} is locked by the provider ({reason}). See its OperationLocks in the console.") with
        {
            ErrorCode = reason == EcsResponses.SecurityLock ? "InstanceLockedForSecurity" : null,
        },
        { State: not ("Running" or "Stopped" or null) } => TargetOutcome.Failed(
            ErrorIds.TargetStateInvalid,
            $"{id} is {seen.State}; its password can be reset when it is Running or Stopped. Try again then.") with
        {
            ErrorCode = "IncorrectInstanceStatus",
        },
        _ => null,
    };

    // The call has no parameter for the user, so a result for another user than the image's would be wrong.
    private TargetOutcome? CheckUser(TargetWork work) => (work.Target.UserName, IsWindows(work)) switch
    {
        (null, _) or (_, null) => null,
        ({ } user, { } windows) when string.Equals(user, WindowsUser, StringComparison.OrdinalIgnoreCase) == windows => null,
        (_, { } windows) => TargetOutcome.Failed(
            ErrorIds.InvalidTarget,
            $"{work.Target.Id} runs {(windows ? "Windows" : "Linux")}, and the reset is for the image's own user "
                + $"({(windows ? WindowsUser : "root or ecs-user")}). Omit -UserName."),
    };

    private bool? IsWindows(TargetWork work) => work.Baseline?.IsWindows ?? Windows;
}
