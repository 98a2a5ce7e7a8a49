using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>
/// Sets the console passwords of RAM users as an administrator. UpdateLoginProfile may clear the flags it is not sent, so that those
/// which are not specified are read first and sent again.
/// </summary>
internal sealed class RamUpdateLoginProfileOperation : ProviderOperation
{
    private const string SpecifyFlags = "specify both -PasswordResetRequired and -MfaBindRequired (with :$false for no)";

    private readonly RamPasswordPolicies _policies = new();

    /// <summary>The flags as the caller wants them; null ones stay what they are.</summary>
    public RamLoginFlags Flags { get; init; } = new(null, null);

    /// <summary>Whether a user without a login profile gets one.</summary>
    public bool CreateLoginProfile { get; init; }

    public override OperationDescriptor Descriptor => RamContracts.SetUserPassword;

    public override string UnknownAdvice =>
        "Log on as the user with the new password to find out, or run this again with the same password: that does no harm, "
            + "unless the account forbids the reuse of passwords.";

    public override ApiCall Change(ChangeRequest request)
    {
        Plan plan = (Plan)request.Targets[0].OperationState!;
        AlibabaCallContract contract = plan.Creates ? RamContracts.CreateLoginProfile : RamContracts.UpdateLoginProfile;
        return new ApiCall
        {
            Contract = contract,
            Region = null,
            Write = endpoint => RamRequests.LoginProfile(contract, endpoint, request.First.Id, request.Password, plan.Flags),
            Read = AlibabaResponses.ReadDone,
        };
    }

    public override async ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services)
    {
        RamAccountPolicy? policy = await _policies.OfAsync(work.Session, services).ConfigureAwait(false);
        if (RamPasswordPolicies.Reject(policy, work, new PasswordContext { UserName = work.Target.Id }) is { } outcome)
        {
            return outcome;
        }

        Plan update = new(Flags, Creates: false);
        work.OperationState = update;
        if (Flags.AreComplete && !CreateLoginProfile)
        {
            return null;
        }

        CallOutcome read = await ReadProfileAsync(work, services).ConfigureAwait(false);
        if (read is { Succeeded: true, Reply.Content: RamLoginFlags current } && Flags.Or(current) is { AreComplete: true } complete)
        {
            work.OperationState = update with { Flags = complete };
            return null;
        }

        if (read.Reply?.Code == AlibabaErrorCodes.NoLoginProfile && CreateLoginProfile)
        {
            work.OperationState = update with { Creates = true };
            return null;
        }

        return Flags.AreComplete ? null : Unread(read, work.Attempts);
    }

    // Without the permission to read it, the lack of a login profile shows only when it is to be updated.
    public override bool TryFallback(TargetWork work, ProviderReply rejection)
    {
        if (!CreateLoginProfile || rejection.Code != AlibabaErrorCodes.NoLoginProfile
            || work.OperationState is not Plan { Creates: false } plan)
        {
            return false;
        }

        work.OperationState = plan with { Flags = Flags, Creates = true };
        return true;
    }

    public override string DescribeSuccess(TargetWork work) => work.OperationState is Plan { Creates: true }
        ? $"A login profile of RAM user {work.Target.Id} was created with the password."
        : $"The password of RAM user {work.Target.Id} was set.";

    private static Task<CallOutcome> ReadProfileAsync(TargetWork work, OperationServices services)
    {
        ApiCall read = new()
        {
            Contract = RamContracts.GetLoginProfile,
            Region = null,
            Write = endpoint => RamRequests.GetLoginProfile(endpoint, work.Target.Id),
            Read = RamResponses.ReadLoginProfile,
        };
        return services.Calls.CallAsync(work.Session, read, new CallBudget(services.Options.Timeout));
    }

    // Nothing was sent. Missing permission has its own advice; other failures are reported as they are.
    private static TargetOutcome? Unread(CallOutcome read, int attempts) => read switch
    {
        // The change itself, which is not sent either, says that the command was stopped or the account given up.
        { End: CallEnd.Stopped or CallEnd.Abandoned } => null,
        { End: CallEnd.Completed, Reply: { } reply } when reply.Fault.IsAboutCredential() => null,
        { End: CallEnd.Throttled } => NotExecutedOutcome.Throttled(
            $"the user's login profile could not be read: {read.Reason}", read.Reply, attempts),
        { End: CallEnd.Completed, Reply: { Fault: Fault.AccessDenied } reply } => TargetOutcome.Failed(
            ErrorIds.AccessDenied,
            "Nothing was sent: GetLoginProfile is not permitted, and UpdateLoginProfile may clear the flags that it is not sent. "
                + $"Grant {RamContracts.GetLoginProfile.Permission} to the caller, or {SpecifyFlags}.") with
        { ErrorCode = reply.Code, RequestId = reply.RequestId },
        { End: CallEnd.Completed, Reply: { Fault: not (Fault.None or Fault.Transient or Fault.Unreadable) } reply } =>
            TargetOutcome.Rejected(reply),
        _ => TargetOutcome.Failed(
            ErrorIds.ProviderUnavailable,
            "Nothing was sent: the user's login profile could not be read "
                + $"({read.Reply?.Code ?? read.Reason ?? "its flags were not in the response"}), "
                + $"and UpdateLoginProfile may clear the flags that it is not sent. Try again, or {SpecifyFlags}.") with
        { RequestId = read.Reply?.RequestId },
    };

    /// <summary>How a user's password will be set.</summary>
    private sealed record Plan(RamLoginFlags Flags, bool Creates);
}
