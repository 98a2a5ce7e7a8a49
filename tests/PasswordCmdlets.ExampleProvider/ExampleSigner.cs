using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.ExampleProvider;

/// <summary>Signs the service, the path and the body with HMAC-SHA256.</summary>
internal sealed class ExampleSigner : IRequestSigner
{
    public const string Header = "X-Example-Signature";

    public ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string signed = $"{request.Service}\n{request.Path}\n{Signing.Sha256Hex(request.Body.WrittenSpan)}";
        string signature = Signing.Hex(Signing.HmacSha256(credential.Secret, string.Empty, signed));
        request.AddHeader(Header, $"{credential.AccessKeyId}/{request.Service}/{signature}");
        return default;
    }
}
