using System;
using System.Buffers;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>The complexity rules of ResetInstancesPassword (cloud.tencent.com/document/api/213/15736).</summary>
internal static class CvmPasswordRules
{
    private const string LegacySpecials = "()~!@#$%^&*-+=_|{}[]:;'<>,.?/";

    private static readonly SearchValues<char> Specials = SearchValues.Create(LegacySpecials + "`");
    private static readonly SearchValues<char> SpecialsOf2019 = SearchValues.Create(LegacySpecials);

    /// <summary>
    /// Linux: 8–30 characters of at least three of the four classes, not beginning with a slash. Windows, and every batch with
    /// a Windows in it: 12–30, and without the user's name.
    /// </summary>
    /// <param name="password">The password.</param>
    /// <param name="withWindows">Whether a Windows is among the instances.</param>
    /// <param name="windowsUserName">The user whose name it must not contain.</param>
    public static bool Accept(string password, bool withWindows, string windowsUserName) =>
        password.Length >= (withWindows ? 12 : 8)
        && password.Length <= 30
        && !password.StartsWith('/')
        && CountClasses(password, Specials, joinsLetters: false) >= 3
        && (!withWindows || !password.Contains(windowsUserName, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The rules of 2019. Linux: 8–16 characters of at least two of letters, digits and specials; Windows: 12–16 of at least
    /// three of the four classes; neither beginning with a slash.
    /// </summary>
    /// <param name="password">The password.</param>
    /// <param name="withWindows">Whether a Windows is among the instances.</param>
    public static bool AcceptLegacy(string password, bool withWindows) =>
        password.Length >= (withWindows ? 12 : 8)
        && password.Length <= 16
        && !password.StartsWith('/')
        && CountClasses(password, SpecialsOf2019, joinsLetters: !withWindows) >= (withWindows ? 3 : 2);

    // 0 when there is a character of no class.
    private static int CountClasses(string password, SearchValues<char> specials, bool joinsLetters)
    {
        bool lower = false, upper = false, digit = false, special = false;
        foreach (char character in password)
        {
            lower |= char.IsAsciiLetterLower(character);
            upper |= char.IsAsciiLetterUpper(character);
            digit |= char.IsAsciiDigit(character);
            special |= specials.Contains(character);
            if (!char.IsAsciiLetterOrDigit(character) && !specials.Contains(character))
            {
                return 0;
            }
        }

        int letters = joinsLetters ? (lower || upper ? 1 : 0) : (lower ? 1 : 0) + (upper ? 1 : 0);
        return letters + (digit ? 1 : 0) + (special ? 1 : 0);
    }
}
