using System.Linq;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The account's password policy, as GetPasswordPolicy returns it.</summary>
internal sealed record RamPasswordPolicy
{
    /// <summary>8–32.</summary>
    public int MinimumPasswordLength { get; init; } = 8;

    /// <summary>Whether a lower-case letter is required.</summary>
    public bool RequireLowercaseCharacters { get; init; } = true;

    /// <summary>Whether an upper-case letter is required.</summary>
    public bool RequireUppercaseCharacters { get; init; } = true;

    /// <summary>Whether a digit is required.</summary>
    public bool RequireNumbers { get; init; } = true;

    /// <summary>Whether another character is required.</summary>
    public bool RequireSymbols { get; init; } = true;

    /// <summary>Whether an expired password ends the login.</summary>
    public bool HardExpiry { get; init; }

    /// <summary>After how many days a password expires; 0 for never.</summary>
    public int MaxPasswordAge { get; init; }

    /// <summary>How many of the latest passwords must not be used again, the present one included; 0 for none.</summary>
    public int PasswordReusePrevention { get; init; }

    /// <summary>How many wrong passwords an hour are allowed; 0 for any number. The name is Alibaba's.</summary>
    public int MaxLoginAttemps { get; init; } = 5;

    /// <summary>Whether the policy allows a password.</summary>
    /// <param name="password">The password.</param>
    public bool Accepts(string password) =>
        password.Length >= MinimumPasswordLength
        && (!RequireLowercaseCharacters || password.Any(char.IsAsciiLetterLower))
        && (!RequireUppercaseCharacters || password.Any(char.IsAsciiLetterUpper))
        && (!RequireNumbers || password.Any(char.IsAsciiDigit))
        && (!RequireSymbols || password.Any(character => character is > ' ' and < '\u007f' && !char.IsAsciiLetterOrDigit(character)));
}
