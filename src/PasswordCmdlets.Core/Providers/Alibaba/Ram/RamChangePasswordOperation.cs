using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>Changes the password of the RAM user to whom the access key belongs. Never sent again once it may have arrived.</summary>
internal sealed class RamChangePasswordOperation(LockoutGuard guard) : ProviderOperation
{
    // RAM counts wrong passwords of one hour and then locks for one (SetPasswordPolicy, MaxLoginAttemps).
    private static readonly TimeSpan CountedFor = TimeSpan.FromHours(1);

    // Where the number of attempts is unknown, the second one may lock the user.
    private const int AttemptsWhenUnknown = 2;

    private readonly RamPasswordPolicies _policies = new();

    public required SecretText OldPassword { get; init; }

    /// <summary>Goes on where the lock-out guard would stop.</summary>
    public bool Force { get; init; }

    public override IReadOnlyList<SecretText> Secrets => [OldPassword];

    public override OperationDescriptor Descriptor => RamContracts.ChangeOwnPassword;

    public override string UnknownAdvice =>
        "Log on to the console with the new password to find out. Do not run this again with the old password before: "
            + "if the change took effect, the old password is wrong by now and counts towards a lock-out.";

    public override ApiCall Change(ChangeRequest request) => new()
    {
        Contract = RamContracts.ChangePassword,
        Region = null,
        Write = endpoint => RamRequests.ChangePassword(endpoint, OldPassword, request.Password),
        Read = AlibabaResponses.ReadDone,
    };

    public override TargetOutcome? Validate(TargetWork work, bool described) => work.Session.Role is not { } role
        ? null
        : TargetOutcome.Failed(ErrorIds.AccessDenied,
            $"Nothing was sent: the credential is a session of the role {role}, and only a RAM user can change its own password, with its "
                + "own access key. Use that user's key, or set the password of a user with -UserName.");

    public override async ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services)
    {
        RamAccountPolicy? policy = await _policies.OfAsync(work.Session, services).ConfigureAwait(false);
        work.OperationState = policy;
        if (RamPasswordPolicies.Reject(policy, work, new PasswordContext { OldPassword = OldPassword }) is { } rejection)
        {
            return rejection;
        }

        // Last: the target that has the reservation is sent.
        try
        {
            string? because = await guard.ReserveAsync(KeyOf(work), LimitOf(policy), Force, services.Stopping, services.WarnOnce)
                .ConfigureAwait(false);
            return because is null ? null : Guarded(policy, because);
        }
        catch (OperationCanceledException)
        {
            return TargetOutcome.Cancelled("Never sent: the command was stopped.");
        }
    }

    public override void RecordOutcome(TargetWork work, CallOutcome outcome)
    {
        RamAccountPolicy? policy = work.OperationState as RamAccountPolicy;
        if (outcome.Succeeded)
        {
            guard.RecordSuccess(KeyOf(work));
        }
        else if (outcome.MayHaveExecuted)
        {
            guard.RecordUnknownOutcome(KeyOf(work), LimitOf(policy));
        }
        else if (outcome.Reply?.Fault == Fault.OldPasswordIncorrect && policy?.MaximumLoginAttempts != 0)
        {
            guard.RecordRejection(KeyOf(work), remainingAttempts: null, LimitOf(policy));
        }
    }

    public override void Completed(TargetWork work) => guard.Release(KeyOf(work));

    public override string DescribeSuccess(TargetWork work) => "The password of the access key's own RAM user was changed.";

    // A policy with 0 attempts never locks.
    private static AttemptLimit LimitOf(RamAccountPolicy? policy) =>
        new(CountedFor, policy?.MaximumLoginAttempts is not { } attempts ? AttemptsWhenUnknown : attempts > 0 ? attempts : null);

    private static TargetOutcome Guarded(RamAccountPolicy? policy, string because)
    {
        string reason = policy?.MaximumLoginAttempts is null
            ? "A wrong old password may have been sent for this access key's user within the last hour. How many attempts remain is "
                + "unknown: GetPasswordPolicy failed."
            : because;
        return TargetOutcome.Failed(ErrorIds.LockoutGuard,
            $"Nothing was sent: {reason} Check the old password, then use -Force to send it.");
    }

    // All access keys of a user share its count. Where the provider does not say whose the key is, the key stands for its user.
    private static LockoutKey KeyOf(TargetWork work)
    {
        (string id, string name) = work.Session.Identity is { UserName: { } user, AccountId: var account }
            ? ($"{account}/{user}", $"the RAM user {user} of the account {account}")
            : ($"key/{work.Session.Account}", $"the RAM user of access key {work.Session.Account}");
        return new LockoutKey(AlibabaEndpoints.Provider, "RamUser", id) { Name = name };
    }
}
