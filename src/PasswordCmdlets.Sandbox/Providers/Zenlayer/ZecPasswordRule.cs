using System.Buffers;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>The complexity rule of ResetInstancePassword.</summary>
internal static class ZecPasswordRule
{
    // terraform-provider-zenlayercloud lists more (|;:,.?) than the documentation, whose own example has a backtick.
    private static readonly SearchValues<char> Specials = SearchValues.Create("~!@$^*-_=+");

    /// <summary>
    /// 8–16 characters of letters, digits and specials, all three (sdk-go zec20250901/models.go ResetInstancePasswordRequest).
    /// </summary>
    /// <param name="password">The password.</param>
    public static bool Accepts(string password)
    {
        bool letter = false, digit = false, special = false;
        foreach (char character in password)
        {
            letter |= char.IsAsciiLetter(character);
            digit |= char.IsAsciiDigit(character);
            special |= Specials.Contains(character);
            if (!char.IsAsciiLetterOrDigit(character) && !Specials.Contains(character))
            {
                return false;
            }
        }

        return password.Length is >= 8 and <= 16 && letter && digit && special;
    }
}
