using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// Finds a secret whose characters are written as they are, percent-encoded, escaped with backslashes (JSON, shells) or as HTML entities; each
/// in a notation of its own if need be, in whichever case, and encoded more than once.
/// </summary>
internal static class EscapedText
{
    private const char Replacement = '\ufffd';
    private const int MostLayers = 3;
    private const int MostBackslashes = 8;

    private static readonly (string Name, int Character)[] Entities = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u00a0'), ("plus", '+'), ("percnt", '%')];

    /// <summary>Marks every character of the text that belongs to the secret.</summary>
    /// <returns>Whether there is any.</returns>
    public static bool Mark(ReadOnlySpan<char> text, ReadOnlySpan<char> secret, Span<bool> shown)
    {
        int first = ReadCharacter(secret, 0, out _);
        Candidates? candidates = null;
        bool any = false;
        for (int start = 0; start < text.Length; start++)
        {
            // Nearly every character ends here.
            if (text[start] is '%' or '\\' or '&' or '+' || Same(text[start], first) || char.IsSurrogate(text[start]))
            {
                int end = EndOf(text, start, secret, candidates ??= new Candidates());
                if (end > start)
                {
                    shown.Slice(start, end - start).Fill(true);
                    any = true;
                    start = end - 1;
                }
            }
        }

        return any;
    }

    /// <summary>Reads one character that is written in a notation; the length is 0 where there is none.</summary>
    public static int ReadEscape(ReadOnlySpan<char> text, int at, out int length)
    {
        int character = text[at] switch
        {
            '%' => ReadPercent(text, at, 0, out length),
            '\\' => ReadBackslashes(text, at, out length),
            '&' => ReadEntity(text, at, 0, out length),
            _ => Nothing(out length),
        };
        return character;
    }

    // Where the longest reading of the secret that starts here ends; -1 when it does not start here. A character may be read in several ways
    // (is %25 a percent sign, or a percent sign, a two and a five?), so all that are possible so far are followed side by side.
    private static int EndOf(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> secret, Candidates candidates)
    {
        candidates.Reset(start);
        int read;
        for (int at = 0; at < secret.Length; at += read)
        {
            int wanted = ReadCharacter(secret, at, out read);
            foreach (int from in candidates.Current)
            {
                AddEnds(text, from, wanted, candidates.Next);

                // What cannot be seen may stand between two characters: a line break that wraps a text, say.
                for (int skipped = from; at > 0 && skipped < text.Length && UnsafeCharacters.Contains(text[skipped]); skipped++)
                {
                    AddEnds(text, skipped + 1, wanted, candidates.Next);
                }
            }

            if (!candidates.Advance())
            {
                return -1;
            }
        }

        int longest = -1;
        foreach (int end in candidates.Current)
        {
            longest = Math.Max(longest, end);
        }

        return longest;
    }

    // The positions after one character of the secret, for each way to read it here.
    private static void AddEnds(ReadOnlySpan<char> text, int from, int wanted, List<int> ends)
    {
        if (from >= text.Length)
        {
            return;
        }

        if (Same(ReadCharacter(text, from, out int length), wanted) || (text[from] == '+' && wanted == ' '))
        {
            ends.Add(from + length);
        }

        switch (text[from])
        {
            case '%':
                for (int layer = 0; layer < MostLayers; layer++)
                {
                    // A plus sign in a form is a blank.
                    int decoded = ReadPercent(text, from, layer, out length);
                    AddIf(length > 0 && (Same(decoded, wanted) || (decoded == '+' && wanted == ' ')), from + length, ends);
                }

                break;
            case '\\':
                int escaped = ReadBackslashes(text, from, out length);
                AddIf(length > 0 && Same(escaped, wanted), from + length, ends);
                for (int backslashes = 2; wanted == '\\' && backslashes <= MostBackslashes; backslashes += backslashes)
                {
                    AddIf(CountBackslashes(text, from) >= backslashes, from + backslashes, ends);
                }

                break;
            case '&':
                for (int layer = 0; layer < MostLayers; layer++)
                {
                    int named = ReadEntity(text, from, layer, out length);
                    AddIf(length > 0 && Same(named, wanted), from + length, ends);
                }

                break;
        }
    }

    private static void AddIf(bool matches, int end, List<int> ends)
    {
        if (matches)
        {
            ends.Add(end);
        }
    }

    // %41; %2541 and %252541 when the percent sign was encoded again. UTF-8, so up to four bytes make one character.
    private static int ReadPercent(ReadOnlySpan<char> text, int at, int layers, out int length)
    {
        length = 0;
        int next = at;
        int first = ReadPercentByte(text, ref next, layers);
        int following = first switch
        {
            < 0 => -1,
            < 0x80 => 0,
            >= 0xc2 and < 0xe0 => 1,
            >= 0xe0 and < 0xf0 => 2,
            >= 0xf0 and < 0xf5 => 3,
            _ => -1,
        };
        if (following < 0)
        {
            return -1;
        }

        int character = following == 0 ? first : first & (0x3f >> following);
        for (int i = 0; i < following; i++)
        {
            int continuation = ReadPercentByte(text, ref next, layers);
            if (continuation is < 0x80 or > 0xbf)
            {
                return -1;
            }

            character = (character << 6) | (continuation & 0x3f);
        }

        length = next - at;
        return character;
    }

    private static int ReadPercentByte(ReadOnlySpan<char> text, ref int at, int layers)
    {
        int digits = at + 1 + (2 * layers);
        if (at >= text.Length || text[at] != '%' || digits + 2 > text.Length)
        {
            return -1;
        }

        for (int i = at + 1; i < digits; i += 2)
        {
            if (text[i] != '2' || text[i + 1] != '5')
            {
                return -1;
            }
        }

        at = digits + 2;
        return ReadHex(text.Slice(digits, 2));
    }

