using System.Globalization;
using System.Text;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// What a message that is shown never has, because terminals, logs and build agents act on it or people cannot see it: control and format
/// characters, line separators, surrogates, whose pairs can be format characters too, and what Unicode has not assigned.
/// </summary>
internal static class UnsafeCharacters
{
    public static bool Contains(char character) => character is < ' ' or > '~'
        && char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    /// <summary>
    /// A text on one line with blanks for unsafe characters, without a command that a build agent obeys (<c>##vso[</c>); null when
    /// nothing is left.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Where it is cut.</param>
    public static string? OneLine(string text, int longest)
    {
        StringBuilder line = new(text.Length);
        foreach (char character in text)
        {
            if (character == '#' && line.Length > 0 && line[line.Length - 1] == '#')
            {
                line.Append(' ');
            }

            line.Append(Contains(character) ? ' ' : character);
        }

        string trimmed = line.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed.Length > longest ? trimmed.Substring(0, longest) + "…" : trimmed;
    }
}
