using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>An RPC call and how it is signed.</summary>
internal sealed record AlibabaCallContract : CallContract
{
    public AlibabaSignature Signature { get; init; } = AlibabaSignature.RpcV1;
}
