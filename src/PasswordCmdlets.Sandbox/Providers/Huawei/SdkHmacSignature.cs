using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>
/// SDK-HMAC-SHA256 (API signing guide of Huawei Cloud's API Gateway). What the client signed is rebuilt from its own list of
/// signed headers, which every SDK chooses differently.
/// </summary>
internal static class SdkHmacSignature
{
    /// <summary>The name of the scheme.</summary>
    public const string Algorithm = "SDK-HMAC-SHA256";

    /// <summary>The canonical request. Its path always ends in a slash, although the URL's does not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">The names of the signed headers, in the order sent.</param>
    /// <param name="host">What stands for the Host header's value.</param>
    public static string CanonicalRequest(ApiRequest request, IReadOnlyList<string> signedHeaders, string host)
    {
        StringBuilder canonical = new();
        canonical.Append(request.Method).Append('\n').Append(CanonicalPath(request.Path)).Append('\n');
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
    /// <param name="date">The X-Sdk-Date header.</param>
    public static string StringToSign(string canonicalRequest, string date)
        => $"{Algorithm}\n{date}\n{Digest.Sha256Hex(canonicalRequest)}";

    /// <summary>The signature.</summary>
    /// <param name="secret">The secret key.</param>
    /// <param name="stringToSign">The string to sign.</param>
    public static string Sign(string secret, string stringToSign) => Digest.HmacSha256Hex(Encoding.UTF8.GetBytes(secret), stringToSign);

    /// <summary>Whether a request's signature is right.</summary>
    /// <param name="request">The request.</param>
    /// <param name="authorization">Its Authorization header.</param>
    /// <param name="secret">The secret key.</param>
    /// <param name="date">The X-Sdk-Date header.</param>
    public static bool Verify(ApiRequest request, AuthorizationHeader authorization, string secret, string date)
    {
        foreach (string host in HostNames.SignedForms(request.Host))
        {
            string toSign = StringToSign(CanonicalRequest(request, authorization.SignedHeaders, host), date);
            if (Digest.Matches(Sign(secret, toSign), authorization.Signature))
            {
                return true;
            }
        }

        return false;
    }

    private static string CanonicalPath(string path)
    {
        string encoded = string.Join('/', path.Split('/').Select(segment => FormEncoding.Encode(Uri.UnescapeDataString(segment))));
        return encoded.EndsWith('/') ? encoded : encoded + "/";
    }
}
