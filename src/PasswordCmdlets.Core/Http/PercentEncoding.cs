using System;
using System.Text;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// RFC 3986 percent-encoding over UTF-8 with nothing but the unreserved characters left as they are. Written here because
/// <see cref="Uri.EscapeDataString(string)"/> leaves <c>! ' ( ) *</c> alone on some .NET Framework hosts, and every signature counts each
/// byte.
/// </summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";

    public static string Encode(string text)
    {
        StringBuilder encoded = new(text.Length + 16);
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (IsUnreserved(value))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append(Hex[value >> 4]).Append(Hex[value & 15]);
            }
        }

        return encoded.ToString();
    }

    /// <summary>Encodes bytes into a cleared-after-use buffer, for values that must not become a string.</summary>
    public static void Encode(ReadOnlySpan<byte> utf8, SecretBuffer destination)
    {
        Span<byte> span = destination.GetSpan(utf8.Length * 3);
        int written = 0;
        foreach (byte value in utf8)
        {
            if (IsUnreserved(value))
            {
                span[written++] = value;
            }
            else
            {
                span[written++] = (byte)'%';
                span[written++] = (byte)Hex[value >> 4];
                span[written++] = (byte)Hex[value & 15];
            }
        }

        destination.Advance(written);
    }

    private static bool IsUnreserved(byte value) =>
        value is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9')
            or (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~';
}
