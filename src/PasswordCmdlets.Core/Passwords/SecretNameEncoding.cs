using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Writes a target as a name that can be read back, so that no two targets have the same name.</summary>
/// <remarks>
/// <para>Letters and digits stand for themselves. One hyphen is a hyphen or the boundary of two parts; three are a hyphen and an escape.
/// <c>--</c> begins an
/// escape: <c>0</c> and two or <c>1</c> and four hexadecimal digits are any other UTF-16 code unit, <c>3</c> is a hyphen, <c>7</c> is a
/// value that is absent. Vaults do not tell case apart but logins do, so <c>--4</c> and hexadecimal digits after a text say which of its
/// letters are upper-case: one bit a letter, the first letter first, zeros at the end left out (<c>Bob--48</c>). Regions are lower-case
/// everywhere and written so.</para>
/// <para>Ordinary names are readable because the boundaries can be told from the usual shapes of ids (<c>i-...</c>, <c>ins-...</c>,
/// UUIDs, ids without a hyphen at the end). Where <see cref="Decode"/> would find other boundaries, the name is marked with <c>--9</c>
/// and every hyphen that is no boundary is escaped. What <see cref="Encode"/> writes, <see cref="Decode"/> reads: that is why names never
/// collide, and the tests prove just that.</para>
/// </remarks>
internal static class SecretNameEncoding
{
    private const string HexDigits = "0123456789abcdef";
    private const string EscapedHyphen = "--3";
    private const string CaseMark = "--4";
    private const string Absent = "--7";
    private const string Marker = "--9";
    private const string Global = "global";

    private static readonly int[] UuidLengths = [8, 4, 4, 4, 12];

    public static string Encode(SecretTarget target)
    {
        string head = CheckWord(target.Provider) + "-" + CheckWord(target.Resource) + "-";
        string[] parts = PartsOf(target);

        string readable = head + string.Join("-", parts.Select(EscapeValue));
        return Decode(readable) is { } found && found.SequenceEqual(parts)
            ? readable
            : head + Marker + "-" + string.Join("-", parts.Select(static part => Escape(part, keepsHyphens: false)));
    }

    /// <summary>The parts after provider and resource, or null when this is not a name of <see cref="Encode"/>.</summary>
    public static string[]? Decode(string name)
    {
        List<string>? segments = Segments(name.ToLowerInvariant());
        if (segments is null || segments.Count < 4)
        {
            return null;
        }

        OperationDescriptor? resource = ProviderCatalog.FindResource(segments[1]);
        segments.RemoveRange(0, 2);
        if (segments[0] == Marker)
        {
            segments.RemoveAt(0);
            return segments.Count is 2 or 3 ? [.. segments] : null;
        }

        (int start, int length) = resource?.TargetsUsers == true ? (1, 1) : FindId(segments, resource?.Ids.Prefix);
        string region = string.Join("-", segments.Take(start));
        string id = string.Join("-", segments.Skip(start).Take(length));
        string user = string.Join("-", segments.Skip(start + length));
        return segments.Count == start + length ? [region, id] : [region, id, user];
    }

    public static string RegionOf(SecretTarget target) => string.IsNullOrEmpty(target.Region) ? Global : target.Region!.ToLowerInvariant();

    public static string EscapeValue(string? value) => string.IsNullOrEmpty(value) ? Absent : Escape(value!, keepsHyphens: true);

    /// <summary>Text of a template.</summary>
    public static string EscapeLiteral(string text) => Escape(text, keepsHyphens: true, isLiteral: true);

    /// <summary>Provider and resource are our own words, which need no escape.</summary>
    public static string CheckWord(string word) =>
        word.Length > 0 && word.All(IsLetterOrDigit)
            ? word
            : throw new ArgumentException("A provider or resource has letters and digits only.", nameof(word));

    public static bool IsLetterOrDigit(char c) => (PasswordTraits.ClassOf(c) & (CharacterClasses.Letter | CharacterClasses.Digit)) != 0;

    private static string[] PartsOf(SecretTarget target)
    {
        string? id = string.IsNullOrEmpty(target.InstanceId) ? target.Account : target.InstanceId;
        if (string.IsNullOrEmpty(id))
        {
            throw new ArgumentException("A target has an instance id or an account.", nameof(target));
        }

        return string.IsNullOrEmpty(target.UserName) ? [RegionOf(target), id!] : [RegionOf(target), id!, target.UserName!];
    }

