using System.Collections.Generic;
using System.Text;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>ACS3-HMAC-SHA256 (help.aliyun.com/en/sdk/product-overview/v3-request-structure-and-signature).</summary>
internal static class Acs3Signature
{
    /// <summary>The name of the scheme.</summary>
    public const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>The headers without whose signature a request is incomplete.</summary>
    public static readonly string[] RequiredHeaders =
        ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"];

    /// <summary>The canonical request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">The names of the signed headers, in the order sent.</param>
    /// <param name="host">What stands for the Host header's value.</param>
    public static string CanonicalRequest(ApiRequest request, IReadOnlyList<string> signedHeaders, string host)
    {
        StringBuilder canonical = new();
        canonical.Append(request.Method).Append('\n').Append(request.Path).Append('\n');
        canonical.Append(FormEncoding.EncodeSorted(FormEncoding.Decode(request.Query))).Append('\n');
        foreach (string name in signedHeaders)
        {
            string value = name == "host" ? host : request.Header(name) ?? string.Empty;
            canonical.Append(name).Append(':').Append(value.Trim()).Append('\n');
        }

        return canonical.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(Digest.Sha256Hex(request.Body.Span)).ToString();
    }

    /// <summary>The string to sign.</summary>
    /// <param name="canonicalRequest">The canonical request.</param>
    public static string StringToSign(string canonicalRequest) => $"{Algorithm}\n{Digest.Sha256Hex(canonicalRequest)}";

    /// <summary>The signature.</summary>
    /// <param name="secret">The access key's secret.</param>
    /// <param name="stringToSign">The string to sign.</param>
    public static string Sign(string secret, string stringToSign) => Digest.HmacSha256Hex(Encoding.UTF8.GetBytes(secret), stringToSign);

    /// <summary>Whether a request's signature is right.</summary>
    /// <param name="request">The request.</param>
    /// <param name="authorization">Its Authorization header.</param>
    /// <param name="secret">The access key's secret.</param>
    public static bool Verify(ApiRequest request, AuthorizationHeader authorization, string secret)
    {
        foreach (string host in HostNames.SignedForms(request.Host))
        {
            string toSign = StringToSign(CanonicalRequest(request, authorization.SignedHeaders, host));
            if (Digest.Matches(Sign(secret, toSign), authorization.Signature))
            {
                return true;
            }
        }

        return false;
    }
}
