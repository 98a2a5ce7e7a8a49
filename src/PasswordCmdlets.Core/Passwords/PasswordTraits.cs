using System;
using System.Collections.Generic;
using System.Globalization;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>What the rules need to know about a password; no part of it can be got back from here except its length.</summary>
internal readonly ref struct PasswordTraits
{
    private readonly ReadOnlySpan<char> _password;

    public PasswordTraits(ReadOnlySpan<char> password)
    {
        _password = password;
        Span<bool> asciiSeen = stackalloc bool[128];
        asciiSeen.Clear();
        HashSet<int>? otherSeen = null;

        for (int i = 0; i < password.Length; i++)
        {
            char c = password[i];
            Length++;
            if (c < 128)
            {
                if (char.IsControl(c))
                {
                    HasControlCharacters = true;
                }

                Classes |= ClassOf(c);
                HasSpace |= c == ' ';
                DistinctCharacters += asciiSeen[c] ? 0 : 1;
                asciiSeen[c] = true;
                continue;
            }

            HasNonAscii = true;
            int scalar = c;
            if (char.IsSurrogate(c))
            {
                if (i + 1 < password.Length && char.IsSurrogatePair(c, password[i + 1]))
                {
                    scalar = char.ConvertToUtf32(c, password[++i]);
                }
                else
                {
                    // Cannot be written as UTF-8, so cannot be sent.
                    HasControlCharacters = true;
                }
            }
            else if (char.GetUnicodeCategory(c) is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                HasControlCharacters = true;
            }

            DistinctCharacters += (otherSeen ??= []).Add(scalar) ? 1 : 0;
        }

        // The set holds characters of the password; it is the only copy, and emptied at once.
        otherSeen?.Clear();
    }

    /// <summary>Characters, a surrogate pair counting once.</summary>
    public int Length { get; }

    public int DistinctCharacters { get; }

    /// <summary>Every printable ASCII character that is neither letter, digit nor space counts as special here.</summary>
    public CharacterClasses Classes { get; }

    public bool HasControlCharacters { get; }

    public bool HasNonAscii { get; }

    public bool HasSpace { get; }

    public static CharacterClasses ClassOf(char c) => c switch
    {
        >= 'a' and <= 'z' => CharacterClasses.Lowercase,
        >= 'A' and <= 'Z' => CharacterClasses.Uppercase,
        >= '0' and <= '9' => CharacterClasses.Digit,
        > ' ' and < '\u007f' => CharacterClasses.Special,
        _ => CharacterClasses.None,
    };

    /// <summary>The classes as a rule counts them: only specials it lists are special, unless its list is advisory.</summary>
    public CharacterClasses ClassesFor(PublishedRule rule)
    {
        if (rule.AllowedSpecials is null || rule.SpecialsAreAdvisory)
        {
            return Classes;
        }

        CharacterClasses classes = Classes & ~CharacterClasses.Special;
        return _password.IndexOfAny(rule.AllowedSpecials.AsSpan()) >= 0 ? classes | CharacterClasses.Special : classes;
    }

    /// <summary>Whether a printable character occurs that the rule does not list.</summary>
    public bool HasCharactersOutside(string allowedSpecials)
    {
        if (HasNonAscii)
        {
            return true;
        }

        foreach (char c in _password)
        {
            bool mustBeListed = c == ' ' || ClassOf(c) == CharacterClasses.Special;
            if (mustBeListed && !allowedSpecials.Contains(c))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>See <see cref="PasswordValidationResult.EntropyBits"/>.</summary>
    public double EntropyBits()
    {
        if (Length == 0)
        {
            return 0;
        }

        int pool = ((Classes & CharacterClasses.Lowercase) != 0 ? 26 : 0)
            + ((Classes & CharacterClasses.Uppercase) != 0 ? 26 : 0)
            + ((Classes & CharacterClasses.Digit) != 0 ? 10 : 0)
            + ((Classes & CharacterClasses.Special) != 0 || HasSpace ? 33 : 0)
            + (HasNonAscii ? 128 : 0);
        pool = Math.Max(pool, DistinctCharacters);

        // Either count bounds the strength: all texts over the pool, or the choice of the characters times all texts over the chosen ones.
        double overPool = Length * Log2(pool);
        double overChosen = Length * Log2(DistinctCharacters);
        for (int i = 0; i < DistinctCharacters; i++)
        {
            overChosen += Log2((double)(pool - i) / (i + 1));
        }

        return Math.Min(overPool, overChosen);
    }

    private static double Log2(double value) => Math.Log(value) / Math.Log(2);
}
