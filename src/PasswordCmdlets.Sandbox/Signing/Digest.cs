using System;
using System.Security.Cryptography;
using System.Text;

namespace PasswordCmdlets.Sandbox.Signing;

/// <summary>Hashes and message authentication codes, in the notations the signatures use.</summary>
internal static class Digest
{
    /// <summary>SHA-256 as lower-case hexadecimal.</summary>
    /// <param name="data">The data.</param>
    public static string Sha256Hex(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>SHA-256 of a text's UTF-8 bytes, as lower-case hexadecimal.</summary>
    /// <param name="text">The text.</param>
    public static string Sha256Hex(string text) => Sha256Hex(Encoding.UTF8.GetBytes(text));

    /// <summary>HMAC-SHA256 of a text's UTF-8 bytes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="text">The text.</param>
    public static byte[] HmacSha256(ReadOnlySpan<byte> key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>HMAC-SHA256 of a text's UTF-8 bytes, as lower-case hexadecimal.</summary>
    /// <param name="key">The key.</param>
    /// <param name="text">The text.</param>
    public static string HmacSha256Hex(ReadOnlySpan<byte> key, string text) => Convert.ToHexStringLower(HmacSha256(key, text));

    /// <summary>Whether a signature is the expected one.</summary>
    /// <param name="expected">What the sandbox computed.</param>
    /// <param name="actual">What the client sent.</param>
    public static bool Matches(string expected, string? actual) =>
        actual is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));
}
