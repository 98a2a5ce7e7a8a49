using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>
/// Signature method SDK-HMAC-SHA256 (https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm.html), or an IAM token as
/// it is. Content-Type is left unsigned, as huaweicloud-sdk-net-v3 Core/Signer/Signer.cs leaves it.
/// </summary>
internal sealed class SdkHmacSigner : IRequestSigner
{
    public const string ProjectHeader = "X-Project-Id";

    private const string Algorithm = "SDK-HMAC-SHA256";
    private const string DateHeader = "X-Sdk-Date";
    private const string TokenHeader = "X-Security-Token";
    private static readonly string[] Signable = ["x-project-id", "x-sdk-date", "x-security-token"];

    public ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (credential.Kind)
        {
            case CredentialKind.AccessKey:
                Sign(request, credential, now);
                break;
            case CredentialKind.IamToken:
                request.AddHeader("X-Auth-Token", credential.Secret.Reveal(0, static (token, _) => token.ToString()));
                break;

            // The call that exchanges a password or a token of an identity provider has it in its body.
            case CredentialKind.IamUser:
            case CredentialKind.IdentityToken:
                break;
            default:
                throw new CredentialUnavailableException($"A credential of the kind {credential.Kind} is not supported by Huawei Cloud.");
        }

        return default;
    }

    internal static string Authorization(WireRequest request, CloudCredential credential, string date, IReadOnlyList<string> signedHeaders)
    {
        using SecretBuffer canonicalRequest = CanonicalRequest(request, signedHeaders);
        using SecretBuffer stringToSign = StringToSign(canonicalRequest, date);
        string signature = Signing.Hex(Signing.HmacSha256(credential.Secret, string.Empty, stringToSign));
        return $"{Algorithm} Access={credential.AccessKeyId}, SignedHeaders={string.Join(";", signedHeaders)}, Signature={signature}";
    }

    /// <param name="request">The request, complete but for the Authorization header.</param>
    /// <param name="signedHeaders">Names in lower case and in ordinal order.</param>
    internal static SecretBuffer CanonicalRequest(WireRequest request, IReadOnlyList<string> signedHeaders)
    {
        SecretBuffer text = new();

        // The slash at the end is in what is signed only, not in the address.
        Signing.Write(text, $"{request.Method.Method}\n{request.Path}{(request.Path.EndsWith('/') ? "\n" : "/\n")}");
        Signing.Write(text, $"{CanonicalQuery(request.Query)}\n");
        foreach (string name in signedHeaders)
        {
            Signing.Write(text, $"{name}:{ValueOf(request, name).Trim()}\n");
        }

        Signing.Write(text, $"\n{string.Join(";", signedHeaders)}\n");
        Signing.WriteSha256Hex(request.Body.WrittenSpan, text);
        return text;
    }

    internal static SecretBuffer StringToSign(SecretBuffer canonicalRequest, string date) =>
        Signing.WithSha256Hex($"{Algorithm}\n{date}\n", canonicalRequest.WrittenSpan);

    private static void Sign(WireRequest request, CloudCredential credential, DateTimeOffset now)
    {
        string date = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.AddHeader(DateHeader, date);
        if (credential.SecurityToken is { } token)
        {
            request.AddHeader(TokenHeader, token.Reveal(0, static (characters, _) => characters.ToString()));
        }

        string[] signedHeaders = ["host", .. Signable.Where(name => Find(request, name) is not null)];
        request.AddHeader("Authorization", Authorization(request, credential, date, signedHeaders));
    }

    // Names in ordinal order, then values, both before they are encoded.
    private static string CanonicalQuery(List<KeyValuePair<string, string>> query) => string.Join("&", query
        .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => $"{PercentEncoding.Encode(pair.Key)}={PercentEncoding.Encode(pair.Value)}"));

    private static string ValueOf(WireRequest request, string name) => name switch
    {
        "host" => request.Host,
        "content-type" => request.ContentType ?? string.Empty,
        _ => Find(request, name) ?? string.Empty,
    };

    private static string? Find(WireRequest request, string name) =>
        request.Headers.Find(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
