using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>
/// Signature method TC3-HMAC-SHA256 (https://cloud.tencent.com/document/api/213/30654). Signs Content-Type and Host exactly as they
/// are sent, and the action where the request asks for it.
/// </summary>
internal sealed class Tc3Signer : IRequestSigner
{
    private const string Algorithm = "TC3-HMAC-SHA256";

    public ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long timestamp = now.ToUnixTimeSeconds();
        request.AddHeader("X-TC-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (credential.Kind == CredentialKind.IdentityToken)
        {
            // The token in the body authorizes the call: tencentcloud-sdk-go tencentcloud/common/client.go, sendWithoutSignature.
            request.AddHeader("Authorization", "SKIP");
            return default;
        }

        if (credential.SecurityToken is { } token)
        {
            request.AddHeader("X-TC-Token", token.Reveal(0, static (characters, _) => characters.ToString()));
        }

        request.AddHeader("Authorization", Authorization(request, credential, timestamp, signedAction: null));
        return default;
    }

    /// <summary>The Authorization header; with <paramref name="signedAction"/> the action is signed as well.</summary>
    internal static string Authorization(WireRequest request, CloudCredential credential, long timestamp, string? signedAction)
    {
        using SecretBuffer canonicalRequest = CanonicalRequest(request, signedAction);
        string date = DateTimeOffset.FromUnixTimeSeconds(timestamp).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        // The call's own service, not the first label of the host as the SDKs have it: that breaks on any endpoint of one's own.
        string service = request.Service ?? throw new InvalidOperationException("A TC3 signature needs the service of the call.");
        string scope = $"{date}/{service}/tc3_request";
        using SecretBuffer stringToSign = StringToSign(canonicalRequest, timestamp, scope);
        byte[] dateKey = Signing.HmacSha256(credential.Secret, "TC3", date);
        byte[] serviceKey = Signing.HmacSha256(dateKey, service);
        byte[] signingKey = Signing.HmacSha256(serviceKey, "tc3_request");
        string signature = Signing.Hex(HMACSHA256.HashData(signingKey, stringToSign.WrittenSpan));
        Array.Clear(dateKey, 0, dateKey.Length);
        Array.Clear(serviceKey, 0, serviceKey.Length);
        Array.Clear(signingKey, 0, signingKey.Length);
        return $"{Algorithm} Credential={credential.AccessKeyId}/{scope}, SignedHeaders={SignedHeaders(signedAction)}, "
            + $"Signature={signature}";
    }

    internal static SecretBuffer CanonicalRequest(WireRequest request, string? signedAction)
    {
        SecretBuffer text = new();
        Signing.Write(text, $"{request.Method.Method}\n/\n\ncontent-type:{request.ContentType!.ToLowerInvariant()}\n");
        Signing.Write(text, $"host:{request.Host.ToLowerInvariant()}\n");
        if (signedAction is not null)
        {
            Signing.Write(text, $"x-tc-action:{signedAction.ToLowerInvariant()}\n");
        }

        Signing.Write(text, $"\n{SignedHeaders(signedAction)}\n");
        Signing.WriteSha256Hex(request.Body.WrittenSpan, text);
        return text;
    }

    internal static SecretBuffer StringToSign(SecretBuffer canonicalRequest, long timestamp, string scope) =>
        Signing.WithSha256Hex(
            $"{Algorithm}\n{timestamp.ToString(CultureInfo.InvariantCulture)}\n{scope}\n", canonicalRequest.WrittenSpan);

    private static string SignedHeaders(string? signedAction) =>
        signedAction is null ? "content-type;host" : "content-type;host;x-tc-action";
}
