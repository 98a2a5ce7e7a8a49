using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>
/// Signature method ACS3-HMAC-SHA256 (https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature). Signs
/// every x-acs- header, Host, Content-Type and the body's hash.
/// </summary>
internal static class Acs3Signature
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    public static void Sign(RpcRequest request, CloudCredential credential, string timestamp, string nonce)
    {
        request.Parameters.WriteTo(request.Body);

        // A request without a body is sent without a Content-Type, so none is signed.
        request.ContentType = request.Body.Length == 0 ? null : RpcRequest.FormContentType;
        request.AddHeader("Accept", "application/json");
        request.AddHeader("x-acs-action", request.Contract.Action);
        request.AddHeader("x-acs-version", request.Contract.Version);
        request.AddHeader("x-acs-date", timestamp);
        request.AddHeader("x-acs-signature-nonce", nonce);
        request.AddHeader("x-acs-content-sha256", Signing.Sha256Hex(request.Body.WrittenSpan));
        if (credential.SecurityToken is { } token)
        {
            request.AddHeader("x-acs-security-token", token.Reveal(0, static (characters, _) => characters.ToString()));
        }

        request.AddHeader("Authorization", Authorization(request, credential));
    }

    public static string Authorization(WireRequest request, CloudCredential credential)
    {
        using SecretBuffer canonicalRequest = CanonicalRequest(request);
        using SecretBuffer stringToSign = StringToSign(canonicalRequest);
        string signature = Signing.Hex(Signing.HmacSha256(credential.Secret, string.Empty, stringToSign));

        // No blanks after the commas: the server splits at the comma alone.
        return $"{Algorithm} Credential={credential.AccessKeyId},SignedHeaders={SignedHeaders(SignedOf(request))},Signature={signature}";
    }

    public static SecretBuffer CanonicalRequest(WireRequest request)
    {
        List<KeyValuePair<string, string>> signed = SignedOf(request);
        string query = string.Join("&", request.Query
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => $"{PercentEncoding.Encode(pair.Key)}={PercentEncoding.Encode(pair.Value)}"));
        SecretBuffer text = new();
        Signing.Write(text, $"{request.Method.Method}\n{request.Path}\n{query}\n");
        foreach ((string name, string value) in signed)
        {
            Signing.Write(text, $"{name}:{value.Trim()}\n");
        }

        Signing.Write(text, $"\n{SignedHeaders(signed)}\n");
        Signing.WriteSha256Hex(request.Body.WrittenSpan, text);
        return text;
    }

    public static SecretBuffer StringToSign(SecretBuffer canonicalRequest) =>
        Signing.WithSha256Hex($"{Algorithm}\n", canonicalRequest.WrittenSpan);

    private static List<KeyValuePair<string, string>> SignedOf(WireRequest request)
    {
        List<KeyValuePair<string, string>> signed = [new("host", request.Host)];
        if (request.ContentType is { } contentType)
        {
            signed.Add(new("content-type", contentType));
        }

        foreach ((string name, string value) in request.Headers)
        {
            if (name.StartsWith("x-acs-", StringComparison.OrdinalIgnoreCase))
            {
                signed.Add(new(name.ToLowerInvariant(), value));
            }
        }

        signed.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return signed;
    }

    private static string SignedHeaders(List<KeyValuePair<string, string>> signed) =>
        string.Join(";", signed.Select(static pair => pair.Key));
}
