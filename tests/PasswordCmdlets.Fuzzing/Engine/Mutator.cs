using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>Changes an input at random. It inserts words of the seeds and texts that parsers often get wrong.</summary>
/// <param name="random">The random numbers, which the seed of the run determines.</param>
/// <param name="seeds">The seeds.</param>
internal sealed partial class Mutator(Random random, IReadOnlyList<byte[]> seeds)
{
    /// <summary>The longest input.</summary>
    public const int MaximumLength = 16 * 1024;

    private const int MostChanges = 6;
    private const int LongestPart = 64;
    private const int MostCopies = 200;

    private static readonly string[] Dictionary =
    [
        "0", "-1", "1", "1e999", "1E-400", "-0", "0.5", "2147483648", "9223372036854775808", "99999999999999999999999999", "null", "true",
        "false", "{}", "[]", "\"\"", "{", "}", "[", "]", "\"", "'", ":", ",", "=", "#", ";", "\n", "\r\n", "\r", "\t", " ", "\0", "\\",
        "\\u0000", "\\ud800", "\\udc00", "\\uD83D\\uDE00", "\\\"", "%00", "%2541", "&#65;", "&amp;", "\u00a0", "\u200b", "\u202e", "\u2028",
        "\ufeff", "\u0130", "\u00df", "\ud83d\ude00", "//", "/* */", "<!DOCTYPE a>", "<![CDATA[", "]]>", "<a>", "</a>", "##vso[",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "..", "../",
    ];

    private readonly byte[][] _words =
    [
        .. Dictionary.Select(Encoding.UTF8.GetBytes),
        .. seeds.SelectMany(static seed => Word().Matches(Encoding.UTF8.GetString(seed)).Select(static word => word.Value))
            .Distinct().Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>A changed copy of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="other">Another one, of which parts may be taken.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        for (int changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            Change(bytes, other);
        }

        return bytes.Count <= MaximumLength ? [.. bytes] : [.. bytes.Take(MaximumLength)];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = random.Next(bytes.Count + 1);
        int length = random.Next(Math.Min(LongestPart, bytes.Count - at) + 1);
        byte[] word = _words[random.Next(_words.Length)];
        switch (random.Next(10))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, word);
                break;
            case 5 or 6:
                ReplaceToken(bytes, at, word);
                break;
            case 7 when other.Length > 0:
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other.Skip(from).Take(random.Next(1, LongestPart)));
                break;
            case 8 when random.Next(8) == 0:
                byte[] part = length > 0 ? [.. bytes.GetRange(at, Math.Min(length, 16))] : word;
                bytes.InsertRange(at, Enumerable.Repeat(part, random.Next(2, MostCopies)).SelectMany(static copy => copy));
                break;
            case 9 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    private static void ReplaceToken(List<byte> bytes, int at, byte[] word)
    {
        int start = at;
        int end = at;
        while (start > 0 && IsPartOfToken(bytes[start - 1]))
        {
            start--;
        }

        while (end < bytes.Count && IsPartOfToken(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, word);
    }

    private static bool IsPartOfToken(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or (byte)'.';

    [GeneratedRegex(@"[\w.:/+-]{2,60}")]
    private static partial Regex Word();
}
