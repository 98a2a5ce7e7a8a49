using System.Collections.Generic;
using System.Text;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>ZC2-HMAC-SHA256 (docs.console.zenlayer.com, signature): TC3's shape without a scope and without derived keys.</summary>
internal static class Zc2Signature
{
    /// <summary>The name of the scheme.</summary>
    public const string Algorithm = "ZC2-HMAC-SHA256";

    /// <summary>The canonical request. Its path is <c>/</c> whatever the URL's path is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">The names of the signed headers, in the order sent.</param>
    /// <param name="host">What stands for the Host header's value.</param>
    public static string CanonicalRequest(ApiRequest request, IReadOnlyList<string> signedHeaders, string host)
    {
        StringBuilder canonical = new();
        canonical.Append(request.Method).Append("\n/\n\n");
        foreach (string name in signedHeaders)
        {
            // Byte for byte what was sent: sdk-java signs "application/json; charset=utf-8", sdk-go "application/json".
            string value = name == "host" ? host : request.Header(name) ?? string.Empty;
            canonical.Append(name).Append(':').Append(value.Trim()).Append('\n');
        }

        return canonical.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(Digest.Sha256Hex(request.Body.Span)).ToString();
    }

    /// <summary>The string to sign.</summary>
    /// <param name="canonicalRequest">The canonical request.</param>
    /// <param name="timestamp">The timestamp, as sent.</param>
    public static string StringToSign(string canonicalRequest, string timestamp) =>
        $"{Algorithm}\n{timestamp}\n{Digest.Sha256Hex(canonicalRequest)}";

    /// <summary>The signature.</summary>
    /// <param name="secret">The access key's password.</param>
    /// <param name="stringToSign">The string to sign.</param>
    public static string Sign(string secret, string stringToSign) => Digest.HmacSha256Hex(Encoding.UTF8.GetBytes(secret), stringToSign);

    /// <summary>Whether a request's signature is right.</summary>
    /// <param name="request">The request.</param>
    /// <param name="authorization">Its Authorization header.</param>
    /// <param name="secret">The access key's password.</param>
    /// <param name="timestamp">The timestamp, as sent.</param>
    public static bool Verify(ApiRequest request, AuthorizationHeader authorization, string secret, string timestamp)
    {
        foreach (string host in HostNames.SignedForms(request.Host))
        {
            string canonical = CanonicalRequest(request, authorization.SignedHeaders, host);
            if (Digest.Matches(Sign(secret, StringToSign(canonical, timestamp)), authorization.Signature))
            {
                return true;
            }
        }

        return false;
    }
}
