using System;
using System.Runtime.CompilerServices;
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

    /// <summary>Appends the lower-case hexadecimal SHA-256 of bytes.</summary>
    public static void WriteSha256Hex(ReadOnlySpan<byte> data, SecretBuffer destination)
    {
#if NETFRAMEWORK
        byte[] hash = SHA256.HashData(data);
#else
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
#endif
        foreach (byte value in hash)
        {
            Span<byte> digits = destination.GetSpan(2);
            digits[0] = (byte)HexDigits[value >> 4];
            digits[1] = (byte)HexDigits[value & 15];
            destination.Advance(2);
        }
    }

    /// <summary>HMAC-SHA256 of UTF-8 text.</summary>
    public static byte[] HmacSha256(ReadOnlySpan<byte> key, string text)
    {
        using SecretBuffer bytes = Utf8(text);
        return HMACSHA256.HashData(key, bytes.WrittenSpan);
    }

    /// <summary>HMAC-SHA256 of UTF-8 text, keyed with a secret, after an optional fixed prefix.</summary>
    public static byte[] HmacSha256(SecretText secret, string keyPrefix, string text)
    {
        using SecretBuffer bytes = Utf8(text);
        return HmacSha256(secret, keyPrefix, bytes);
    }

    /// <summary>HMAC-SHA256 keyed with a secret, after an optional fixed prefix.</summary>
    public static byte[] HmacSha256(SecretText secret, string keyPrefix, SecretBuffer text) => secret.Reveal(
        (keyPrefix, text),
        static (characters, state) =>
        {
            using SecretBuffer key = new(256);
            WriteUtf8(state.keyPrefix.AsSpan(), key);
            WriteUtf8(characters, key);
            return HMACSHA256.HashData(key.WrittenSpan, state.text.WrittenSpan);
        });

    /// <summary>Appends an interpolated string as UTF-8, without making the string.</summary>
    public static void Write(SecretBuffer destination, [InterpolatedStringHandlerArgument(nameof(destination))] Utf8Text text)
    {
        // The parts of the text are written as it is passed.
        _ = destination;
        _ = text;
    }

    /// <summary>An interpolated string in UTF-8, followed by the lower-case hexadecimal SHA-256 of bytes.</summary>
    public static SecretBuffer WithSha256Hex(Utf8Text text, ReadOnlySpan<byte> hashed)
    {
        WriteSha256Hex(hashed, text.Destination);
        return text.Destination;
    }

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

    /// <summary>Writes the parts of an interpolated string into a buffer.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Utf8Text
    {
        private const int LikelyLength = 32;

        /// <param name="literalLength">How many characters are fixed.</param>
        /// <param name="formattedCount">How many parts are not.</param>
        public Utf8Text(int literalLength, int formattedCount)
            : this(literalLength, formattedCount, new SecretBuffer())
        {
        }

        /// <param name="literalLength">How many characters are fixed.</param>
        /// <param name="formattedCount">How many parts are not.</param>
        /// <param name="destination">The buffer, which grows once for the whole text.</param>
        public Utf8Text(int literalLength, int formattedCount, SecretBuffer destination)
        {
            Destination = destination;
            destination.GetSpan(literalLength + (formattedCount * LikelyLength));
        }

        public SecretBuffer Destination { get; }

        public void AppendLiteral(string text) => WriteUtf8(text.AsSpan(), Destination);

        public void AppendFormatted(string? text) => WriteUtf8(text.AsSpan(), Destination);
    }
}
