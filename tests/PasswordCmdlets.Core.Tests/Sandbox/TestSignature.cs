using System;
using System.Security.Cryptography;
using System.Text;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>The tests' own hashing: neither the engine's nor the sandbox's.</summary>
internal static class TestSignature
{
    public static string Hash(byte[] data) => Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant();

    public static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    public static byte[] Hmac(byte[] key, string text)
    {
        using HMACSHA256 hmac = new(key);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(text));
    }

    public static string HmacHex(byte[] key, string text) => Convert.ToHexString(Hmac(key, text)).ToLowerInvariant();
}
