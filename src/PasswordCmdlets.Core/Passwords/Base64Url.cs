using System;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>
/// Base64url (RFC 4648, section 5) between caller's buffers, for whole groups of three bytes: no padding, no strings left behind.
/// </summary>
internal static class Base64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        if (bytes.Length % 3 != 0 || text.Length != bytes.Length / 3 * 4)
        {
            throw new ArgumentException("Three bytes make four characters.", nameof(text));
        }

        for (int from = 0, to = 0; from < bytes.Length; from += 3, to += 4)
        {
            int group = (bytes[from] << 16) | (bytes[from + 1] << 8) | bytes[from + 2];
            text[to] = Alphabet[group >> 18];
            text[to + 1] = Alphabet[(group >> 12) & 63];
            text[to + 2] = Alphabet[(group >> 6) & 63];
            text[to + 3] = Alphabet[group & 63];
        }
    }

    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (bytes.Length % 3 != 0 || text.Length != bytes.Length / 3 * 4)
        {
            return false;
        }

        for (int from = 0, to = 0; from < text.Length; from += 4, to += 3)
        {
            int group = 0;
            for (int i = 0; i < 4; i++)
            {
                int value = Alphabet.IndexOf(text[from + i]);
                if (value < 0)
                {
                    return false;
                }

                group = (group << 6) | value;
            }

            bytes[to] = (byte)(group >> 16);
            bytes[to + 1] = (byte)(group >> 8);
            bytes[to + 2] = (byte)group;
        }

        return true;
    }
}
