using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Zenlayer;

/// <summary>
/// Signature method ZC2-HMAC-SHA256 (https://docs.console.zenlayer.com/api-reference/api-introduction/instruction/signature), or a personal
/// access token as a bearer. The canonical URI is always "/", whatever the path.
/// </summary>
internal sealed class Zc2Signer : IRequestSigner
{
    private const string Algorithm = "ZC2-HMAC-SHA256";
    private const string SignedHeaders = "content-type;host";

    public ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (credential.Kind == CredentialKind.BearerToken)
        {
            request.AddHeader("Authorization", credential.Secret.Reveal(0, static (token, _) => "Bearer " + token.ToString()));
            return default;
        }

        string timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.AddHeader("X-ZC-Timestamp", timestamp);
        request.AddHeader("X-ZC-Signature-Method", Algorithm);
        request.AddHeader("Authorization", Authorization(request, credential, timestamp));
        return default;
    }

    internal static string Authorization(WireRequest request, CloudCredential credential, string timestamp)
    {
        using SecretBuffer canonicalRequest = CanonicalRequest(request);
        using SecretBuffer stringToSign = StringToSign(canonicalRequest, timestamp);
        string signature = Signing.Hex(Signing.HmacSha256(credential.Secret, string.Empty, stringToSign));
        return $"{Algorithm} Credential={credential.AccessKeyId}, SignedHeaders={SignedHeaders}, Signature={signature}";
    }

    internal static SecretBuffer CanonicalRequest(WireRequest request) =>
        Signing.WithSha256Hex(
            $"{request.Method.Method}\n/\n\ncontent-type:{request.ContentType}\nhost:{request.Host}\n\n{SignedHeaders}\n",
            request.Body.WrittenSpan);

    internal static SecretBuffer StringToSign(SecretBuffer canonicalRequest, string timestamp) =>
        Signing.WithSha256Hex($"{Algorithm}\n{timestamp}\n", canonicalRequest.WrittenSpan);
}
