using System;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>What holds for each text of a provider that is shown.</summary>
internal static class ShownText
{
    /// <summary>The longest text, with the ellipsis of one that was cut.</summary>
    public const int LongestText = 601;

    /// <summary>The longest error code, state, name of an operation or id.</summary>
    public const int LongestField = 128;

    /// <summary>Checks that a text is short, on one line and no command of a build agent; null where it is withheld.</summary>
    public static void Check(string? text, int longest)
    {
        Property.Holds(!(text?.Length > longest), "what is shown is short");
        Property.Holds(text?.Any(UnsafeCharacters.Contains) != true, "what is shown is on one line");
        Property.Holds(text?.Contains("##", StringComparison.Ordinal) != true, "what is shown has no build agent command (##)");
    }

    /// <summary>The letters and digits of a text in upper case, which are compared with those of a secret.</summary>
    public static string LettersAndDigits(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));
}
