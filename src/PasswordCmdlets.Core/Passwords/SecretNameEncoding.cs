using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Writes a target as a name that can be read back, so that no two targets have the same name.</summary>
/// <remarks>
/// <para>Letters and digits stand for themselves. One hyphen is a hyphen or the boundary of two parts; three are a hyphen and an escape.
/// <c>--</c> begins an
/// escape: <c>0</c> and two or <c>1</c> and four hexadecimal digits are any other UTF-16 code unit, <c>3</c> is a hyphen, <c>7</c> is a
/// value that is absent. Names of entries ignore case but logins do not, so <c>--4</c> and hexadecimal digits after a text say which of its
/// letters are upper-case: one bit a letter, the first letter first, zeros at the end left out (<c>Bob--48</c>). Regions are lower-case
/// everywhere and written so.</para>
/// <para>Ordinary names are readable because the id is recognized by the form of the resource's ids. Where <see cref="Decode"/> would find
/// other boundaries, each is written as <c>--9</c>. What <see cref="Encode"/> writes, <see cref="Decode"/> reads: that is why names never
/// collide, and the tests prove just that.</para>
/// </remarks>
internal static class SecretNameEncoding
{
    private const string HexDigits = "0123456789abcdef";
    private const string EscapedHyphen = "--3";
    private const string CaseMark = "--4";
    private const string Absent = "--7";
    private const string Boundary = "--9";
    private const string Global = "global";

    // After provider, resource and at least one segment of the region.
    private const int FirstOfId = 3;

    public static string Encode(SecretTarget target)
    {
        string head = CheckWord(target.Provider) + "-" + CheckWord(target.Resource);
        string[] parts = PartsOf(target);
        string[] written = [.. parts.Select(EscapeValue)];

        string readable = head + "-" + string.Join("-", written);
        return Decode(readable) is { } found && found.Skip(2).SequenceEqual(parts)
            ? readable
            : head + Boundary + string.Join(Boundary, written);
    }

    /// <summary>The target of a name; null when <see cref="Encode"/> writes none such for a target of the catalog.</summary>
    public static SecretTarget? Read(string name)
    {
        if (Decode(name) is not { } parts
            || ProviderCatalog.Find(parts[0]) is not { } provider
            || ProviderCatalog.FindResource(parts[1]) is not { } resource
            || !provider.Operations.Any(operation => operation.Resource == resource.Resource)
            || parts[3].Length == 0)
        {
            return null;
        }

        return new SecretTarget
        {
            Provider = provider.Name,
            Resource = resource.Resource,
            Region = parts[2] == Global ? null : parts[2],
            InstanceId = resource.TargetsUsers ? null : parts[3],
            Account = resource.TargetsUsers ? parts[3] : null,
            UserName = parts.Length > 4 ? parts[4] : null,
        };
    }

    /// <summary>
    /// Provider, resource, region, id and, where there is one, user; null when this is not a name of <see cref="Encode"/>.
    /// </summary>
    public static string[]? Decode(string name)
    {
        List<List<string>> parts = Segments(name.ToLowerInvariant());
        if (parts.Count > 1)
        {
            return parts.Count is 3 or 4 && parts[0].Count == 2
                ? [.. parts[0], .. parts.Skip(1).Select(static part => string.Join("-", part))]
                : null;
        }

        if (parts.Count == 0 || parts[0].Count < 4)
        {
            return null;
        }

        List<string> segments = parts[0];
        OperationDescriptor? resource = ProviderCatalog.FindResource(segments[1]);
        (int start, int length) = resource?.TargetsUsers == true ? (3, 1) : FindId(segments, resource?.Ids);
        string region = Joined(2, start);
        string id = Joined(start, start + length);
        string[] found = [segments[0], segments[1], region, id];
        return segments.Count == start + length ? found : [.. found, Joined(start + length, segments.Count)];

        string Joined(int from, int to) => string.Join("-", segments.Skip(from).Take(to - from));
    }

    public static string RegionOf(SecretTarget target) => string.IsNullOrEmpty(target.Region) ? Global : target.Region!.ToLowerInvariant();

    public static string EscapeValue(string? value) => string.IsNullOrEmpty(value) ? Absent : Escape(value!, isLiteral: false);

    /// <summary>Text of a template.</summary>
    public static string EscapeLiteral(string text) => Escape(text, isLiteral: true);

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

    // The longest text that has the form of the resource's ids; the last segment where none has.
    private static (int Start, int Length) FindId(List<string> segments, TargetIdRule? ids)
    {
        (int Start, int Length) id = (segments.Count - 1, 1);
        int longest = 0;
        for (int start = FirstOfId; ids is not null && start + ids.Segments <= segments.Count; start++)
        {
            string text = string.Join("-", segments.Skip(start).Take(ids.Segments));
            if (text.Length > longest && ids.IsValid(text))
            {
                longest = text.Length;
                id = (start, ids.Segments);
            }
        }

        return id;
    }

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

    // The decoded texts between hyphens, in the parts between boundaries that are marked; none when an escape is malformed.
    private static List<List<string>> Segments(string name)
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
