using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PasswordCmdlets.Sandbox.Signing;

/// <summary>
/// Decodes queries and forms, and encodes them again by RFC 3986. Signatures cover the canonical encoding, and clients send another one:
/// a plus for a space, or <c>! ' ( ) *</c> left raw.
/// </summary>
internal static class FormEncoding
{
    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>Decodes name-value pairs, in the order sent.</summary>
    /// <param name="text">The query, without the question mark, or a form body.</param>
    public static List<KeyValuePair<string, string>> Decode(string text)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (Range range in text.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = text.AsSpan(range);
            if (!pair.IsEmpty)
            {
                int equals = pair.IndexOf('=');
                pairs.Add(equals < 0
                    ? new(DecodeText(pair), string.Empty)
                    : new(DecodeText(pair[..equals]), DecodeText(pair[(equals + 1)..])));
            }
        }

        return pairs;
    }

    /// <summary>Encodes name-value pairs canonically: sorted by name and value, byte by byte.</summary>
    /// <param name="pairs">The pairs.</param>
    public static string EncodeSorted(IEnumerable<KeyValuePair<string, string>> pairs) => string.Join('&', pairs
        .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    /// <summary>Percent-encodes a text's UTF-8 bytes, all but the unreserved characters.</summary>
    /// <param name="text">The text.</param>
    public static string Encode(string text)
    {
        StringBuilder encoded = new(text.Length + 16);
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            char character = (char)octet;
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '~')
            {
                encoded.Append(character);
            }
            else
            {
                encoded.Append('%').Append(HexDigits[octet >> 4]).Append(HexDigits[octet & 15]);
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes a percent-encoded text in which a plus is a space.</summary>
    /// <param name="text">The text.</param>
    public static string DecodeText(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
        {
            return text.ToString();
        }

        return Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
    }
}
