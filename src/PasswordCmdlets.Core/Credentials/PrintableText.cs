using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>
/// Makes text from files, variables and services printable: on one line, without control characters and without a command that a build
/// agent obeys (<c>##vso[</c>).
/// </summary>
internal static class PrintableText
{
    private const int Longest = 100;

    /// <summary>A value, truncated when it is long.</summary>
    public static string Of(string text) => text.Length > Longest ? Line(text.Substring(0, Longest)) + "…" : Line(text);

    /// <summary>A sentence or a path, whole.</summary>
    public static string Line(string text)
    {
        char[] shown = text.ToCharArray();
        for (int i = 0; i < shown.Length; i++)
        {
            bool isCommand = shown[i] == '#' && i > 0 && shown[i - 1] == '#';
            shown[i] = IsHarmless(shown[i]) && !isCommand ? shown[i] : '?';
        }

        return new string(shown);
    }

    public static bool IsHarmless(char character) => !UnsafeCharacters.Contains(character);
}
