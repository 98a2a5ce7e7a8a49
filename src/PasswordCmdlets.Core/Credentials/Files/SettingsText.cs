using System;
using System.Text;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>
/// The bytes of a settings file as text: UTF-8, or UTF-16 with a byte order mark, which is what Windows PowerShell's <c>&gt;</c> writes.
/// </summary>
internal static class SettingsText
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding s_utf16 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding s_utf16BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>The characters, without a byte order mark, in a new buffer that the caller clears.</summary>
    public static char[] Decode(byte[] bytes)
    {
        (Encoding encoding, int mark) = EncodingOf(bytes);
        try
        {
            return encoding.GetChars(bytes, mark, bytes.Length - mark);
        }
        catch (DecoderFallbackException)
        {
            throw new SettingsFormatException("is not UTF-8 text", 1);
        }
    }

    /// <summary>Runs a parser over the file as UTF-8 without a byte order mark, and clears its copies.</summary>
    public static SettingsDocument ParseUtf8(byte[] bytes, Func<ReadOnlyMemory<byte>, SettingsDocument> parse)
    {
        (Encoding encoding, int mark) = EncodingOf(bytes);
        if (ReferenceEquals(encoding, s_utf8))
        {
            return parse(bytes.AsMemory(mark));
        }

        char[] text = Decode(bytes);
        byte[] utf8 = [];
        try
        {
            utf8 = s_utf8.GetBytes(text);
            return parse(utf8);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
            Array.Clear(utf8, 0, utf8.Length);
        }
    }

    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return (s_utf8, 3);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return (s_utf16, 2);
        }

        return bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? (s_utf16BigEndian, 2) : (s_utf8, 0);
    }
}
