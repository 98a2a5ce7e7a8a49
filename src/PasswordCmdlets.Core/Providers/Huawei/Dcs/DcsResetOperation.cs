using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>Sets the password of DCS instances without knowing the old one.</summary>
internal sealed class DcsResetOperation(TimeProvider time) : DcsOperation(DcsContracts.CurrentVersion, time)
{
    /// <summary>What a preflight asks about wrong old passwords; null where it does not matter.</summary>
    public LockoutGuard? PreflightGuard { get; init; }

    public override OperationDescriptor Descriptor => DcsContracts.Reset;

    public override string UnknownAdvice =>
        "Try the new password on the instance (AUTH), or reset it again: setting the same password twice does no harm.";

    public override async ValueTask<TargetOutcome?> PreflightAsync(TargetWork work, OperationServices services) =>
        await base.PreflightAsync(work, services).ConfigureAwait(false)
        ?? (PreflightGuard?.Check(DcsChangeOperation.KeyOf(work), DcsChangeOperation.Limit, services.WarnOnce) is { } because
            ? TargetOutcome.Failed(
                ErrorIds.LockoutGuard, $"{because} With -Force an old password is sent all the same; with -Reset none is needed.")
            : null);

    public override string DescribeSuccess(TargetWork work) => "The password was reset.";

    protected override string UnknownPathAdvice =>
        $"A reset exists in {DcsContracts.CurrentVersion} only: use -OldPassword with -ApiVersion {DcsContracts.EarlierVersion}.";

    protected override WireRequest Write(Uri endpoint, string projectId, string instanceId, SecretText password) =>
        DcsRequests.Reset(endpoint, projectId, instanceId, password);

    protected override ProviderReply Read(WireResponse response) => DcsResponses.ReadReset(response);
}
