using System.Collections.Generic;
using System.Text;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>
/// TC3-HMAC-SHA256 (cloud.tencent.com/document/api/213/30654). What the client signed is rebuilt from its own list of signed headers.
/// </summary>
internal static class Tc3Signature
{
    /// <summary>The name of the scheme.</summary>
    public const string Algorithm = "TC3-HMAC-SHA256";

    /// <summary>The canonical request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">The names of the signed headers, in the order sent.</param>
    /// <param name="host">What stands for the Host header's value.</param>
    public static string CanonicalRequest(ApiRequest request, IReadOnlyList<string> signedHeaders, string host)
    {
        StringBuilder canonical = new();
        canonical.Append(request.Method).Append('\n').Append("/\n").Append(request.Query).Append('\n');
        foreach (string name in signedHeaders)
        {
            string value = name == "host" ? host : request.Header(name) ?? string.Empty;
            canonical.Append(name).Append(':').Append(value.Trim().ToLowerInvariant()).Append('\n');
        }

        return canonical.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(Digest.Sha256Hex(request.Body.Span)).ToString();
    }

    /// <summary>The string to sign.</summary>
    /// <param name="canonicalRequest">The canonical request.</param>
    /// <param name="timestamp">The timestamp, as sent.</param>
    /// <param name="date">The credential scope's date.</param>
    /// <param name="service">The credential scope's service.</param>
    public static string StringToSign(string canonicalRequest, string timestamp, string date, string service) =>
        $"{Algorithm}\n{timestamp}\n{date}/{service}/tc3_request\n{Digest.Sha256Hex(canonicalRequest)}";

    /// <summary>The signature.</summary>
    /// <param name="secret">The secret key.</param>
    /// <param name="stringToSign">The string to sign.</param>
    /// <param name="date">The credential scope's date.</param>
    /// <param name="service">The credential scope's service.</param>
    public static string Sign(string secret, string stringToSign, string date, string service)
    {
        byte[] dateKey = Digest.HmacSha256(Encoding.UTF8.GetBytes("TC3" + secret), date);
        byte[] serviceKey = Digest.HmacSha256(dateKey, service);
        byte[] signingKey = Digest.HmacSha256(serviceKey, "tc3_request");
        return Digest.HmacSha256Hex(signingKey, stringToSign);
    }

    /// <summary>Whether a request's signature is right.</summary>
    /// <param name="request">The request.</param>
    /// <param name="authorization">Its Authorization header.</param>
    /// <param name="secret">The secret key.</param>
    /// <param name="timestamp">The timestamp, as sent.</param>
    /// <param name="date">The credential scope's date.</param>
    /// <param name="service">The credential scope's service.</param>
    public static bool Verify(
        ApiRequest request, AuthorizationHeader authorization, string secret, string timestamp, string date, string service)
    {
        string[] signedHeaders = authorization.SignedHeaders;
        foreach (string host in HostNames.SignedForms(request.Host))
        {
            string stringToSign = StringToSign(CanonicalRequest(request, signedHeaders, host), timestamp, date, service);
            if (Digest.Matches(Sign(secret, stringToSign, date, service), authorization.Signature))
            {
                return true;
            }
        }

        return false;
    }
}
