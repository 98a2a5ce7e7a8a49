using System;
using System.Buffers;
using System.Linq;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>
/// The complexity rules of a DCS password: v1.0 and v2 of the Open Telekom Cloud documents, and the document of 2020. All ask for three of
/// the four classes, and for another password than the old one.
/// </summary>
internal static class DcsPasswordRules
{
    private const string Version2Specials = "`~!@#$^&*()-_=+\\|{},<.>/?";

    private static readonly SearchValues<char> OfVersion2 = SearchValues.Create(Version2Specials);
    private static readonly SearchValues<char> OfVersion1 = SearchValues.Create(Version2Specials + ":");
    private static readonly SearchValues<char> Of2020 = SearchValues.Create(Version2Specials + "%[]:'\"");

    /// <summary>Whether a password may be set.</summary>
    /// <param name="password">The password.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="isVersion1">Whether the call is of v1.0.</param>
    /// <param name="options">How the cloud behaves.</param>
    public static bool Accept(string password, DcsInstance instance, bool isVersion1, HuaweiOptions options)
    {
        bool is2020 = options.PasswordRulesOf2020;
        SearchValues<char> specials = is2020 ? Of2020 : isVersion1 ? OfVersion1 : OfVersion2;
        int maximum = isVersion1 && !is2020 ? 64 : 32;
        return password.Length >= 8
            && password.Length <= maximum
            && CountClasses(password, specials) >= 3
            && (!isVersion1 || is2020 || !IsUserName(password, instance.Template.AccessUser));
    }

    // v1.0: neither the user's name nor its reverse.
    private static bool IsUserName(string password, string? userName) =>
        userName is not null && (password == userName || password.AsSpan().SequenceEqual(userName.Reverse().ToArray()));

    // 0 when there is a character of no class.
    private static int CountClasses(string password, SearchValues<char> specials)
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

        return (lower ? 1 : 0) + (upper ? 1 : 0) + (digit ? 1 : 0) + (special ? 1 : 0);
    }
}
