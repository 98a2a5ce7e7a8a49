using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// Finds a secret whose bytes, in UTF-8 or UTF-16, are written in Base64 (either alphabet) or in hexadecimal digits, also as a part of something longer.
/// </summary>
internal static class BinaryText
{
    private const int BitsOfBase64 = 6;
    private const int BitsOfHex = 4;

    // More digits than any notation of one character is long.
    private const int LongestEscape = 16;

    // Stands between digits and is none.
    private const int Separator = 64;

    /// <summary>Marks every word of the text that holds the secret.</summary>
    /// <returns>Whether there is any.</returns>
    public static bool Mark(ReadOnlySpan<char> text, ReadOnlySpan<char> secret, Span<bool> shown)
    {
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(secret.Length));
        byte[] digits = ArrayPool<byte>.Shared.Rent(text.Length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            Secret wanted = new(utf8.AsSpan(0, Encoding.UTF8.GetBytes(secret, utf8)), MemoryMarshal.AsBytes(secret));
            bool base64 = MarkWords(text, wanted, BitsOfBase64, digits, bytes, shown);
            return MarkWords(text, wanted, BitsOfHex, digits, bytes, shown) | base64;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8, clearArray: true);
            ArrayPool<byte>.Shared.Return(digits, clearArray: true);
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static bool MarkWords(ReadOnlySpan<char> text, Secret wanted, int bits, byte[] digits, byte[] bytes, Span<bool> shown)
    {
        bool any = false;
        for (int at = 0; at < text.Length; at++)
        {
            any |= MarkWord(text, ref at, text.Length, wanted, bits, digits, bytes, shown);
        }

        // What looks like an escaped digit may be a sign with a word behind it: is \x2d a hyphen, or a backslash and the digits x, 2 and d?
        int longest = (wanted.LongestLength * 8 / bits) + LongestEscape;
        for (int sign = 0; bits == BitsOfBase64 && sign < text.Length; sign++)
        {
            if (text[sign] is '%' or '\\' or '&' && ReadDigit(text, sign, bits, out _) >= 0)
            {
                int at = sign + 1;
                any |= MarkWord(text, ref at, longest, wanted, bits, digits, bytes, shown);
            }
        }

        return any;
    }

    // Reads on to the end of the word, or so many digits of it.
    private static bool MarkWord(ReadOnlySpan<char> text, ref int at, int longest, Secret wanted, int bits, byte[] digits, byte[] bytes, Span<bool> shown)
    {
        int start = at;
        int end = at;
        int count = 0;
        for (int length; at < text.Length && count < longest && ReadDigit(text, at, bits, out length) is >= 0 and int digit; at += length)
        {
            if (digit != Separator)
            {
                digits[count++] = (byte)digit;
                end = at + length;
            }
            else if (count == 0)
            {
                start = at + length;
            }
        }

        if (count * bits < wanted.ShortestLength * 8 || !Holds(digits.AsSpan(0, count), bits, bytes, wanted))
        {
            return false;
        }

        while (end < text.Length && text[end] == '=')
        {
            end++;
        }

        shown.Slice(start, end - start).Fill(true);
        return true;
    }

    private static int ReadDigit(ReadOnlySpan<char> text, int at, int bits, out int length)
    {
        length = 1;
        char character = text[at];
        if (UnsafeCharacters.Contains(character))
        {
            // A wrapped line.
            return Separator;
        }

        if (bits == BitsOfHex)
        {
            return character is '-' or ':' or ' ' ? Separator : HexDigit.Value(character);
        }

        // The characters of Base64 that URLs, JSON and HTML encode.
        if (EscapedText.ReadEscape(text, at, out int escaped) is (>= 0 and <= 'z') and int decoded && escaped > 0)
        {
            length = escaped;
            character = (char)decoded;
            if (UnsafeCharacters.Contains(character))
            {
                return Separator;
            }
        }

        return character switch
        {
            >= 'A' and <= 'Z' => character - 'A',
            >= 'a' and <= 'z' => character - 'a' + 26,
            >= '0' and <= '9' => character - '0' + 52,
            '+' or '-' => 62,
            '/' or '_' => 63,
            _ => -1,
        };
    }

    // Nobody knows where the first byte begins, so all beginnings are tried.
    private static bool Holds(ReadOnlySpan<byte> digits, int bits, byte[] bytes, Secret wanted)
    {
        for (int shift = 0; shift < 8 / (bits == BitsOfHex ? BitsOfHex : 2); shift++)
        {
            int written = 0;
            int group = 0;
            int pending = 0;
            foreach (byte digit in digits.Slice(Math.Min(shift, digits.Length)))
            {
                group = (group << bits) | digit;
                pending += bits;
                if (pending >= 8)
                {
                    pending -= 8;
                    bytes[written++] = (byte)(group >> pending);
                    group &= (1 << pending) - 1;
                }
            }

            ReadOnlySpan<byte> decoded = bytes.AsSpan(0, written);
            if (decoded.IndexOf(wanted.Utf8) >= 0 || decoded.IndexOf(wanted.Utf16) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private readonly ref struct Secret(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> utf16)
    {
        public ReadOnlySpan<byte> Utf8 { get; } = utf8;

        public ReadOnlySpan<byte> Utf16 { get; } = utf16;

        public int ShortestLength => Math.Min(Utf8.Length, Utf16.Length);

        public int LongestLength => Math.Max(Utf8.Length, Utf16.Length);
    }
}