    private static (int Start, int Length) FindId(List<string> segments, string? prefix)
    {
        for (int start = 1; start < segments.Count; start++)
        {
            // The first two are recognised for every resource: names that are in vaults may not change.
            if ((segments[start] is "i" or "ins" || segments[start] == prefix) && start + 1 < segments.Count)
            {
                return (start, 2);
            }

            if (segments.Skip(start).Take(UuidLengths.Length).Select(static segment => segment.Length).SequenceEqual(UuidLengths))
            {
                return (start, UuidLengths.Length);
            }
        }

        return (segments.Count - 1, 1);
    }

    private static string Escape(string text, bool keepsHyphens, bool isLiteral = false)
    {
        StringBuilder escaped = new(text.Length);
        int segmentStart = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (IsLetterOrDigit(c))
            {
                escaped.Append(c);
            }
            else if (c != '-')
            {
                escaped.AppendFormat(CultureInfo.InvariantCulture, c < 256 ? "--0{0:x2}" : "--1{0:x4}", (int)c);
            }
            else if (keepsHyphens && (i == 0 || text[i - 1] != '-') && (isLiteral || (i > 0 && i < text.Length - 1)))
            {
                // A literal of a template may begin or end with a hyphen; a value may not, or its boundary would move.
                AppendCase(escaped, text, segmentStart, i, isLiteral);
                escaped.Append('-');
                segmentStart = i + 1;
            }
            else
            {
                escaped.Append(EscapedHyphen);
            }
        }

        AppendCase(escaped, text, segmentStart, text.Length, isLiteral);
        return escaped.ToString();
    }

    // The text of a template is the same for all targets, so its case carries nothing.
    private static void AppendCase(StringBuilder escaped, string text, int start, int end, bool isLiteral)
    {
        string part = text.Substring(start, end - start);
        string letters = new([.. part.Where(static c => (PasswordTraits.ClassOf(c) & CharacterClasses.Letter) != 0)]);
        int last = letters.Length - 1;
        while (last >= 0 && letters[last] >= 'a')
        {
            last--;
        }

        if (last < 0 || isLiteral)
        {
            return;
        }

        escaped.Append(CaseMark);
        for (int first = 0; first <= last; first += 4)
        {
            int bits = 0;
            for (int i = first; i < first + 4; i++)
            {
                bits = (bits << 1) | (i <= last && letters[i] < 'a' ? 1 : 0);
            }

            escaped.Append(HexDigits[bits]);
        }
    }

    // The decoded texts between boundaries, the marker standing for itself; null when an escape is malformed.
    private static List<string>? Segments(string name)
    {
        List<string> segments = [];
        StringBuilder segment = new();
        int position = 0;
        while (position < name.Length)
        {
            if (name[position] != '-')
            {
                segment.Append(name[position++]);
                continue;
            }

            int hyphens = 0;
            while (position < name.Length && name[position] == '-')
            {
                hyphens++;
                position++;
            }

            if (hyphens is 1 or 3)
            {
                segments.Add(segment.ToString());
                segment.Clear();
            }

            if (hyphens > 3 || position == name.Length || (hyphens > 1 && !ReadEscape(name, ref position, segment)))
            {
                return null;
            }
        }

        segments.Add(segment.ToString());
        return segments;
    }

    private static bool ReadEscape(string name, ref int position, StringBuilder segment)
    {
        switch (name[position++])
        {
            case '0':
                return ReadCodeUnit(name, ref position, segment, digits: 2);
            case '1':
                return ReadCodeUnit(name, ref position, segment, digits: 4);
            case '3':
                segment.Append('-');
                return true;
            case '4':
                return ReadCase(name, ref position, segment);
            case '9':
                segment.Append(Marker);
                return true;
            default:
                return false;
        }
    }

    private static bool ReadCodeUnit(string name, ref int position, StringBuilder segment, int digits)
    {
        int unit = 0;
        for (; digits > 0; digits--)
        {
            int digit = position < name.Length ? HexDigits.IndexOf(name[position++]) : -1;
            if (digit < 0)
            {
                return false;
            }

            unit = (unit * 16) + digit;
        }

        segment.Append((char)unit);
        return true;
    }

    private static bool ReadCase(string name, ref int position, StringBuilder segment)
    {
        int bits = 0;
        int bitsLeft = 0;
        for (int i = 0; i < segment.Length; i++)
        {
            if (segment[i] is not (>= 'a' and <= 'z'))
            {
                continue;
            }

            if (bitsLeft == 0)
            {
                if (position == name.Length || name[position] == '-')
                {
                    break;
                }

                bits = HexDigits.IndexOf(name[position++]);
                bitsLeft = 4;
                if (bits < 0)
                {
                    return false;
                }
            }

            bitsLeft--;
            if ((bits & (1 << bitsLeft)) != 0)
            {
                segment[i] = (char)(segment[i] - 'a' + 'A');
            }
        }

        return position == name.Length || name[position] == '-';
    }
}
