using System;
using System.Globalization;
using System.Linq;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// Distinguishes a plain word, which may be shown, from any other text of a user, a file or an object. Such a text may be a whole line of
/// a file with a password in it, so it is never shown.
/// </summary>
internal static class TargetText
{
    /// <summary>The length of the longest id or name of any provider.</summary>
    private const int Longest = 64;

    private const int LongestAccount = 128;

    // Letters by their category, and blank all the same.
    private const string BlankLetters = "\u115F\u1160\u3164\uFFA0";

    /// <summary>
    /// Whether a text is a word of letters, digits, hyphens, underscores, periods and at signs, as every id and name is.
    /// </summary>
    public static bool IsPlainWord(string text) =>
        text.Length <= Longest
        && text.All(static character =>
            char.IsLetterOrDigit(character) ? !IsInvisible(character) : character is '-' or '_' or '.' or '@');

    /// <summary>
    /// Whether a text is a name that a user chose: plain words, which spaces, colons, slashes and plus signs may join.
    /// </summary>
    public static bool IsPlainName(string text) =>
        text.Length <= Longest
        && Array.TrueForAll(text.Split(' ', ':', '/', '+'), static word => word.Length > 0 && IsPlainWord(word));

    /// <summary>Whether a text is an account: the id of one, or the ARN of a role, whose words colons and slashes join.</summary>
    public static bool IsAccount(string text) =>
        text.Length <= LongestAccount && Array.TrueForAll(text.Split(':', '/'), IsPlainWord);

    /// <summary>Why a text is not a plain word, without the text itself.</summary>
    public static string Describe(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsInvisible(text[i]))
            {
                return $"it has an invisible character, U+{(int)text[i]:X4}, at position {i + 1}";
            }
        }

        string trimmed = text.Trim();
        if (trimmed.Length > 0 && trimmed.Length < text.Length && IsPlainWord(trimmed))
        {
            return "it begins or ends with a blank";
        }

        return text.Length > Longest ? $"it is longer than {Longest} characters" : "it has characters that no id or name has";
    }

    private static bool IsInvisible(char character) => character != ' '
        && (UnsafeCharacters.Contains(character)
            || char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator
            || BlankLetters.Contains(character));
}
