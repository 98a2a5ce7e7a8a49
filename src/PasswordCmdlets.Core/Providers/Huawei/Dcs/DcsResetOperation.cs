using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>Sets the password of DCS instances without knowing the old one.</summary>
internal sealed class DcsResetOperation(string version, TimeProvider time) : DcsOperation(version, time)
{
    public override OperationDescriptor Descriptor { get; } = DcsContracts.Reset(version);

    public override string UnknownAdvice =>
        "Try the new password on the instance (AUTH), or reset it again: setting the same password twice does no harm.";

    public override string DescribeSuccess(TargetWork work) => "The password was reset.";

    protected override IReadOnlyList<SecretText> SecretsOf(SecretText password) => [password];

    protected override WireRequest Write(Uri endpoint, string projectId, string instanceId, SecretText password) =>
        DcsRequests.Reset(endpoint, Version, projectId, instanceId, password);

    protected override ProviderReply Read(WireResponse response) => DcsResponses.ReadReset(response);
}
