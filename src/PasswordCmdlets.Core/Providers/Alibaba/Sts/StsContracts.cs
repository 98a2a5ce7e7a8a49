using System;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba.Sts;

/// <summary>The calls of STS 2015-04-01. Each may be repeated: a second session does no harm.</summary>
internal static class StsContracts
{
    /// <summary>It needs no permission. Its rate is not published.</summary>
    public static readonly AlibabaCallContract GetCallerIdentity = Call("GetCallerIdentity", perSecond: null);

    /// <summary>The rate: https://www.alibabacloud.com/notice/ram20220829, for the account with all its users and roles.</summary>
    public static readonly AlibabaCallContract AssumeRole = Call("AssumeRole", perSecond: 100) with { Permission = "sts:AssumeRole" };

    /// <summary>The token authorizes the call: aliyun/credentials-go credentials/providers/oidc.go.</summary>
    public static readonly AlibabaCallContract AssumeRoleWithOidc =
        Call("AssumeRoleWithOIDC", perSecond: 100) with { Signature = AlibabaSignature.Anonymous };

    private static AlibabaCallContract Call(string action, double? perSecond) => new()
    {
        Service = AlibabaEndpoints.Sts,
        Action = action,
        Version = "2015-04-01",
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(perSecond, TimeSpan.FromSeconds(1)),
    };
}
