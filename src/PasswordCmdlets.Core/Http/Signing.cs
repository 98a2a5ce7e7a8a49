using System;
using System.Security.Cryptography;
using System.Text;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Http;

/// <summary>The hashing that all signature schemes share. Key material lives in buffers that are cleared at once.</summary>
internal static class Signing
{
    private const string HexDigits = "0123456789abcdef";

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string Sha256Hex(ReadOnlySpan<byte> data) => Hex(SHA256.HashData(data));

    /// <summary>Lower-case hexadecimal SHA-256 of UTF-8 text.</summary>
    public static string Sha256Hex(string text)
    {
        using SecretBuffer bytes = Utf8(text);
        return Sha256Hex(bytes.WrittenSpan);
    }

    /// <summary>HMAC-SHA256 of UTF-8 text.</summary>
    public static byte[] HmacSha256(ReadOnlySpan<byte> key, string text)
    {
        using SecretBuffer bytes = Utf8(text);
        return HMACSHA256.HashData(key, bytes.WrittenSpan);
    }

    /// <summary>HMAC-SHA256 keyed with a secret, after an optional fixed prefix.</summary>
    public static byte[] HmacSha256(SecretText secret, string keyPrefix, string text) => secret.Reveal(
        (keyPrefix, text),
        static (characters, state) =>
        {
            using SecretBuffer key = new(256);
            WriteUtf8(state.keyPrefix.AsSpan(), key);
            WriteUtf8(characters, key);
            return HmacSha256(key.WrittenSpan, state.text);
        });

    /// <summary>Appends characters as UTF-8.</summary>
    public static void WriteUtf8(ReadOnlySpan<char> characters, SecretBuffer destination)
    {
        Span<byte> span = destination.GetSpan(characters.Length * 3);
        destination.Advance(Encoding.UTF8.GetBytes(characters, span));
    }

    public static string Hex(ReadOnlySpan<byte> data)
    {
        Span<char> text = stackalloc char[data.Length * 2];
        for (int i = 0; i < data.Length; i++)
        {
            text[2 * i] = HexDigits[data[i] >> 4];
            text[(2 * i) + 1] = HexDigits[data[i] & 15];
        }

        return text.ToString();
    }

    private static SecretBuffer Utf8(string text)
    {
        SecretBuffer bytes = new(text.Length * 3);
        WriteUtf8(text.AsSpan(), bytes);
        return bytes;
    }
}
