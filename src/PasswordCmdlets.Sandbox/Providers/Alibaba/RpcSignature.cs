using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The RPC signature version 1.0 (help.aliyun.com/en/sdk/product-overview/rpc-mechanism).</summary>
internal static class RpcSignature
{
    /// <summary>The name of the scheme.</summary>
    public const string Algorithm = "HMAC-SHA1";

    /// <summary>The string to sign: over all parameters but the signature itself, whether they came in the query or in a form.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="parameters">The decoded parameters.</param>
    public static string StringToSign(string method, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        string canonical = FormEncoding.EncodeSorted(parameters.Where(pair => pair.Key != "Signature"));
        return $"{method}&%2F&{FormEncoding.Encode(canonical)}";
    }

    /// <summary>The signature.</summary>
    /// <param name="secret">The access key's secret.</param>
    /// <param name="stringToSign">The string to sign.</param>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The provider's scheme.")]
    public static string Sign(string secret, string stringToSign) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret + "&"), Encoding.UTF8.GetBytes(stringToSign)));
}
