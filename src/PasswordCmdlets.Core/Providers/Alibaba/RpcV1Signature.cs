using System;
using System.Security.Cryptography;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>
/// RPC signature version 1.0, HMAC-SHA1 (https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism). The canonical
/// query and the form body are the same bytes: every parameter in order, percent-encoded. The signature is the last parameter.
/// </summary>
internal static class RpcV1Signature
{
    public static void Sign(RpcRequest request, CloudCredential credential, string timestamp, string nonce)
    {
        FormParameters parameters = request.Parameters;
        AddCommon(request, timestamp);
        parameters.Add("AccessKeyId", credential.AccessKeyId);
        parameters.Add("SignatureMethod", "HMAC-SHA1");
        parameters.Add("SignatureVersion", "1.0");
        parameters.Add("SignatureNonce", nonce);
        if (credential.SecurityToken is { } token)
        {
            parameters.Add("SecurityToken", token);
        }

        request.ContentType = RpcRequest.FormContentType;
        parameters.WriteTo(request.Body);
        string signature = SignatureOf(request.Method.Method, request.Body, credential.Secret);
        Signing.WriteUtf8($"&Signature={PercentEncoding.Encode(signature)}".AsSpan(), request.Body);
    }

    /// <summary>
    /// A request without a signature. The official SDKs send no access key and no nonce with it either
    /// (aliyun/credentials-go credentials/providers/oidc.go).
    /// </summary>
    public static void WriteAnonymous(RpcRequest request, string timestamp)
    {
        AddCommon(request, timestamp);
        request.ContentType = RpcRequest.FormContentType;
        request.Parameters.WriteTo(request.Body);
    }

    /// <summary>The signature of a canonical query.</summary>
    public static string SignatureOf(string method, SecretBuffer canonicalQuery, SecretText secret)
    {
        using SecretBuffer stringToSign = StringToSign(method, canonicalQuery);
        return secret.Reveal(stringToSign, static (characters, stringToSign) =>
        {
            using SecretBuffer key = new(256);
            Signing.WriteUtf8(characters, key);
            Signing.WriteUtf8("&".AsSpan(), key);
            return Convert.ToBase64String(Hash(key, stringToSign));
        });
    }

    /// <summary>What is hashed; it holds the password, encoded twice, and is cleared when disposed.</summary>
    public static SecretBuffer StringToSign(string method, SecretBuffer canonicalQuery)
    {
        SecretBuffer text = new(canonicalQuery.Length * 2);
        Signing.WriteUtf8(method.AsSpan(), text);
        Signing.WriteUtf8("&%2F&".AsSpan(), text);
        PercentEncoding.Encode(canonicalQuery.WrittenSpan, text);
        return text;
    }

    private static void AddCommon(RpcRequest request, string timestamp)
    {
        request.Parameters.Add("Action", request.Contract.Action);
        request.Parameters.Add("Version", request.Contract.Version);

        // XML unless asked for otherwise.
        request.Parameters.Add("Format", "JSON");
        request.Parameters.Add("Timestamp", timestamp);
    }

#pragma warning disable CA5350 // The scheme is HMAC-SHA1; as a message authentication code it is not broken.
    private static byte[] Hash(SecretBuffer key, SecretBuffer text) => HMACSHA1.HashData(key.WrittenSpan, text.WrittenSpan);
#pragma warning restore CA5350
}
