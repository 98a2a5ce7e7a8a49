using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>
/// Changes the password of DCS instances whose old one is known. Five wrong old passwords lock an instance for five minutes, so a change
/// that may have arrived is never sent again, the last attempt is not spent without <c>-Force</c>, and a shared old password is sent to one
/// first.
/// </summary>
internal sealed class DcsChangeOperation : DcsOperation
{
    // UpdatePassword.html: after five failed attempts the password cannot be changed for five minutes.
    internal static readonly AttemptLimit Limit = new(TimeSpan.FromMinutes(5), Attempts: 5);

    private readonly SecretText _oldPassword;
    private readonly bool _force;
    private readonly LockoutGuard _guard;
    private readonly OldPasswordCanary _canary;

    /// <param name="version">The API version in the path.</param>
    /// <param name="oldPassword">The password that all targets have now.</param>
    /// <param name="force">Go on where the lock-out guard would stop.</param>
    /// <param name="guard">Remembers wrong old passwords.</param>
    /// <param name="time">The clock.</param>
    public DcsChangeOperation(string version, SecretText oldPassword, bool force, LockoutGuard guard, TimeProvider time)
        : base(version, time)
    {
        _oldPassword = oldPassword;
        _force = force;
        _guard = guard;
        _canary = new OldPasswordCanary(force);
        Descriptor = DcsContracts.Change(version);
    }

    public override IReadOnlyList<SecretText> Secrets => [_oldPassword];

    public override OperationDescriptor Descriptor { get; }

    public override string UnknownAdvice =>
        "Try the new password on the instance (AUTH), then the old one. Do not repeat the change before: if it took effect, "
            + "the old password is wrong now, and the fifth wrong one locks the instance.";

    public override TargetOutcome? Validate(TargetWork work, bool described) =>
        work.Passwords.IsShared && _oldPassword.SameTextAs(work.Password)
            ? TargetOutcome.Failed(ErrorIds.PasswordPolicyViolation, "Never sent: the new password is the old one.")
            : null;

    public override async ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services)
    {
        if (!_force && _guard.Check(KeyOf(work), Limit, services.WarnOnce) is { } rejection)
        {
            return Guarded(rejection);
        }

        return await base.BeforeChangeAsync(work, services).ConfigureAwait(false)
            ?? await _canary.EnterAsync(work, services).ConfigureAwait(false)
            ?? await ReserveAsync(work, services).ConfigureAwait(false);
    }

    public override void RecordOutcome(TargetWork work, CallOutcome outcome)
    {
        _canary.RecordOutcome(work, outcome);
        Remember(KeyOf(work), outcome);
    }

    public override void Completed(TargetWork work)
    {
        _guard.Release(KeyOf(work));
        _canary.Completed(work);
    }

    public override string DescribeSuccess(TargetWork work) => "The password was changed. Connections that are open stay open.";

    protected override string UnknownPathAdvice => Version == DcsContracts.CurrentVersion
        ? $"Use -ApiVersion {DcsContracts.EarlierVersion}."
        : "Check -Endpoint, or omit -ApiVersion.";

    protected override WireRequest Write(Uri endpoint, string projectId, string instanceId, SecretText password) =>
        DcsRequests.Change(endpoint, Version, projectId, instanceId, _oldPassword, password);

    protected override ProviderReply Read(WireResponse response) => DcsResponses.ReadChange(response);

    /// <summary>What the provider counts wrong old passwords for.</summary>
    internal static LockoutKey KeyOf(TargetWork work) => new(HuaweiEndpoints.Provider, "DcsInstance", work.Target.Id);

    // After the canary, so that a target that waits for it keeps no other run from an instance. A target that is not sent from here
    // releases the canary's turn.
    private async ValueTask<TargetOutcome?> ReserveAsync(TargetWork work, OperationServices services)
    {
        bool reserved = false;
        try
        {
            string? rejection = await _guard.ReserveAsync(KeyOf(work), Limit, _force, services.Stopping, services.WarnOnce)
                .ConfigureAwait(false);
            reserved = rejection is null;
            return rejection is null ? null : Guarded(rejection);
        }
        catch (OperationCanceledException)
        {
            return TargetOutcome.Cancelled("Never sent: the command was stopped.");
        }
        finally
        {
            if (!reserved)
            {
                _canary.Completed(work);
            }
        }
    }

    private static TargetOutcome Guarded(string rejection) =>
        TargetOutcome.Failed(ErrorIds.LockoutGuard, $"Never sent: {rejection} Use -Force to send it now.");

    private void Remember(LockoutKey key, CallOutcome outcome)
    {
        if (outcome.Succeeded)
        {
            _guard.RecordSuccess(key);
        }
        else if (outcome.MayHaveExecuted)
        {
            _guard.RecordUnknownOutcome(key, Limit);
        }
        else if (outcome is { End: CallEnd.Completed, Reply: { } reply })
        {
            TimeSpan lockTime = reply.LockTimeLeft is > 0 and int minutes ? TimeSpan.FromMinutes(minutes) : Limit.Remembered;
            switch (reply.Fault)
            {
                case Fault.OldPasswordIncorrect:
                    _guard.RecordRejection(key, reply.RetryTimesLeft, Limit with { Remembered = lockTime });
                    break;
                case Fault.AccountLocked:
                    _guard.RecordLock(key, lockTime);
                    break;
            }
        }
    }
}
