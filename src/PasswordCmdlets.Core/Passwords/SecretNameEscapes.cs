using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Writes any text with letters, digits and hyphens, and reads it back.</summary>
/// <remarks>
/// Letters and digits stand for themselves. One hyphen is a hyphen or the boundary of two parts; three are a hyphen and an escape.
/// <c>--</c> begins an escape: <c>0</c> and two or <c>1</c> and four hexadecimal digits are any other UTF-16 code unit, <c>3</c> is a
/// hyphen, <c>7</c> is a value that is absent, <c>9</c> a boundary. Names of entries ignore case but logins do not, so <c>--4</c> and
/// hexadecimal digits after a text say which of its letters are upper-case: one bit a letter, the first letter first, zeros at the end left
/// out (<c>Bob--48</c>).
/// </remarks>
internal static class SecretNameEscapes
{
    /// <summary>A boundary of two parts where a hyphen alone would be read otherwise.</summary>
    public const string Boundary = "--9";

    private const string HexDigits = "0123456789abcdef";
    private const string EscapedHyphen = "--3";
    private const string CaseMark = "--4";
    private const string Absent = "--7";

    /// <summary>A value of a target; an absent one has a form of its own.</summary>
    public static string EscapeValue(string? value) => string.IsNullOrEmpty(value) ? Absent : Escape(value!, isLiteral: false);

    /// <summary>Text of a template.</summary>
    public static string EscapeLiteral(string text) => Escape(text, isLiteral: true);

    /// <summary>Whether a character stands for itself.</summary>
    public static bool IsLetterOrDigit(char c) => (PasswordTraits.ClassOf(c) & (CharacterClasses.Letter | CharacterClasses.Digit)) != 0;

    private static string Escape(string text, bool isLiteral)
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
            else if ((i == 0 || text[i - 1] != '-') && (isLiteral || (i > 0 && i < text.Length - 1)))
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

    /// <summary>The decoded texts between hyphens, in the parts between marked boundaries; none when an escape is malformed.</summary>
    public static List<List<string>> Segments(string name)
    {
        List<List<string>> parts = [[]];
        StringBuilder segment = new();
        int position = 0;
        while (position < name.Length)
        {
            if (name[position] != '-')
            {
                segment.Append(name[position++]);
                continue;
            }

            if (StartsAt(name, position, Boundary))
            {
                position += Boundary.Length;
                EndSegment();
                parts.Add([]);
                continue;
            }

            int hyphens = 0;
            while (position < name.Length && name[position] == '-' && !StartsAt(name, position, Boundary))
            {
                hyphens++;
                position++;
            }

            if (hyphens is 1 or 3)
            {
                EndSegment();
            }

            if (hyphens > 3 || position == name.Length || (hyphens > 1 && !ReadEscape(name, ref position, segment)))
            {
                return [];
            }
        }

        EndSegment();
        return parts;

        void EndSegment()
        {
            parts[parts.Count - 1].Add(segment.ToString());
            segment.Clear();
        }
    }

    private static bool StartsAt(string name, int position, string text) =>
        string.CompareOrdinal(name, position, text, 0, text.Length) == 0;

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
