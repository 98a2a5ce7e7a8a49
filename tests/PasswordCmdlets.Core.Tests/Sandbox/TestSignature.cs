using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>The tests' own hashing and requests: neither the engine's nor the sandbox's.</summary>
internal static class TestSignature
{
    /// <summary>The content type that Tencent and Zenlayer sign.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    public static string Hash(byte[] data) => Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant();

    public static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    public static byte[] Hmac(byte[] key, string text)
    {
        using HMACSHA256 hmac = new(key);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(text));
    }

    public static string HmacHex(byte[] key, string text) => Convert.ToHexString(Hmac(key, text)).ToLowerInvariant();

    /// <summary>The canonical request of TC3 and ZC2.</summary>
    /// <param name="host">The host.</param>
    /// <param name="body">The body.</param>
    /// <param name="action">The action; null where it is not signed.</param>
    /// <param name="signed">The names of the signed headers.</param>
    public static string Canonical(string host, string body, string signed = "content-type;host", string? action = null)
    {
        string actionLine = action is null ? "" : $"x-tc-action:{action.ToLowerInvariant()}\n";
        return $"POST\n/\n\ncontent-type:{ContentType}\nhost:{host}\n{actionLine}\n{signed}\n{Hash(body)}";
    }

    /// <summary>A request with the headers that have a value.</summary>
    public static HttpRequestMessage Post(string path, string body, params (string Name, string? Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        foreach ((string name, string? value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }
}
