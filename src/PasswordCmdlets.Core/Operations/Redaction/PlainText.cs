using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Core.Operations.Redaction;

/// <summary>Distinguishes plain words from encoded characters, without decoding any.</summary>
internal static class PlainText
{
    // Six characters hold four in Base64, three in Base32 and in hexadecimal digits, two as decimal or octal codes.
    private const int LongestOddRun = 5;
    private const int MostOddWords = 5;

    // The letters that follow A, B, C… in 99 of 100 letter pairs of the providers' documentation and of this repository.
    private static readonly string[] Following = ("bcdefgiklmnprstuvwxy abdeijlmorsuy acehiklmorstuvy acdegilmoprsuvwy "
        + "abcdefghijklmnopqrstuvwxy aefilortuy aehilnorsuw aeimortuy abcdefgklmnoprstvxz eiosu einos adefiklopstuy abdefilmopsuy "
        + "acdefgiklnoprstuvxy abcdefgijklmnoprstuvwxz aehiloprstuy u abcdefgiklmnorstuvy acehiklnopqstuwy acdefhiloprstuwy "
        + "abcdefgilmnoprstxz aeimno aehinors aceipty aenopstuy aehouz").Split(' ');

    // An IP address, a time, or a UUID, whose seventeenth digit (RFC 9562, variant) begins a byte that is no ASCII character.
    private static readonly Regex Forms = new(
        @"(?<![\w.-])(?:(?:\d{1,3}\.){3}\d{1,3}|20\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d:[0-5]\dZ?"
        + @"|[\da-fA-F]{8}(?:-[\da-fA-F]{4}){2}-[89abAB][\da-fA-F]{3}-[\da-fA-F]{12})(?![\w-]|\.\w)");

    // An entity, a word, or a sign that can be seen and does not usually stand between words.
    private static readonly Regex Parts = new(@"&(?:amp;)*#?\w{1,8};|[A-Za-z0-9]+|[^\sA-Za-z0-9,.:;/'""()\p{Cc}\p{Cf}\p{Cs}\p{Cn}-]");

    /// <summary>Whether few words of a text, and no long run of them, have letters that follow each other as in no English word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The names that the request specified. They may be like that, and so may one of the forms, not two.</param>
    public static bool Is(string text, IReadOnlyList<string> names)
    {
        (int run, int oddWords) = (0, 0);
        foreach (Match part in Parts.Matches(names.Aggregate(Forms.Replace(text, " 000 "), Without)))
        {
            // Letters beyond ASCII are language in a script without cases; others may be confused with letters of another alphabet.
            char first = part.Value[0];
            bool isWord = first <= '~' && char.IsLetterOrDigit(first);
            bool isLanguage = isWord ? IsEnglish(part.Value) : char.GetUnicodeCategory(first) == UnicodeCategory.OtherLetter;
            run = isLanguage ? 0 : run + (first == '&' ? Math.Min(part.Length, 3) : part.Length);
            oddWords += isWord && !isLanguage ? 1 : 0;
            if (run > LongestOddRun || oddWords > MostOddWords || (first > '~' && !isLanguage && !char.IsPunctuation(first)))
            {
                return false;
            }
        }

        return true;
    }

    // At most a fifth of its letter pairs are rare. A digit, or a capital letter after a small one, makes a rare pair.
    private static bool IsEnglish(string word)
    {
        int rare = word is { Length: 1 } and not ("a" or "A" or "I") ? 1 : 0;
        for (int i = 1; i < word.Length; i++)
        {
            bool isUsual = char.IsLetter(word[i - 1]) && Following[(word[i - 1] | 0x20) - 'a'].Contains((char)(word[i] | 0x20));
            rare += isUsual && !(char.IsLower(word[i - 1]) && char.IsUpper(word[i])) ? 0 : 1;
        }

        return rare * 5 <= word.Length - 1;
    }

    private static string Without(string text, string name) => text.Contains(name, StringComparison.OrdinalIgnoreCase)
        ? Regex.Replace(text, $"(?<![A-Za-z0-9]){Regex.Escape(name)}(?![A-Za-z0-9])", " ", RegexOptions.IgnoreCase)
        : text;
}
