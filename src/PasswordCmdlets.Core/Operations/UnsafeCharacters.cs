using System.Globalization;

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
}