    // \n, \", \u0022, \x22; with more backslashes when the text was escaped again.
    private static int ReadBackslashes(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 0;
        int next = at + CountBackslashes(text, at);
        if (next >= text.Length)
        {
            return -1;
        }

        char letter = text[next++];
        if (letter is 'u' or 'U' or 'x' or 'X')
        {
            int digits = letter is 'u' or 'U' ? 4 : 2;
            int unit = next + digits > text.Length ? -1 : ReadHex(text.Slice(next, digits));
            if (unit < 0)
            {
                return -1;
            }

            length = next + digits - at;
            return char.IsHighSurrogate((char)unit) ? ReadLowSurrogate(text, at, unit, ref length) : unit;
        }

        length = next - at;
        return letter switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            '0' => '\0',
            'e' => '\u001b',
            _ when char.IsLetterOrDigit(letter) => Nothing(out length),
            _ => letter,
        };
    }

    private static int ReadLowSurrogate(ReadOnlySpan<char> text, int at, int high, ref int length)
    {
        int next = at + length;
        int digits = next + CountBackslashes(text, next) + 1;
        bool follows = digits > next + 1 && digits + 4 <= text.Length && (text[digits - 1] is 'u' or 'U');
        int low = follows ? ReadHex(text.Slice(digits, 4)) : -1;
        if (low is < 0xdc00 or > 0xdfff)
        {
            return high;
        }

        length = digits + 4 - at;
        return char.ConvertToUtf32((char)high, (char)low);
    }

    private static int CountBackslashes(ReadOnlySpan<char> text, int at)
    {
        int count = 0;
        while (count < MostBackslashes && at + count < text.Length && text[at + count] == '\\')
        {
            count++;
        }

        return count;
    }

    // &lt; &#60; &#x3c;, and &amp;lt; when the ampersand was encoded again.
    private static int ReadEntity(ReadOnlySpan<char> text, int at, int layers, out int length)
    {
        length = 0;
        int next = at + 1;
        for (int layer = 0; layer < layers; layer++, next += 4)
        {
            if (!StartsWith(text, next, "amp;"))
            {
                return -1;
            }
        }

        ReadOnlySpan<char> rest = text.Slice(Math.Min(next, text.Length));
        int end = rest.Slice(0, Math.Min(rest.Length, 10)).IndexOf(';');
        if (end < 2)
        {
            return -1;
        }

        ReadOnlySpan<char> name = rest.Slice(0, end);
        int character = name[0] == '#' ? ReadNumber(name.Slice(1)) : CharacterNamed(name);
        length = character < 0 ? 0 : next + end + 1 - at;
        return character;
    }

    private static int CharacterNamed(ReadOnlySpan<char> name)
    {
        foreach ((string known, int character) in Entities)
        {
            if (name.Equals(known.AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                return character;
            }
        }

        return -1;
    }

    private static int ReadNumber(ReadOnlySpan<char> digits)
    {
        if (digits[0] is 'x' or 'X')
        {
            return ReadHex(digits.Slice(1));
        }

        int number = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '9')
            {
                return -1;
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    private static int ReadHex(ReadOnlySpan<char> digits)
    {
        int number = digits.IsEmpty ? -1 : 0;
        foreach (char digit in digits)
        {
            int value = HexDigit.Value(digit);
            if (value < 0)
            {
                return -1;
            }

            number = (number << 4) | value;
        }

        return number;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, int at, string start) =>
        at + start.Length <= text.Length && text.Slice(at, start.Length).Equals(start.AsSpan(), StringComparison.OrdinalIgnoreCase);

    // A surrogate pair is one character, as it is in every encoding.
    private static int ReadCharacter(ReadOnlySpan<char> text, int at, out int length)
    {
        bool pair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
        length = pair ? 2 : 1;
        return pair ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
    }

    private static bool Same(int seen, int wanted)
    {
        if (seen == wanted)
        {
            return true;
        }

        if (seen is < 0 or > char.MaxValue || wanted > char.MaxValue)
        {
            return false;
        }

        char left = (char)seen;
        char right = (char)wanted;
        return char.ToUpperInvariant(left) == char.ToUpperInvariant(right)
            || (IsBlank(left) && IsBlank(right))
            || (left == Replacement && char.IsSurrogate(right));
    }

    // Whatever cannot be seen is shown as a blank.
    private static bool IsBlank(char character) => character is ' ' or '\u00a0' || UnsafeCharacters.Contains(character);

    private static int Nothing(out int length)
    {
        length = 0;
        return -1;
    }

    // The ends of the readings so far, each once.
    private sealed class Candidates
    {
        // More come up only where a text of nothing but backslashes, say, is held against a secret like it. The shortest readings and the longest stay.
        private const int Most = 64;

        public List<int> Current { get; private set; } = [];

        public List<int> Next { get; private set; } = [];

        public void Reset(int start)
        {
            Current.Clear();
            Next.Clear();
            Current.Add(start);
        }

        public bool Advance()
        {
            (Current, Next) = (Next, Current);
            Next.Clear();
            if (Current.Count > 1)
            {
                Current.Sort();
                int kept = 1;
                for (int i = 1; i < Current.Count; i++)
                {
                    if (Current[i] != Current[kept - 1])
                    {
                        Current[kept++] = Current[i];
                    }
                }

                Current.RemoveRange(kept, Current.Count - kept);
                if (kept > Most)
                {
                    Current.RemoveRange(Most / 2, kept - Most);
                }
            }

            return Current.Count > 0;
        }
    }
}
