using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>Signs each attempt by the scheme that its contract names, with a nonce and a time of its own.</summary>
internal sealed class AlibabaSigner : IRequestSigner
{
    public ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RpcRequest rpc = (RpcRequest)request;
        string nonce = Guid.NewGuid().ToString();
        string timestamp = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        switch (rpc.Contract.Signature)
        {
            case AlibabaSignature.RpcV1:
                RpcV1Signature.Sign(rpc, credential, timestamp, nonce);
                return default;
            case AlibabaSignature.Acs3:
                Acs3Signature.Sign(rpc, credential, timestamp, nonce);
                return default;
            case AlibabaSignature.Anonymous:
                RpcV1Signature.WriteAnonymous(rpc, timestamp);
                return default;
            default:
                throw new InvalidOperationException($"{rpc.Contract.Action} names no signature scheme.");
        }
    }
}
